import type { Subcommands } from "./subcommand.ts";
import type { Catalogue } from "../locale/texts/catalogue.ts";
import { commandHeading } from "../locale/render/problem_text.ts";
import { commandsOf } from "../protocol/commands/commands.ts";
import type { CommandGroup } from "../protocol/commands/command_entry.ts";
import { VERSION } from "../version.ts";
import { readCommandLine } from "./command_line.ts";
import { type DescribedSubcommand, describeProgram } from "./program_description.ts";
import { language, placeholder } from "./flags.ts";
import { print } from "./print.ts";

/** The flags of `chat man`. */
export const MAN_FLAGS = { lang: language() } as const;

/**
 * Runs `chat man`: prints the manual page, generated from the definitions of flags and chat commands.
 *
 * @param args The arguments after `man`.
 * @param subcommands The subcommands to describe.
 * @returns The exit code.
 * @throws {UsageError} If the command line is wrong.
 */
export async function man(args: readonly string[], subcommands: Subcommands): Promise<number> {
  const given = await readCommandLine("man", MAN_FLAGS, args);
  if (given === "help") return 0;
  print(page(await describeProgram(subcommands, given.texts), given.texts));
  return 0;
}

/** Renders the page as roff, with the macros of man(7). */
function page(program: readonly DescribedSubcommand[], texts: Catalogue): string {
  const { manual, usage } = texts;
  return [
    `.TH CHAT 1 "" "chat ${VERSION}" ""`,
    // No word is broken, and no space is stretched.
    ".nh",
    ".ad l",
    `.SH ${manual.name}`,
    `chat \\- ${escape(usage.program.split("\n", 1)[0]!)}`,
    `.SH ${manual.synopsis}`,
    `.B chat`,
    `.I ${escape(manual.form)}`,
    `.SH ${manual.commands}`,
    ...program.flatMap((subcommand) => renderSubcommand(subcommand, texts)),
    `.SH ${manual.typed}`,
    ...renderCommands(texts),
    `.SS ${escape(manual.keys)}`,
    ...manual.lineKeys.flatMap(([keys, help]) => item(keys, help)),
    `.SS ${escape(manual.full)}`,
    ...manual.fullKeys.flatMap(([keys, help]) => item(keys, help)),
    `.SH ${manual.files}`,
    ...manual.fileList.flatMap(([file, help]) => item(file, help)),
    ".PP",
    escape(manual.aboutFiles),
    `.SH ${manual.environment}`,
    escape(usage.environment),
    ...manual.variables.flatMap(([variable, help]) => item(variable, help)),
    `.SH ${manual.exitStatus}`,
    ...manual.exitCodes.flatMap((meaning, code) => item(`${code}`, meaning)),
  ].join("\n");
}

function renderSubcommand(subcommand: DescribedSubcommand, texts: Catalogue): readonly string[] {
  const { name, flags } = subcommand;
  const [, ...usage] = texts.subcommands[name].split("\n").filter((line) => line !== "");
  const examples = texts.examples[name] ?? [];
  return [
    `.SS chat ${name}`,
    escape(subcommand.summary),
    ".PP",
    ...usage.flatMap((line) => [escape(line.trim()), ".br"]),
    ...flags.flatMap((flag) =>
      item(
        `--${flag.name}${flag.value === undefined ? "" : ` ${placeholder(flag.value, texts)}`}`,
        flag.shown,
      )
    ),
    ...examples.flatMap(([line, what]) => [".PP", escape(what), ".PP", ".RS", escape(line), ".RE"]),
  ];
}

/** Renders the chat commands by group. */
function renderCommands(texts: Catalogue): readonly string[] {
  const groups = Object.keys(texts.groups) as CommandGroup[];
  return groups.flatMap((group) => [
    `.SS ${escape(texts.groups[group])}`,
    ...commandsOf(group).flatMap((name) => item(commandHeading(name, texts), texts.commands[name])),
  ]);
}

function item(what: string, help: string): readonly string[] {
  return [".TP", `.B ${escape(what)}`, escape(help)];
}

/** Escapes a text for roff: backslashes, lines that would be requests, and hyphens and tildes, so that they can be copied. */
function escape(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll("~", "\\(ti")
    .replace(/^[.']/, "\\&$&");
}
