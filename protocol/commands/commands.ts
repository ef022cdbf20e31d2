/**
 * The commands that a line may begin with, from their names to the requests that they make.
 *
 * Nothing here executes a command: the server does, or the client's interface.
 *
 * @module
 */
import {
  type Command,
  type CommandEntry,
  CURRENT_ROOM,
  type LocalCommand,
  readText,
} from "./command_entry.ts";
import type { CommandName } from "./command_name.ts";
import { cut } from "./cut.ts";
import { type Limits, MAX_PAGE, MAX_TOKEN } from "../limits.ts";
import { moderationCommands } from "./moderation_commands.ts";
import { toName, toRoom } from "../text/names.ts";
import { BAD_PASSWORD, mayBePassword } from "../text/password.ts";
import type { Problem } from "../messages/problem.ts";
import { quote } from "../text/quote.ts";

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
  who: {
    group: "rooms",
    runs: "server",
    takes: [],
    read: () => ({ type: "who", room: CURRENT_ROOM }),
  },
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
  ...moderationCommands(CURRENT_ROOM),
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

function readRoom<T extends Command | LocalCommand>(
  given: string,
  limits: Limits,
  toCommand: (room: string) => T,
): T | Problem {
  const room = toRoom(given, limits.room);
  return room === undefined ? { code: "bad_room", detail: quote(given) } : toCommand(room);
}
