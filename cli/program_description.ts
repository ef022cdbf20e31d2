import type { Catalogue } from "../locale/texts/catalogue.ts";
import type { Subcommand } from "../locale/texts/command_line.ts";
import type { Subcommands } from "./subcommand.ts";
import type { Flag } from "./flags.ts";

/** What a value of a flag may be, for those who complete it: a file, one of some words, or nothing that can be known. */
export type Value = "file" | "any" | readonly string[];

/** A flag, in words. */
export interface DescribedFlag {
  readonly name: string;
  /** What stands for its value; a switch has none. */
  readonly value: string | undefined;
  readonly takes: Value | undefined;
  readonly help: string;
}

/** A subcommand, in words. */
export interface DescribedSubcommand {
  readonly name: Subcommand;
  /** What it does, in a line. */
  readonly summary: string;
  readonly words: readonly string[];
  readonly flags: readonly DescribedFlag[];
}

/** What stands for the values that are files. */
const FILES = new Set(["FILE", "DIR", "DB"]);

/** Describes every subcommand, from the tables that the command line is read by. */
export function describeProgram(
  subcommands: Subcommands,
  texts: Catalogue,
): Promise<DescribedSubcommand[]> {
  const names = Object.keys(subcommands) as Subcommand[];
  return Promise.all(names.map(async (name) => {
    const { flags, words } = subcommands[name];
    const described = Object.entries(await flags()).map(([name, flag]) =>
      describeFlag(name, flag, texts)
    );
    const help = { name: "help", value: undefined, takes: undefined, help: texts.usage.help };
    const summary = texts.subcommands[name].split("\n", 1)[0]!;
    return { name, summary, words: await words?.() ?? [], flags: [...described, help] };
  }));
}

function describeFlag(name: string, flag: Flag<unknown>, texts: Catalogue): DescribedFlag {
  const { value } = flag;
  const takes = value === undefined
    ? undefined
    : FILES.has(value)
    ? "file"
    : value.includes("|") && !/[^\w|-]/.test(value)
    ? value.split("|")
    : "any";
  return { name, value, takes, help: flag.help(texts) };
}
