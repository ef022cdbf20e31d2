import type { Catalogue } from "../locale/texts/catalogue.ts";
import type { Subcommand } from "../locale/texts/command_line.ts";
import { askedLanguage, type Language, loadCatalogue } from "../locale/locale.ts";
import { describeFlags, type Flag, type Flags, parseFlags, type Values } from "./flags.ts";
import { print } from "./print.ts";
import { helpColumns, wrapText } from "./wrap_text.ts";

/** Indent of what an example does. */
const EXAMPLE_INDENT = " ".repeat(6);

/** The parsed command line of a subcommand. */
export interface CommandLine<F extends Flags> {
  readonly options: Values<F>;
  /** Texts in the language of the command line. */
  readonly texts: Catalogue;
}

/**
 * Parses the command line of a subcommand, or prints its help.
 *
 * @param name The subcommand.
 * @param flags Its flags.
 * @param args The arguments after its name.
 * @param argument The flag whose value may be given without its name.
 * @returns The values and texts, or `"help"` if the help was printed instead.
 * @throws {UsageError} If the command line is wrong.
 */
export async function readCommandLine<F extends Flags & { lang: Flag<Language | undefined> }>(
  name: Subcommand,
  flags: F,
  args: readonly string[],
  argument?: keyof F & string,
): Promise<CommandLine<F> | "help"> {
  const env = (name: string) => Deno.env.get(name);
  const texts = await loadCatalogue(askedLanguage(args, env));
  const options = parseFlags(flags, args, env, texts, argument);
  if (options === "help") {
    const { subcommands, usage } = texts;
    const columns = helpColumns();
    const shown = describeFlags(flags, texts, columns);
    const examples = (texts.examples[name] ?? []).flatMap(([line, what]) => [
      `  ${line}`,
      ...wrapText(what, columns - EXAMPLE_INDENT.length).map((row) => EXAMPLE_INDENT + row),
    ]);
    const [purpose, ...forms] = subcommands[name].split("\n");
    const parts = [
      [...wrapText(purpose!, columns), ...forms].join("\n"),
      `${usage.flags}\n${shown}`,
      wrapText(usage.environment, columns).join("\n"),
    ];
    if (examples.length > 0) parts.push([usage.examples, ...examples].join("\n"));
    print(parts.join("\n\n"));
    return "help";
  }
  return { options, texts };
}
