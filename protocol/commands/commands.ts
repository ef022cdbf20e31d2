/**
 * The commands that a user can type, with their names, arguments and the requests that they produce.
 *
 * This is the only list of them. Nothing here executes a command; the server and the client do.
 *
 * @module
 */
import {
  type Command,
  type CommandEntry,
  type CommandGroup,
  CURRENT_ROOM,
  type LocalCommand,
  readText,
} from "./command_entry.ts";
import { CHANGE_COMMANDS } from "./change_commands.ts";
import { cut } from "./cut.ts";
import { type Limits, MAX_PAGE, MAX_TOKEN } from "../limits.ts";
import { MODERATION_COMMANDS } from "./moderation_commands.ts";
import { toName, toRoom } from "../text/names.ts";
import { BAD_PASSWORD, mayBePassword } from "../text/password.ts";
import type { Problem } from "../messages/problem.ts";
import { quote } from "../text/quote.ts";

/** Definitions of the commands; {@linkcode COMMANDS} has them under a wider type. */
export const ENTRIES = {
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
  who: {
    group: "rooms",
    runs: "server",
    takes: [],
    read: () => ({ type: "who", room: CURRENT_ROOM }),
  },
  msg: {
    group: "messages",
    runs: "server",
    takes: ["user", "message"],
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
    takes: ["newName"],
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
    takes: [],
    mayTake: ["count"],
    read: (rest) => {
      if (rest === "") return { type: "history", room: CURRENT_ROOM };
      const limit = /^\d+$/.test(rest) ? Number(rest) : 0;
      return limit < 1
        ? { code: "bad_message", detail: `/history ${quote(rest)}` }
        : { type: "history", room: CURRENT_ROOM, limit: Math.min(limit, MAX_PAGE) };
    },
  },
  search: {
    group: "messages",
    runs: "server",
    takes: ["terms"],
    read: (rest) => readText(rest, MAX_TOKEN, (terms) => ({ type: "search", terms })),
  },
  ...CHANGE_COMMANDS,
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
    takes: ["oldPassword", "newPassword"],
    read: (rest) => {
      const [password, fresh] = cut(rest);
      if (fresh === "") return { secret: { type: "passwd" } };
      return mayBePassword(password) && mayBePassword(fresh)
        ? { type: "passwd", password, new: fresh }
        : BAD_PASSWORD;
    },
  },
  logout: { group: "account", runs: "server", takes: [], read: () => ({ type: "logout" }) },
  ...MODERATION_COMMANDS,
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
  quit: {
    group: "program",
    runs: "server",
    takes: [],
    // As in the first version of the program.
    bareLine: "sair",
    read: () => ({ type: "quit" }),
  },
} as const satisfies Readonly<Record<string, CommandEntry>>;

/** Name of a command, without the `/` before it. */
export type CommandName = keyof typeof ENTRIES;

/** The commands by name, in the order of the help. A new command needs an entry here and a text in each catalogue. */
export const COMMANDS: Readonly<Record<CommandName, CommandEntry>> = ENTRIES;

/** All names, in the order of the help. */
export const ALL_COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

/** Names of the commands that a server knows, in the order of the help. */
export const COMMAND_NAMES: readonly CommandName[] = ALL_COMMAND_NAMES.filter((name) =>
  COMMANDS[name].runs === "server"
);

/**
 * Lists the commands of one section of the help.
 *
 * @param group The section.
 */
export function commandsOf(group: CommandGroup): readonly CommandName[] {
  return ALL_COMMAND_NAMES.filter((name) => COMMANDS[name].group === group);
}

/**
 * Looks up a command by name, ignoring case.
 *
 * @param word The word, without the `/`.
 * @returns The name, or `undefined` if there is no such command.
 */
export function toCommandName(word: string): CommandName | undefined {
  const name = word.toLowerCase();
  return Object.hasOwn(COMMANDS, name) ? name as CommandName : undefined;
}

function readRoom<T extends Command | LocalCommand>(
  given: string,
  limits: Limits,
  toCommand: (room: string) => T,
): T | Problem {
  const room = toRoom(given, limits.room);
  return room === undefined ? { code: "bad_room", detail: quote(given) } : toCommand(room);
}
