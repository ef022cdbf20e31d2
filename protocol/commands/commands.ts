import { checkText } from "../messages/_check_text.ts";
import { cut } from "./cut.ts";
import { type Limits, MAX_PAGE, MAX_TOKEN } from "../limits.ts";
import type { ClientMessage, Ref } from "../messages/messages.ts";
import { type ModerationCommandName, moderationCommands } from "./moderation_commands.ts";
import { toName, toRoom } from "../text/names.ts";
import { BAD_PASSWORD, mayBePassword } from "../text/password.ts";
import type { Problem } from "../messages/parse_client_message.ts";
import { quote } from "../text/quote.ts";

/** In place of a room's name in a command: the one room that one is in. */
export const HERE = "";

/** What somebody wants done: what the JSON dialect says, and `move`, which only a line says. */
export type Command =
  | ClientMessage
  /** Goes to a room and leaves the others, if it may be entered. */
  | { readonly type: "move"; readonly room: string; readonly ref?: Ref };

/** What a password is needed for. */
export type Secret =
  | { readonly type: "register" | "passwd" }
  | { readonly type: "login"; readonly name: string };

/** When the bell rings: never, at what is for oneself, or at all that others say. */
export type BellMode = "off" | "msg" | "all";

/** What a client does by itself; no server is asked. */
export type LocalCommand =
  /** Follows a room beside the one in which one speaks, or does so no more. */
  | { readonly type: "watch" | "unwatch"; readonly room: string }
  /** Says when the bell rings, or asks. */
  | { readonly type: "bell"; readonly mode: BellMode | undefined }
  /** Connects anew, at once. */
  | { readonly type: "reconnect" };

/** What a command turned out to be. */
export type CommandRead = Command | Problem | { readonly secret: Secret } | "help";

/** Under which the help shows a command. */
export type CommandGroup = "rooms" | "messages" | "account" | "moderation" | "program";

/** What an argument of a command is, for those who complete it: one of a kind, or of some words. */
export type CommandArgument = "room" | "name" | "text" | "number" | "password" | readonly string[];

/** A command that a line may begin with: what the line reads, helps and completes by. */
export type CommandEntry =
  & {
    /** The group of the help. */
    readonly group: CommandGroup;
    /** What each argument is. */
    readonly takes: readonly CommandArgument[];
  }
  & (
    | {
      /** Who does it; what a client does by itself, a server does not know. */
      readonly runs: "server";
      /** Reads what follows the name. */
      readonly read: (rest: string, limits: Limits) => CommandRead;
    }
    | {
      readonly runs: "client";
      readonly read: (rest: string, limits: Limits) => LocalCommand | Problem;
    }
  );

/** The name of a command that a line may begin with, after its `/`. */
export type CommandName =
  | "join"
  | "watch"
  | "unwatch"
  | "list"
  | "who"
  | "msg"
  | "nick"
  | "history"
  | "search"
  | "register"
  | "login"
  | "passwd"
  | "logout"
  | ModerationCommandName
  | "bell"
  | "reconnect"
  | "help"
  | "quit";

