import { checkText, toLine } from "../messages/_check_text.ts";
import { type Limits, MAX_REASON } from "../limits.ts";
import type { Problem } from "../messages/problem.ts";
import { isEmoji } from "../text/emoji.ts";
import { quote } from "../text/quote.ts";
import { type Command, type CommandEntry, CURRENT_ROOM, readText } from "./command_entry.ts";
import { cut } from "./cut.ts";

/** Before an emoji: removes the reaction. */
const REMOVE = "-";

/**
 * The commands about messages that were said: an answer to one, or a change of one. Each takes the `id` of a message of the
 * current room, or -1 for the latest one, -2 for the one before it: of one's own messages, or for an answer or a reaction of
 * all.
 */
export const CHANGE_COMMANDS = {
  me: {
    group: "messages",
    runs: "server",
    takes: ["message"],
    read: (rest, limits) => readSaid(rest, limits, { action: true }),
  },
  reply: {
    group: "messages",
    runs: "server",
    takes: ["id", "message"],
    read: (rest, limits) =>
      withId("reply", rest, (reply, text) => readSaid(text, limits, { reply })),
  },
  edit: {
    group: "messages",
    runs: "server",
    takes: ["id", "message"],
    read: (rest, limits) =>
      withId("edit", rest, (about, text) =>
        readText(
          text,
          limits.text,
          (text) => ({ type: "edit", room: CURRENT_ROOM, about, text }),
        )),
  },
  delete: {
    group: "messages",
    runs: "server",
    takes: ["id"],
    mayTake: ["reason"],
    read: (rest) =>
      withId("delete", rest, (about, given) => {
        const problem = checkText(given, MAX_REASON);
        if (problem) return problem;
        const reason = toLine(given);
        return { type: "delete", room: CURRENT_ROOM, about, ...(reason && { reason }) };
      }),
  },
  react: {
    group: "messages",
    runs: "server",
    takes: ["id", "emoji"],
    read: (rest) =>
      withId("react", rest, (about, given) => {
        const isRemoval = given.startsWith(REMOVE);
        const emoji = isRemoval ? given.slice(REMOVE.length).trim() : given;
        if (!isEmoji(emoji)) return misread("react", emoji);
        const remove = isRemoval ? { remove: true } as const : {};
        return { type: "react", room: CURRENT_ROOM, about, emoji, ...remove };
      }),
  },
} as const satisfies Readonly<Record<string, CommandEntry>>;

/** Cuts off the `id` of a message, which may be negative. */
function withId(
  command: string,
  rest: string,
  read: (id: number, rest: string) => Command | Problem,
): Command | Problem {
  const [word, more] = cut(rest);
  const id = /^-?\d{1,16}$/.test(word) ? Number(word) : 0;
  return id === 0 || !Number.isSafeInteger(id) ? misread(command, word) : read(id, more);
}

function readSaid(
  text: string,
  limits: Limits,
  fields: { readonly reply?: number; readonly action?: true },
): Command | Problem {
  return readText(
    text,
    limits.text,
    (text) => ({ type: "say", room: CURRENT_ROOM, text, ...fields }),
  );
}

/** An argument that is wrong; one that is missing is named by nothing, so that the form of the command is shown. */
function misread(command: string, word: string): Problem {
  const named = word === "" ? quote("") : `/${command} ${quote(word)}`;
  return { code: "bad_message", detail: named };
}
