/**
 * The commands that a user can type, with their names, arguments and the requests that they produce.
 *
 * This is the only list of them. Nothing here executes a command; the server and the client do.
 *
 * @module
 */
import {
  BELL_MODES,
  type Command,
  type CommandEntry,
  type CommandGroup,
  CURRENT_ROOM,
  type LocalCommand,
  readText,
} from "./command_entry.ts";
import { checkText, toLine } from "../messages/_check_text.ts";
import { CHANGE_COMMANDS } from "./change_commands.ts";
import { cut } from "./cut.ts";
import { type Limits, MAX_AWAY, MAX_PAGE, MAX_TOKEN } from "../limits.ts";
import { MODERATION_COMMANDS } from "./moderation_commands.ts";
import { isInvitationCode } from "../text/invitation_code.ts";
import { readSwitch } from "./read_switch.ts";
import { toName, toRoom } from "../text/names.ts";
import { BAD_PASSWORD, mayBePassword } from "../text/password.ts";
import type { Problem } from "../messages/problem.ts";
import { shorten } from "../text/quote.ts";
import { withName } from "./with_name.ts";
import { badName, badRoom } from "../messages/name_problem.ts";

/** Definitions of the commands; {@linkcode COMMANDS} has them under a wider type. */
export const ENTRIES = {
  join: {
    group: "rooms",
    runs: "server",
    aliases: ["j"],
    takes: ["room"],
    mayTake: ["code"],
    read: (rest, limits) => {
      const [word, code] = cut(rest);
      const [given, secret] = isInvitationCode(code) ? [word, { code }] : [rest, {}];
      return readRoom(given, limits, (room) => ({ type: "move", room, ...secret }));
    },
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
  leave: {
    group: "rooms",
    runs: "server",
    aliases: ["part", "close"],
    takes: [],
    mayTake: ["room"],
    read: (rest, limits) =>
      rest === ""
        ? { type: "leave", room: CURRENT_ROOM }
        : readRoom(rest, limits, (room) => ({ type: "leave", room })),
  },
  list: { group: "rooms", runs: "server", takes: [], read: () => ({ type: "list" }) },
  who: {
    group: "rooms",
    runs: "server",
    aliases: ["names"],
    takes: [],
    mayTake: ["room"],
    read: (rest, limits) =>
      rest === ""
        ? { type: "who", room: CURRENT_ROOM }
        : readRoom(rest, limits, (room) => ({ type: "who", room })),
  },
  whois: {
    group: "rooms",
    runs: "server",
    takes: ["name"],
    read: (rest, limits) => withName(rest, limits.name, (name) => ({ type: "whois", name })),
  },
  msg: {
    group: "messages",
    runs: "server",
    aliases: ["m", "w"],
    takes: ["user", "message"],
    read: (rest, limits) => {
      const [name, text] = cut(rest);
      return withName(
        name,
        limits.name,
        (to) => readText(text, limits.text, "text", (text) => ({ type: "direct", to, text })),
      );
    },
  },
  r: {
    group: "messages",
    runs: "client",
    takes: ["message"],
    read: (rest, limits) =>
      readText(rest, limits.text, "text", (text) => ({ type: "answer", text })),
  },
  query: {
    group: "messages",
    runs: "client",
    takes: ["user"],
    mayTake: ["message"],
    read: (rest, limits) => {
      const [name, text] = cut(rest);
      const problem = checkText(text, limits.text);
      return problem ?? withName(name, limits.name, (name) => ({ type: "query", name, text }));
    },
  },
  ignore: {
    group: "messages",
    runs: "client",
    takes: [],
    mayTake: ["user"],
    read: (rest, limits) =>
      rest === ""
        ? { type: "ignore", name: undefined }
        : withName(rest, limits.name, (name) => ({ type: "ignore", name })),
  },
  unignore: {
    group: "messages",
    runs: "client",
    takes: ["user"],
    read: (rest, limits) => withName(rest, limits.name, (name) => ({ type: "unignore", name })),
  },
  nick: {
    group: "account",
    runs: "server",
    takes: ["newName"],
    read: (rest, limits) => withName(rest, limits.name, (name) => ({ type: "rename", name })),
  },
  away: {
    group: "account",
    runs: "server",
    takes: [],
    mayTake: ["text"],
    read: (rest) =>
      checkText(rest, MAX_AWAY, "away") ?? { type: "away", ...(rest && { text: toLine(rest) }) },
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
        ? { code: "bad_message", cause: "number_expected", value: shorten(rest) }
        : { type: "history", room: CURRENT_ROOM, limit: Math.min(limit, MAX_PAGE) };
    },
  },
  search: {
    group: "messages",
    runs: "server",
    takes: ["terms"],
    read: (rest) => readText(rest, MAX_TOKEN, "terms", (terms) => ({ type: "search", terms })),
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
      if (name === undefined) return badName(given, limits.name);
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
    takes: [BELL_MODES],
    read: (rest) => {
      if (rest === "") return { type: "bell", mode: undefined };
      const mode = BELL_MODES.find((mode) => mode === rest.toLowerCase());
      return mode ? { type: "bell", mode } : { code: "bad_message", value: shorten(rest) };
    },
  },
  clear: { group: "program", runs: "client", takes: [], read: () => ({ type: "clear" }) },
  quiet: {
    group: "program",
    runs: "client",
    takes: [["on", "off"]],
    read: (rest) => {
      if (rest === "") return { type: "quiet", isOn: undefined };
      const isOn = readSwitch(rest);
      return isOn === undefined
        ? { code: "bad_message", value: shorten(rest) }
        : { type: "quiet", isOn };
    },
  },
  reconnect: {
    group: "program",
    runs: "client",
    takes: [],
    read: () => ({ type: "reconnect" }),
  },
  full: {
    group: "program",
    runs: "client",
    takes: [],
    read: () => ({ type: "screen", mode: "full" }),
  },
  line: {
    group: "program",
    runs: "client",
    takes: [],
    read: () => ({ type: "screen", mode: "line" }),
  },
  help: {
    group: "program",
    runs: "server",
    takes: [],
    mayTake: ["command"],
    read: (rest) => ({ help: true, about: cut(rest)[0].replace(/^\//, "") }),
  },
  quit: {
    group: "program",
    runs: "server",
    aliases: ["q", "exit"],
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

function readRoom<T extends Command | LocalCommand>(
  given: string,
  limits: Limits,
  toCommand: (room: string) => T,
): T | Problem {
  const room = toRoom(given, limits.room);
  return room === undefined ? badRoom(given, limits.room) : toCommand(room);
}
