/**
 * `chat completions`: one function for each shell, from a description of the program to a script.
 *
 * Nothing here knows a flag or a subcommand by name.
 *
 * @module
 */
import type { Subcommands } from "../subcommand.ts";
import { readCommandLine } from "../command_line.ts";
import { type DescribedSubcommand, describeProgram } from "../program_description.ts";
import { language, UsageError } from "../flags.ts";
import { print } from "../print.ts";
import { bash } from "./bash.ts";
import { fish } from "./fish.ts";
import { zsh } from "./zsh.ts";

/** The flags of `chat completions`. */
export const COMPLETIONS_FLAGS = { lang: language() } as const;

/** The script generator of each shell. */
const SHELLS: Readonly<Record<string, (program: readonly DescribedSubcommand[]) => string>> = {
  bash,
  zsh,
  fish,
};

/** The shells that have a script. */
export const SHELL_NAMES: readonly string[] = Object.keys(SHELLS);

/**
 * Runs `chat completions`: writes a completion script.
 *
 * @param args The arguments after `completions`: the shell, and flags.
 * @param subcommands The subcommands to complete.
 * @returns The exit code.
 * @throws {UsageError} If the command line is wrong.
 */
export async function completions(
  args: readonly string[],
  subcommands: Subcommands,
): Promise<number> {
  const [shell, ...rest] = args;
  const isWord = shell !== undefined && !shell.startsWith("-");
  const given = await readCommandLine("completions", COMPLETIONS_FLAGS, isWord ? rest : args);
  if (given === "help") return 0;
  const { texts } = given;
  const make = isWord && Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (make === undefined) {
    throw new UsageError(texts.usage.unknownShell(isWord ? shell : "", SHELL_NAMES));
  }
  print(make(await describeProgram(subcommands, texts)));
  return 0;
}