/** The commands by their names, in the order of the help. A new one is an entry here, and a text in each catalogue. */
export const COMMANDS: Readonly<Record<CommandName, CommandEntry>> = {
  join: {
    group: "rooms",
    runs: "server",
    takes: ["room"],
    read: (rest, limits) => readRoom(rest, limits, (room) => ({ type: "move", room })),
  },
  watch: {
    group: "rooms",
    runs: "client",
    takes: ["room"],
    read: (rest, limits) => readRoom(rest, limits, (room) => ({ type: "watch", room })),
  },
  unwatch: {
    group: "rooms",
    runs: "client",
    takes: ["room"],
    read: (rest, limits) => readRoom(rest, limits, (room) => ({ type: "unwatch", room })),
  },
  list: { group: "rooms", runs: "server", takes: [], read: () => ({ type: "list" }) },
  who: { group: "rooms", runs: "server", takes: [], read: () => ({ type: "who", room: HERE }) },
  msg: {
    group: "messages",
    runs: "server",
    takes: ["name", "text"],
    read: (rest, limits) => {
      const [name, text] = cut(rest);
      const to = toName(name, limits.name);
      if (to === undefined) return { code: "bad_name", detail: quote(name) };
      return readText(text, limits.text, (text) => ({ type: "direct", to, text }));
    },
  },
  nick: {
    group: "account",
    runs: "server",
    takes: ["text"],
    read: (rest, limits) => {
      const name = toName(rest, limits.name);
      return name === undefined
        ? { code: "bad_name", detail: quote(rest) }
        : { type: "rename", name };
    },
  },
  history: {
    group: "messages",
    runs: "server",
    takes: ["number"],
    read: (rest) => {
      if (rest === "") return { type: "history", room: HERE };
      const limit = /^\d+$/.test(rest) ? Number(rest) : 0;
      return limit < 1
        ? { code: "bad_message", detail: `/history ${quote(rest)}` }
        : { type: "history", room: HERE, limit: Math.min(limit, MAX_PAGE) };
    },
  },
  search: {
    group: "messages",
    runs: "server",
    takes: ["text"],
    read: (rest) => readText(rest, MAX_TOKEN, (terms) => ({ type: "search", terms })),
  },
  register: {
    group: "account",
    runs: "server",
    takes: ["password"],
    read: (rest) => {
      if (rest === "") return { secret: { type: "register" } };
      return mayBePassword(rest) ? { type: "register", password: rest } : BAD_PASSWORD;
    },
  },
  login: {
    group: "account",
    runs: "server",
    takes: ["name", "password"],
    read: (rest, limits) => {
      const [given, password] = cut(rest);
      const name = toName(given, limits.name);
      if (name === undefined) return { code: "bad_name", detail: quote(given) };
      if (password === "") return { secret: { type: "login", name } };
      return mayBePassword(password) ? { type: "login", name, password } : BAD_PASSWORD;
    },
  },
  passwd: {
    group: "account",
    runs: "server",
    takes: ["password", "password"],
    read: (rest) => {
      const [password, fresh] = cut(rest);
      if (fresh === "") return { secret: { type: "passwd" } };
      return mayBePassword(password) && mayBePassword(fresh)
        ? { type: "passwd", password, new: fresh }
        : BAD_PASSWORD;
    },
  },
  logout: { group: "account", runs: "server", takes: [], read: () => ({ type: "logout" }) },
  ...moderationCommands(HERE),
  bell: {
    group: "program",
    runs: "client",
    takes: [["off", "msg", "all"]],
    read: (rest) => {
      const mode = rest.toLowerCase();
      if (mode === "") return { type: "bell", mode: undefined };
      return mode === "off" || mode === "msg" || mode === "all"
        ? { type: "bell", mode }
        : { code: "bad_message", detail: `/bell ${quote(rest)}` };
    },
  },
  reconnect: {
    group: "program",
    runs: "client",
    takes: [],
    read: () => ({ type: "reconnect" }),
  },
  help: { group: "program", runs: "server", takes: [], read: () => "help" },
  quit: { group: "program", runs: "server", takes: [], read: () => ({ type: "quit" }) },
};

/** The names of all commands, in the order of the help. */
export const ALL_COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

/** The names of the commands that a server knows, in the order of the help. */
export const COMMAND_NAMES: readonly CommandName[] = ALL_COMMAND_NAMES.filter((name) =>
  COMMANDS[name].runs === "server"
);

/**
 * Reads a text that is not empty, and no longer than it may be.
 *
 * @param text The text as it was typed.
 * @param most Most code points.
 * @param toCommand Makes the command of it.
 * @returns The command, or what is wrong.
 */
export function readText(
  text: string,
  most: number,
  toCommand: (text: string) => Command,
): Command | Problem {
  const problem = checkText(text, most);
  if (problem) return problem;
  return text.trim() === "" ? { code: "bad_message", detail: '""' } : toCommand(text);
}

function readRoom<T extends Command | LocalCommand>(
  given: string,
  limits: Limits,
  toCommand: (room: string) => T,
): T | Problem {
  const room = toRoom(given, limits.room);
  return room === undefined ? { code: "bad_room", detail: quote(given) } : toCommand(room);
}
