/**
 * The command line: flags, help, completions, manual page, and errors that end the program.
 *
 * Nothing here knows a subcommand by name: the table of subcommands is passed in.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { didYouMean } from "./did_you_mean.ts";
import { formatTable } from "./wrap_text.ts";
import type { Catalogue } from "../locale/texts/catalogue.ts";
import { detectLanguage, type Language, LANGUAGES } from "../locale/locale.ts";

/** A flag of a subcommand. Parsing, help, completions, manual and documents are derived from it. */
export interface Flag<T> {
  /** Placeholder of the value in the help, such as `PORT`; a switch has none. */
  readonly value?: string;
  /** Whether the flag may be repeated. Values are joined by commas, as in its environment variable. */
  readonly isList?: boolean;
  /** The value if neither the command line nor the environment gives one. */
  readonly fallback: T;
  /** The default as the help shows it, if different from {@linkcode fallback}. */
  readonly shown?: string;
  /** Parses a value; throws a `TypeError` or `RangeError` whose message says what the value must be. */
  readonly read: (text: string) => T;
  readonly help: (texts: Catalogue) => string;
}

/** The flags of a subcommand by name, without the dashes. */
export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** The values of a table of flags. */
export type Values<F extends Flags> = {
  readonly [K in keyof F]: F[K] extends Flag<infer T> ? T : never;
};

/** A wrong command line: one line that names the mistake, and exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/**
 * Parses a command line. Flags that it omits are read from the environment variables `CHAT_<FLAG>`.
 *
 * @param flags The flags of the subcommand.
 * @param args The arguments after its name.
 * @param env Returns the value of an environment variable.
 * @param texts The language of the errors.
 * @param argument The flag whose value may be given without its name.
 * @returns A value for each flag, or `"help"` if `--help` was given.
 * @throws {UsageError} If a flag is unknown, repeated or has an invalid value.
 */
export function parseFlags<F extends Flags>(
  flags: F,
  args: readonly string[],
  env: (name: string) => string | undefined,
  texts: Catalogue,
  argument?: keyof F & string,
): Values<F> | "help" {
  const names = Object.keys(flags);
  const parsed = parseArgs(args, {
    string: ["_", ...names.filter((name) => flags[name]!.value !== undefined)],
    boolean: ["help", ...names.filter((name) => flags[name]!.value === undefined)],
    collect: names.filter((name) => flags[name]!.value !== undefined),
    alias: { help: "h" },
    unknown: (given) => {
      if (!given.startsWith("-")) return;
      throw new UsageError(
        texts.usage.unknownFlag(given) + didYouMean(given, names.map(toFlag), texts),
      );
    },
  });
  if (parsed["help"]) return "help";
  const words = parsed._.map(String);
  const word = argument === undefined ? undefined : words.shift();
  if (words[0] !== undefined) throw new UsageError(texts.usage.unexpected(words[0]));
  const values: Record<string, unknown> = {};
  for (const name of names) {
    const flag = flags[name]!;
    const given = parsed[name] as string[] | boolean | undefined;
    if (Array.isArray(given) && given.length > 1 && !flag.isList) {
      throw new UsageError(texts.usage.twice(name));
    }
    // An absent switch is parsed as false, so only `true` means that it was given.
    const onLine = Array.isArray(given) ? given.join(",") || given[0] : given ? "true" : undefined;
    const bare = name === argument ? word : undefined;
    if (bare !== undefined && onLine !== undefined) {
      throw new UsageError(texts.usage.argumentTwice(bare, name));
    }
    const variable = variableName(name);
    const text = bare ?? onLine ?? env(variable);
    const source = bare !== undefined
      ? flag.value ?? ""
      : onLine === undefined
      ? variable
      : `--${name}`;
    values[name] = text === undefined ? flag.fallback : read(flag, text, source, texts);
  }
  return values as Values<F>;
}

function read<T>(flag: Flag<T>, text: string, source: string, texts: Catalogue): T {
  try {
    return flag.read(text);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new UsageError(texts.usage.badValue(source, text, error.message));
  }
}

function toFlag(name: string): string {
  return `--${name}`;
}

/** Returns the environment variable of a flag: `CHAT_MAX_FRAME` for `max-frame`. */
export function variableName(flag: string): string {
  return `CHAT_${flag.toUpperCase().replaceAll("-", "_")}`;
}

/**
 * Renders the help of a table of flags.
 *
 * @param flags The flags of a subcommand.
 * @param texts The language.
 * @param columns Width of a row, between whose words texts are wrapped.
 * @returns A table of the flags, with their defaults.
 */
