import { nameKey } from "../../../protocol/text/names.ts";
import type { ConversationSignals } from "./conversation_signals.ts";

/**
 * Finds the user whom a name in a conversation means.
 *
 * @param conversation The conversation.
 * @param typed The name, in any case, with or without an `@`.
 * @returns The name as its user spells it; `undefined` if no member and no author of a message here has it.
 */
export function findPerson(
  { kind, model, name }: ConversationSignals,
  typed: string,
): string | undefined {
  const key = nameKey(typed.replace(/^@/, ""));
  const authors = model.entries.flatMap((entry) => entry.kind === "said" ? [entry.from] : []);
  const known = kind === "person" ? [name.peek()] : model.members.names;
  return [...known, ...authors.reverse()].find((one) => nameKey(one) === key);
}
