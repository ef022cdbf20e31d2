import { toQuote } from "../../../protocol/messages/to_quote.ts";
import { resemblesPassword } from "../../conversation/resembles_password.ts";
import type { ConversationSignals } from "./conversation_signals.ts";
import type { StoredConversation } from "./session_storage.ts";

/** Problem of a message that was on its way when the page was left. */
const INTERRUPTED = { type: "error", code: "outcome_unknown", message: "" } as const;

/** Returns what was typed in a conversation and is not in its history, to be stored. Passwords are not. */
export function unsentOf(
  conversation: ConversationSignals,
): Pick<StoredConversation, "draft" | "unsent"> {
  const { model } = conversation;
  const draft = draftOf(conversation);
  const unsent = model.pending.all.map(({ ref: _, reply, ...pending }) => ({
    ...pending,
    ...(reply && { about: reply.id }),
  }));
  return {
    ...(draft !== "" && !resemblesPassword(draft) && { draft }),
    ...(unsent.length > 0 && { unsent }),
  };
}

/**
 * Restores what was typed before a reload. What was on its way may have been stored or not: it comes back as refused, unless
 * it is in the log.
 */
export function restoreUnsent(
  { draft, model }: ConversationSignals,
  { draft: typed = "", unsent = [] }: StoredConversation,
): void {
  draft.value ||= typed;
  for (const [index, { problem, about, ...pending }] of unsent.entries()) {
    const isSaid = model.messages.some(({ isOwn, text }) => isOwn && text === pending.text);
    if (problem === undefined && isSaid) continue;
    const reply = about === undefined ? {} : { reply: toQuote(about, model.get(about)) };
    model.addPending({
      ref: `restored ${index}`,
      ...pending,
      ...reply,
      problem: problem ?? INTERRUPTED,
    });
  }
}

/** Returns what is typed; a reply, and an edit before the draft that it interrupted, as the command that does the same. */
export function draftOf({ draft, draftTarget, newDraft }: ConversationSignals): string {
  const target = draftTarget.peek();
  const text = draft.peek();
  if (target === undefined || text === "") return newDraft.peek();
  const { kind, message: { id, text: before, deleted } } = target;
  if (kind === "reply") return `/reply ${id} ${text}`;
  if (text === before || deleted) return newDraft.peek();
  return [`/edit ${id} ${text}`, newDraft.peek()].filter((line) => line !== "").join("\n");
}
