import type { Catalogue } from "../locale/texts/catalogue.ts";
import type { Subcommand } from "../locale/texts/command_line.ts";
import type { Subcommands } from "./subcommand.ts";
import { type Flag, helpWithDefault } from "./flags.ts";

/** How a shell can complete the value of a flag: with files, with the given words, or not at all. */
export type Value = "file" | "any" | readonly string[];

/** Description of a flag for completions and manual. */
export interface DescribedFlag {
  readonly name: string;
  /** Placeholder of the value; undefined for a switch. */
  readonly value: string | undefined;
  readonly takes: Value | undefined;
  readonly help: string;
  /** The help with the default. */
  readonly shown: string;
}

/** Description of a subcommand for completions and manual. */
export interface DescribedSubcommand {
  readonly name: Subcommand;
  /** One line about its purpose. */
  readonly summary: string;
  readonly words: readonly string[];
  /** Placeholder of an optional argument. */
  readonly argument: string | undefined;
  readonly flags: readonly DescribedFlag[];
}

/** Placeholders whose values are files. */
const FILES = new Set(["FILE", "DIR", "DB"]);

/** Describes all subcommands in one language. */
export function describeProgram(
  subcommands: Subcommands,
  texts: Catalogue,
): Promise<DescribedSubcommand[]> {
  const names = Object.keys(subcommands) as Subcommand[];
  return Promise.all(names.map(async (name) => {
    const { flags, words, argument } = subcommands[name];
    const described = Object.entries(await flags()).map(([name, flag]) =>
      describeFlag(name, flag, texts)
    );
    const { help: text } = texts.usage;
    const help = { name: "help", value: undefined, takes: undefined, help: text, shown: text };
    const summary = texts.subcommands[name].split("\n", 1)[0]!;
    return { name, summary, words: await words?.() ?? [], argument, flags: [...described, help] };
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
  return { name, value, takes, help: flag.help(texts), shown: helpWithDefault(flag, texts) };
}
