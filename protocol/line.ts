import { type Limits, MAX_PAGE, MAX_TOKEN } from "./limits.ts";
import type { ClientMessage, Ref } from "./messages.ts";
import { codePoints, toName, toRoom } from "./names.ts";
import { type Problem, quote } from "./parse_client_message.ts";

/** In place of a room's name in a command: the one room that one is in. */
export const HERE = "";

/** Leaves, alone on a line, as in the program's first version. */
const LEAVE = "sair";

/** What somebody wants done: what the JSON dialect says, and `move`, which only a line says. */
export type Command =
  | ClientMessage
  /** Goes to a room and leaves the others, if it may be entered. */
  | { readonly type: "move"; readonly room: string; readonly ref?: Ref };

/** What a line turned out to be. */
export type Line =
  | { readonly kind: "command"; readonly command: Command }
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "help" }
  /** A command that needs a password, without one: to be asked for where nobody sees it. */
  | { readonly kind: "secret"; readonly secret: Secret }
  /** An empty line. */
  | { readonly kind: "nothing" };

/** What a password is needed for. */
export type Secret =
  | { readonly type: "register" | "passwd" }
  | { readonly type: "login"; readonly name: string };

/** What a command turned out to be. */
type Read = Command | Problem | { readonly secret: Secret } | "help";

/** Reads what follows the name of a command. */
type Reader = (rest: string, limits: Limits) => Read;

/** The name of a command that a line may begin with, after its `/`. */
export type CommandName =
  | "join"
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
  | "help"
  | "quit";

/** The commands by their names, in the order of the help. */
const COMMANDS: Readonly<Record<CommandName, Reader>> = {
  join: (rest, limits) => {
    const room = toRoom(rest, limits.room);
    return room === undefined ? { code: "bad_room", detail: quote(rest) } : { type: "move", room };
  },
  list: () => ({ type: "list" }),
  who: () => ({ type: "who", room: HERE }),
  msg: (rest, limits) => {
    const [name, text] = cut(rest);
    const to = toName(name, limits.name);
    if (to === undefined) return { code: "bad_name", detail: quote(name) };
    return readText(text, limits.text, (text) => ({ type: "direct", to, text }));
  },
  nick: (rest, limits) => {
    const name = toName(rest, limits.name);
    return name === undefined
      ? { code: "bad_name", detail: quote(rest) }
      : { type: "rename", name };
  },
  history: (rest) => {
    if (rest === "") return { type: "history", room: HERE };
    const limit = /^\d+$/.test(rest) ? Number(rest) : 0;
    return limit < 1
      ? { code: "bad_message", detail: `/history ${quote(rest)}` }
      : { type: "history", room: HERE, limit: Math.min(limit, MAX_PAGE) };
  },
  search: (rest) => readText(rest, MAX_TOKEN, (terms) => ({ type: "search", terms })),
  register: (rest) =>
    rest === "" ? { secret: { type: "register" } } : { type: "register", password: rest },
  login: (rest, limits) => {
    const [given, password] = cut(rest);
    const name = toName(given, limits.name);
    if (name === undefined) return { code: "bad_name", detail: quote(given) };
    return password === ""
      ? { secret: { type: "login", name } }
      : { type: "login", name, password };
  },
  passwd: (rest) => {
    const [password, fresh] = cut(rest);
    return fresh === "" ? { secret: { type: "passwd" } } : { type: "passwd", password, new: fresh };
  },
  logout: () => ({ type: "logout" }),
  help: () => "help",
  quit: () => ({ type: "quit" }),
};

/** The names of the commands, in the order of the help. */
export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

/**
 * Reads a line as somebody typed it: a command, or text for the room one is in.
 *
 * @param typed The line, without its line break.
 * @param limits The limits of the server.
 * @returns What it says; in place of a room's name there is {@linkcode HERE} where the line names none.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { DEFAULT_LIMITS } from "./limits.ts";
 * import { HERE, readLine } from "./line.ts";
 *
 * assertEquals(readLine("//join us", DEFAULT_LIMITS), {
 *   kind: "command",
 *   command: { type: "say", room: HERE, text: "/join us" },
 * });
 * assertEquals(readLine("/jion us", DEFAULT_LIMITS), {
 *   kind: "problem",
 *   problem: { code: "unknown_type", detail: '"/jion"' },
 * });
 * ```
 */
export function readLine(typed: string, limits: Limits): Line {
  const line = typed.trimEnd();
  if (line === "") return { kind: "nothing" };
  const read = readCommand(line, limits);
  if (read === "help") return { kind: "help" };
  if ("secret" in read) return { kind: "secret", secret: read.secret };
  return "code" in read ? { kind: "problem", problem: read } : { kind: "command", command: read };
}

function readCommand(line: string, limits: Limits): Read {
  if (line.trim().toLowerCase() === LEAVE) return { type: "quit" };
  if (!line.startsWith("/") || line.startsWith("//")) {
    const text = line.startsWith("//") ? line.slice(1) : line;
    return readText(text, limits.text, (text) => ({ type: "say", room: HERE, text }));
  }
  const [name, rest] = cut(line.slice(1));
  const command = name.toLowerCase();
  if (!Object.hasOwn(COMMANDS, command)) return { code: "unknown_type", detail: quote(`/${name}`) };
  return COMMANDS[command as CommandName](rest, limits);
}

/** Cuts a text after its first word. */
function cut(text: string): [word: string, rest: string] {
  const [, word = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(text) ?? [];
  return [word, rest];
}

function readText(
  text: string,
  most: number,
  toCommand: (text: string) => Command,
): Command | Problem {
  if (text.trim() === "") return { code: "bad_message", detail: '""' };
  if (text.length <= most || codePoints(text) <= most) return toCommand(text);
  return { code: "too_long", detail: `${codePoints(text)} > ${most}` };
}