export function describeFlags(flags: Flags, texts: Catalogue, columns: number): string {
  const rows = Object.entries(flags).map(([name, flag]): [string, string] => [
    flag.value === undefined ? `--${name}` : `--${name} ${placeholder(flag.value, texts)}`,
    helpWithDefault(flag, texts),
  ]);
  return formatTable([...rows, ["-h, --help", texts.usage.help]], columns);
}

/** Returns the placeholder of a value, such as `[HOST:]PORT`, in a language. */
export function placeholder(value: string, { placeholders }: Catalogue): string {
  return value.replaceAll(/[A-Z]+/g, (word) => placeholders[word] ?? word);
}

/** Returns the help of a flag, with its default. */
export function helpWithDefault(flag: Flag<unknown>, texts: Catalogue): string {
  const shown = shownDefault(flag);
  const help = flag.help(texts);
  return shown === undefined ? help : `${help} (${texts.usage.fallback(shown)})`;
}

/** Returns the default of a flag as help and documents show it, or `undefined` if it has none. */
export function shownDefault(
  { value, isList, fallback, shown }: Flag<unknown>,
): string | undefined {
  if (shown !== undefined) return shown;
  if (value === undefined || isList || fallback === undefined) return undefined;
  return value === "BYTES" ? formatBytes(Number(fallback)) : `${fallback}`;
}

/** Formats bytes in the largest binary unit that divides them: 65,536 as `64 KiB`. */
function formatBytes(bytes: number): string {
  if (bytes % 2 ** 20 === 0) return `${bytes / 2 ** 20} MiB`;
  return bytes % 2 ** 10 === 0 ? `${bytes / 2 ** 10} KiB` : `${bytes}`;
}

/** Creates a flag whose value is any non-empty text. */
export function text<T extends string | undefined>(
  value: string,
  fallback: T,
  help: Flag<unknown>["help"],
  shown?: string,
): Flag<string | T> {
  const notEmpty = (given: string) => {
    if (given === "") throw new TypeError("empty");
    return given;
  };
  return { value, fallback, help, read: notEmpty, ...(shown !== undefined && { shown }) };
}

/** Creates a flag whose value is a valid user name. */
export function named<T extends string | undefined>(
  value: string,
  fallback: T,
  toShown: (given: string) => string | undefined,
  help: Flag<unknown>["help"],
): Flag<string | T> {
  const read = (given: string) => {
    const shown = toShown(given);
    if (shown === undefined) throw new TypeError("a-z 0-9 _ - .");
    return shown;
  };
  return { value, fallback, help, read };
}

/** Creates a flag with several values, repeated or joined by commas. */
export function list<T>(
  value: string,
  readOne: (text: string) => T,
  help: Flag<unknown>["help"],
): Flag<readonly T[]> {
  const read = (given: string) => given.split(",").map(readOne);
  return { value, isList: true, fallback: [], help, read };
}

/** Creates a flag whose value is an integer within inclusive bounds. */
export function integer(
  value: string,
  fallback: number,
  [least, most]: readonly [number, number],
  help: Flag<unknown>["help"],
): Flag<number> {
  const within = (given: string) => {
    const number = /^\d+$/.test(given) ? Number(given) : NaN;
    if (!(number >= least && number <= most)) throw new RangeError(`${least}–${most}`);
    return number;
  };
  return { value, fallback, help, read: within };
}

/** Creates a flag whose value is one of some words. */
export function choice<T extends string, U extends T | undefined>(
  words: readonly T[],
  fallback: U,
  help: Flag<unknown>["help"],
  shown?: string,
): Flag<T | U> {
  const oneOf = (given: string) => {
    const word = words.find((word) => word === given);
    if (word === undefined) throw new TypeError(words.join(" | "));
    return word;
  };
  return {
    value: words.join("|"),
    fallback,
    help,
    read: oneOf,
    ...(shown !== undefined && { shown }),
  };
}

/** Creates the language flag. It accepts every tag that begins with `pt` or `en`. */
export function language(): Flag<Language | undefined> {
  const known = (given: string) => {
    const found = detectLanguage((name) => name === "LANG" ? given : undefined);
    if (!/^(pt|en)/i.test(given)) throw new TypeError(LANGUAGES.join(" | "));
    return found;
  };
  return {
    value: LANGUAGES.join("|"),
    fallback: undefined,
    shown: "LC_ALL, LC_MESSAGES, LANG",
    read: known,
    help: (texts) => texts.flags.lang,
  };
}

/** Creates a switch. Its environment variable enables it with `1` or `true` and disables it with `0` or `false`. */
export function toggle(help: Flag<unknown>["help"]): Flag<boolean> {
  const onOrOff = (given: string) => {
    if (given === "1" || given === "true") return true;
    if (given === "0" || given === "false") return false;
    throw new TypeError("1 | 0 | true | false");
  };
  return { fallback: false, help, read: onOrOff };
}
