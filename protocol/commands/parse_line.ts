import { suggestCommand, toCommandName } from "./command_words.ts";
import { ALL_COMMAND_NAMES, COMMAND_NAMES, type CommandName, COMMANDS } from "./commands.ts";
import {
  type Command,
  type CommandEntry,
  CURRENT_ROOM,
  type HelpRead,
  type LocalCommand,
  readText,
  type Secret,
} from "./command_entry.ts";
import { cut } from "./cut.ts";
import { detach } from "../text/detach.ts";
import type { Limits } from "../limits.ts";
import type { Problem } from "../messages/problem.ts";
import { shorten } from "../text/quote.ts";
import { shownCommand } from "./password_commands.ts";

/** Lines that mean a command without a `/`. */
const BARE_LINES: ReadonlyMap<string, CommandName> = new Map(
  ALL_COMMAND_NAMES.flatMap((name) => {
    const { bareLine } = COMMANDS[name];
    return bareLine === undefined ? [] : [[bareLine, name] as const];
  }),
);

/** The error of an invalid line. */
export interface LineProblem extends Problem {
  /** The command whose argument is missing or wrong; its form is shown with the error. */
  readonly form?: CommandName;
  /** For an unknown command, the name or alias of the one that was probably meant. */
  readonly suggestion?: string;
}

/** Meaning of a line. */
export type ParsedLine =
  | { readonly kind: "command"; readonly command: Command }
  | { readonly kind: "problem"; readonly problem: LineProblem }
  /** A request for help: about one command, or about all of them. */
  | { readonly kind: "help"; readonly about?: CommandName }
  /** A command that needs a password, to be entered without echo. */
  | { readonly kind: "secret"; readonly secret: Secret }
  /** An empty line. */
  | { readonly kind: "nothing" };

/** Meaning of a line in a client, which executes some commands without the server. */
export type ParsedClientLine = ParsedLine | {
  readonly kind: "local";
  readonly command: LocalCommand;
};

/**
 * Parses a line as typed: a command, or a message for the current room.
 *
 * @param typed The line, without its line break.
 * @param limits The limits of the server.
 * @returns What it means; the room is {@linkcode CURRENT_ROOM} if the line names none.
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
 *   problem: { code: "unknown_type", value: "/jion", suggestion: "join" },
 * });
 * ```
 */
export function readLine(typed: string, limits: Limits): ParsedLine {
  return read(typed, limits, COMMAND_NAMES);
}

/** Parses a line with the commands of a server; `known` are those that the user can type. */
function read(typed: string, limits: Limits, known: readonly CommandName[]): ParsedLine {
  const line = detach(typed.trimEnd(), typed);
  if (line === "") return { kind: "nothing" };
  const split = splitCommand(line);
  if (split === undefined) return readMessage(line, limits);
  const { entry, word, rest } = split;
  if (entry?.runs !== "server") return unknown(word, known);
  const command = entry.read(rest, limits);
  if ("help" in command) return readHelp(command, known);
  if ("secret" in command) return { kind: "secret", secret: command.secret };
  return "type" in command ? { kind: "command", command } : misread(split, command);
}

/**
 * Parses a line as {@linkcode readLine} does, and the commands that need no server.
 *
 * @param typed The line, without its line break.
 * @param limits The limits of the server.
 * @returns What it means.
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
  const split = splitCommand(typed.trimEnd());
  if (split?.entry?.runs !== "client") return read(typed, limits, ALL_COMMAND_NAMES);
  const command = split.entry.read(split.rest, limits);
  return "type" in command ? { kind: "local", command } : misread(split, command);
}

/** A line that starts with a `/`. */
interface CommandLine {
  /** The word after the `/`, as typed. */
  readonly word: string;
  /** The command; `undefined` if there is none of this name. */
  readonly name: CommandName | undefined;
  readonly entry: CommandEntry | undefined;
  readonly rest: string;
}

/** Splits a line into command and arguments; `undefined` if it is a message. */
function splitCommand(line: string): CommandLine | undefined {
  if (!line.startsWith("/") || line.startsWith("//")) return undefined;
  const [word, rest] = cut(line.slice(1));
  const name = toCommandName(word);
  return { word, name, entry: name && COMMANDS[name], rest };
}

/** Adds the command to errors that its form explains: a missing argument, or a word that is not among the allowed ones. */
function misread({ name, entry }: CommandLine, problem: Problem): ParsedLine {
  const takesWords = entry?.takes.some((taken) => typeof taken !== "string");
  const isIncomplete = takesWords || problem.value === "" || problem.cause?.endsWith("_expected");
  const form = isIncomplete && name !== undefined ? { form: name } : {};
  return { kind: "problem", problem: { ...problem, ...form } };
}

function readHelp({ about: word }: HelpRead, known: readonly CommandName[]): ParsedLine {
  if (word === "") return { kind: "help" };
  const about = toCommandName(word);
  return about && known.includes(about) ? { kind: "help", about } : unknown(word, known);
}

function unknown(word: string, known: readonly CommandName[]): ParsedLine {
  const suggestion = suggestCommand(word, known);
  const problem = { code: "unknown_type", value: shorten(shownCommand(`/${word}`)) } as const;
  return { kind: "problem", problem: { ...problem, ...(suggestion && { suggestion }) } };
}

function readMessage(line: string, limits: Limits): ParsedLine {
  const command = BARE_LINES.get(line.trim().toLowerCase());
  if (command !== undefined) return readLine(`/${command}`, limits);
  const text = line.startsWith("//") ? line.slice(1) : line;
  const toSay = (text: string) => ({ type: "say", room: CURRENT_ROOM, text }) as const;
  const said = readText(text, limits.text, "text", toSay);
  return "type" in said ? { kind: "command", command: said } : { kind: "problem", problem: said };
}
