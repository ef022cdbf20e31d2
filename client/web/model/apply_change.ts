import type { ChangeEvent } from "../../../protocol/messages/changes.ts";
import { foldChange } from "../../conversation/fold_change.ts";
import type { ConversationSignals } from "./conversation_signals.ts";
import type { Page } from "./page_state.ts";

/**
 * Applies a change to what the page shows of its message outside the log: above the composer, and in a dialog. A dialog about a
 * message that is deleted is closed.
 *
 * @param page The page.
 * @param change The change.
 */
export function applyChange(
  page: Pick<Page, "conversations" | "open">,
  change: ChangeEvent,
): void {
  const { conversations, open } = page;
  const conversation = change.room === undefined
    ? conversations.get("person", change.with ?? "")
    : conversations.get("room", change.room);
  if (conversation === undefined) return;
  changeDraftTarget(conversation, change);
  const dialog = open.peek();
  if (dialog?.kind !== "react" && dialog?.kind !== "delete") return;
  if (dialog.conversation !== conversation || dialog.message.id !== change.about) return;
  const message = foldChange(dialog.message, change);
  open.value = message.deleted ? undefined : { ...dialog, message };
}

function changeDraftTarget({ draftTarget }: ConversationSignals, change: ChangeEvent): void {
  const target = draftTarget.peek();
  if (target === undefined || target.message.id !== change.about) return;
  const message = foldChange(target.message, change);
  if (message !== target.message) draftTarget.value = { ...target, message };
}
