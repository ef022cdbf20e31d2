import type { Catalogue } from "../locale/texts/catalogue.ts";
import type { Subcommand } from "../locale/texts/command_line.ts";
import type { Subcommands } from "./subcommand.ts";
import type { Flag } from "./flags.ts";

/** How a shell can complete the value of a flag: with files, with some words, or not at all. */
export type Value = "file" | "any" | readonly string[];

/** A flag, as completions and manual need it. */
export interface DescribedFlag {
  readonly name: string;
  /** Placeholder of the value; a switch has none. */
  readonly value: string | undefined;
  readonly takes: Value | undefined;
  readonly help: string;
}

/** A subcommand, as completions and manual need it. */
export interface DescribedSubcommand {
  readonly name: Subcommand;
  /** One line about what it does. */
  readonly summary: string;
  readonly words: readonly string[];
  readonly flags: readonly DescribedFlag[];
}

/** Placeholders of values that are files. */
const FILES = new Set(["FILE", "DIR", "DB"]);

/** Describes every subcommand in one language. */
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
