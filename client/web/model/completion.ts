import { completeCommand, toCommandName } from "../../../protocol/commands/command_words.ts";
import { COMMANDS } from "../../../protocol/commands/commands.ts";
import { nameKey } from "../../../protocol/text/names.ts";
import { completeEmoji, emojiCodeIn } from "../../conversation/complete_emoji.ts";
import { completeWords } from "../../conversation/complete_words.ts";
import type { Chat } from "./chat.ts";
import type { ConversationSignals } from "./conversation_signals.ts";
import { emoji } from "./emoji.ts";

/** Completions of the word before the cursor. */
export interface Completion {
  readonly kind: "name" | "room" | "command" | "emoji";
  /** The word as typed, including its `@`, `#`, `/` or colons. */
  readonly typed: string;
  readonly words: readonly string[];
  /** Index of the word that equals the typed one, after which Enter sends the message; -1 if none does. */
  readonly whole: number;
}

/** Maximum number of completions; there are fewer commands. */
const MAX_WORDS = 60;

/**
 * Completes the word before the cursor: members after `@`, rooms after `#`, commands after a `/` that starts the text,
 * emoji after a colon, once they are loaded.
 *
 * @param chat The session.
 * @param conversation The conversation.
 * @param before The text before the cursor.
 * @returns The completions, or `undefined` if there are none.
 */
export function completionsAt(
  chat: Chat,
  conversation: ConversationSignals,
  before: string,
): Completion | undefined {
  const code = emojiCodeIn(before);
  if (code !== undefined) return emojiCompletion(before, code);
  const [typed = ""] = /(?<!\S)(?:@|#|^\/)\S*$/u.exec(before) ?? [];
  const sign = typed[0];
  if (sign === undefined) return undefined;
  const [kind, known] = sign === "@"
    ? ["name" as const, names(chat, conversation)]
    : sign === "#"
    ? ["room" as const, chat.conversations.rooms.value.map(({ name }) => name.value)]
    : ["command" as const, completeCommand(typed)];
  const key = nameKey(kind === "name" ? typed.slice(1) : typed);
  const words = kind === "command"
    ? known.slice(0, MAX_WORDS)
    : completeWords(known, kind === "name" ? typed.slice(1) : typed).slice(0, MAX_WORDS);
  const whole = words.findIndex((word) => nameKey(word) === key);
  const isDone = words.length === 1 && whole === 0 || kind === "command" && isWholeAlias(typed);
  return words.length === 0 || isDone && kind !== "name"
    ? undefined
    : { kind, typed, words, whole };
}

function emojiCompletion(before: string, code: string): Completion | undefined {
  const words = completeEmoji(emoji.peek(), code).slice(0, MAX_WORDS).map(([emoji]) => emoji);
  if (words.length === 0) return undefined;
  return { kind: "emoji", typed: before.slice(before.lastIndexOf(`:${code}`)), words, whole: -1 };
}

/** Whether a line is an alias of a command without arguments, which Enter sends. */
function isWholeAlias(typed: string): boolean {
  const word = typed.slice(1).toLowerCase();
  const name = toCommandName(word);
  return name !== undefined && name !== word && COMMANDS[name].takes.length === 0;
}

/** Replaces the typed word by a completion. */
export function complete(
  text: string,
  cursor: number,
  { kind, typed }: Completion,
  word: string,
): { readonly text: string; readonly cursor: number } {
  const start = cursor - typed.length;
  const whole = `${kind === "name" ? "@" : ""}${word} `;
  const rest = text.slice(cursor).replace(/^ /, "");
  return { text: text.slice(0, start) + whole + rest, cursor: start + whole.length };
}

/** Names of the other users in a conversation, the latest speakers first; some names more than once. */
function names(chat: Chat, conversation: ConversationSignals): readonly string[] {
  const others = conversation.kind === "person"
    ? [conversation.name.value]
    : conversation.members.value;
  const present = new Set(others);
  const speakers = conversation.model.messages.map(({ from }) => from).reverse();
  return [...speakers.filter((name) => present.has(name)), ...others]
    .filter((name) => name !== chat.name.value);
}
