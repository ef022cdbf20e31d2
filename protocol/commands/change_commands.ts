import { checkText, toLine } from "../messages/_check_text.ts";
import { type Limits, MAX_REASON } from "../limits.ts";
import type { ErrorCause } from "../messages/error_details.ts";
import type { Problem } from "../messages/problem.ts";
import { isEmoji } from "../text/emoji.ts";
import { toName } from "../text/names.ts";
import { badName } from "../messages/name_problem.ts";
import { shorten } from "../text/quote.ts";
import { type Command, type CommandEntry, CURRENT_ROOM, readText } from "./command_entry.ts";
import { cut } from "./cut.ts";

/** Before an emoji: removes the reaction. */
const REMOVE = "-";

/** Before the name of a user: the private conversation with that user. */
const USER = "@";

/** What the commands about a message that was said have in common. */
const ABOUT_MESSAGE = { group: "messages", runs: "server", isPrivate: true } as const;

/**
 * The commands about messages that were said: an answer to one, or a change of one. Each takes the `id` of a message of the
 * current room, or -1 for the latest one, -2 for the one before it: counted among the user's own messages, or among
 * all for an answer or a reaction. `@` and a name before it mean the private conversation with that user instead of the room.
 */
export const CHANGE_COMMANDS = {
  me: {
    group: "messages",
    runs: "server",
    takes: ["message"],
    read: (rest, limits) =>
      readText(
        rest,
        limits.text,
        "text",
        (text) => ({ type: "say", room: CURRENT_ROOM, text, action: true }),
      ),
  },
  reply: {
    ...ABOUT_MESSAGE,
    takes: ["id", "message"],
    read: (rest, limits) =>
      withTarget(
        rest,
        limits,
        ({ about: reply, name }, text) =>
          readText(text, limits.text, "text", (text) =>
            name === undefined
              ? { type: "say", room: CURRENT_ROOM, text, reply }
              : { type: "direct", to: name, text, reply }),
      ),
  },
  edit: {
    ...ABOUT_MESSAGE,
    takes: ["id", "message"],
    read: (rest, limits) =>
      withTarget(
        rest,
        limits,
        (target, text) =>
          readText(
            text,
            limits.text,
            "text",
            (text) => ({ type: "edit", ...toPlace(target), text }),
          ),
      ),
  },
  delete: {
    ...ABOUT_MESSAGE,
    takes: ["id"],
    mayTake: ["reason"],
    read: (rest, limits) =>
      withTarget(rest, limits, (target, given) => {
        const problem = checkText(given, MAX_REASON, "reason");
        if (problem) return problem;
        const reason = toLine(given);
        return { type: "delete", ...toPlace(target), ...(reason && { reason }) };
      }),
  },
  react: {
    ...ABOUT_MESSAGE,
    takes: ["id", "emoji"],
    read: (rest, limits) =>
      withTarget(rest, limits, (target, given) => {
        const isRemoval = given.startsWith(REMOVE);
        const emoji = isRemoval ? given.slice(REMOVE.length).trim() : given;
        if (!isEmoji(emoji)) return misread("emoji_expected", emoji);
        const remove = isRemoval ? { remove: true } as const : {};
        return { type: "react", ...toPlace(target), emoji, ...remove };
      }),
  },
} as const satisfies Readonly<Record<string, CommandEntry>>;

/** The message that a command is about. */
interface Target {
  /** Its id, or its place from the end. */
  readonly about: number;
  /** The other user of its private conversation; `undefined` for a message of the current room. */
  readonly name: string | undefined;
}

/** Returns the fields that say where a message is. */
function toPlace({ about, name }: Target) {
  return name === undefined ? { room: CURRENT_ROOM, about } : { with: name, about };
}

/** Cuts off the target: the `id` of a message, which may be negative, after `@` and a name if it is a private one. */
function withTarget(
  rest: string,
  limits: Limits,
  read: (target: Target, rest: string) => Command | Problem,
): Command | Problem {
  const [first, afterFirst] = cut(rest);
  const isPrivate = first.startsWith(USER);
  const name = isPrivate ? toName(first.slice(USER.length), limits.name) : undefined;
  if (isPrivate && name === undefined) return badName(first, limits.name);
  const [word, text] = isPrivate ? cut(afterFirst) : [first, afterFirst];
  const about = /^-?\d{1,16}$/.test(word) ? Number(word) : 0;
  if (about === 0 || !Number.isSafeInteger(about)) return misread("id_expected", word);
  return read({ about, name }, text);
}

/** Names a wrong argument; for a missing one, the error shows the form of the command. */
function misread(cause: ErrorCause, word: string): Problem {
  return { code: "bad_message", ...(word !== "" && { cause }), value: shorten(word) };
}
