import { COMMANDS } from "./commands.ts";
import {
  type Command,
  type CommandEntry,
  CURRENT_ROOM,
  type LineProblem,
  type LocalCommand,
  readText,
  type Secret,
} from "./command_entry.ts";
import type { CommandName } from "./command_name.ts";
import { cut } from "./cut.ts";
import { detach } from "../text/detach.ts";
import type { Limits } from "../limits.ts";
import type { Problem } from "../messages/problem.ts";
import { quote } from "../text/quote.ts";

/** Leaves, alone on a line, as in the program's first version. */
const LEAVE = "sair";

/** What is wrong where nothing stands for something that a command needs. */
const MISSING = quote("");

/** What a line turned out to be. */
export type ParsedLine =
  | { readonly kind: "command"; readonly command: Command }
  | { readonly kind: "problem"; readonly problem: LineProblem }
  | { readonly kind: "help" }
  /** A command that needs a password, without one: to be asked for where nobody sees it. */
  | { readonly kind: "secret"; readonly secret: Secret }
  /** An empty line. */
  | { readonly kind: "nothing" };

/** What a line turned out to be that was typed where a client does some of what is typed by itself. */
export type ParsedClientLine = ParsedLine | {
  readonly kind: "local";
  readonly command: LocalCommand;
};

/**
 * Reads a line as somebody typed it: a command, or text for the room one is in.
 *
 * @param typed The line, without its line break.
 * @param limits The limits of the server.
 * @returns What it says; in place of a room's name there is {@linkcode CURRENT_ROOM} where the line names none.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { DEFAULT_LIMITS } from "../limits.ts";
 * import { CURRENT_ROOM } from "./command_entry.ts";
 * import { readLine } from "./parse_line.ts";
 *
 * assertEquals(readLine("//join us", DEFAULT_LIMITS), {
 *   kind: "command",
 *   command: { type: "say", room: CURRENT_ROOM, text: "/join us" },
 * });
 * assertEquals(readLine("/jion us", DEFAULT_LIMITS), {
 *   kind: "problem",
 *   problem: { code: "unknown_type", detail: '"/jion"' },
 * });
 * ```
 */
export function readLine(typed: string, limits: Limits): ParsedLine {
  const line = detach(typed.trimEnd(), typed);
  if (line === "") return { kind: "nothing" };
  const begun = begin(line);
  if (begun === undefined) return readMessage(line, limits);
  const { entry, name, rest } = begun;
  if (entry?.runs !== "server") return unknown(name);
  const read = entry.read(rest, limits);
  if (read === "help") return { kind: "help" };
  if ("secret" in read) return { kind: "secret", secret: read.secret };
  return "code" in read ? misread(begun, read) : { kind: "command", command: read };
}

/**
 * Reads a line as {@linkcode readLine} does, and also the commands that a client does by itself.
 *
 * @param typed The line, without its line break.
 * @param limits The limits of the server.
 * @returns What it says.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { DEFAULT_LIMITS } from "../limits.ts";
 * import { readClientLine } from "./parse_line.ts";
 *
 * assertEquals(readClientLine("/watch jogos", DEFAULT_LIMITS), {
 *   kind: "local",
 *   command: { type: "watch", room: "#jogos" },
 * });
 * ```
 */
export function readClientLine(typed: string, limits: Limits): ParsedClientLine {
  const begun = begin(typed.trimEnd());
  if (begun?.entry?.runs !== "client") return readLine(typed, limits);
  const read = begun.entry.read(begun.rest, limits);
  return "code" in read ? misread(begun, read) : { kind: "local", command: read };
}

/** What a line is that begins like a command. */
interface Begun {
  /** The command; `undefined` where there is none of the name. */
  readonly entry: CommandEntry | undefined;
  readonly name: string;
  readonly rest: string;
}

/** Finds the command that a line begins with, unless it is text. */
function begin(line: string): Begun | undefined {
  if (!line.startsWith("/") || line.startsWith("//")) return undefined;
  const [name, rest] = cut(line.slice(1));
  const key = name.toLowerCase();
  const isKnown = Object.hasOwn(COMMANDS, key);
  return { entry: isKnown ? COMMANDS[key as CommandName] : undefined, name, rest };
}

/** Tells what is wrong with a command: where something is missing, or is none of the words it takes, its form says more. */
function misread({ entry, name }: Begun, problem: Problem): ParsedLine {
  const takesWords = entry?.takes.some((taken) => typeof taken !== "string");
  const isIncomplete = takesWords || problem.detail === MISSING;
  const form = isIncomplete ? { form: name.toLowerCase() as CommandName } : {};
  return { kind: "problem", problem: { ...problem, ...form } };
}

function unknown(name: string): ParsedLine {
  return { kind: "problem", problem: { code: "unknown_type", detail: quote(`/${name}`) } };
}

function readMessage(line: string, limits: Limits): ParsedLine {
  if (line.trim().toLowerCase() === LEAVE) return { kind: "command", command: { type: "quit" } };
  const text = line.startsWith("//") ? line.slice(1) : line;
  const read = readText(text, limits.text, (text) => ({ type: "say", room: CURRENT_ROOM, text }));
  return "code" in read ? { kind: "problem", problem: read } : { kind: "command", command: read };
}
