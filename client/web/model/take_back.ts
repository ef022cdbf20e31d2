import type { ConversationSignals } from "./conversation_signals.ts";
import { dropTarget } from "./draft_target.ts";

/** Puts a refused line back into the message box, before what is typed there. */
export function takeBack(conversation: ConversationSignals, line: string): void {
  if (conversation.draftTarget.peek()?.kind === "edit") dropTarget(conversation);
  const draft = conversation.draft.peek();
  conversation.draft.value = draft === "" ? line : `${line}\n${draft}`;
}
