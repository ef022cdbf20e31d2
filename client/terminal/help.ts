import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { commandHeading } from "../../locale/render/problem_text.ts";
import { commandsOf } from "../../protocol/commands/commands.ts";
import type { CommandGroup } from "../../protocol/commands/command_entry.ts";
import { bold } from "./style.ts";
import type { Span } from "./wrap.ts";

/** Width of the column of commands, in which most fit. */
const COMMAND_WIDTH = 22;

/** Minimum width of a terminal for two columns. */
const WIDE = 72;

/**
 * Formats the help of all commands, by group.
 *
 * @param texts The language.
 * @param columns Width of the terminal.
 */
export function help(texts: Catalogue, columns: number): readonly (readonly Span[])[] {
  const groups = Object.keys(texts.groups) as CommandGroup[];
  return groups.flatMap((group) => {
    const described = commandsOf(group).map((name) => {
      const help = texts.commands[name];
      const command = commandHeading(name, texts);
      const isAligned = columns >= WIDE && command.length <= COMMAND_WIDTH;
      return isAligned ? `${command.padEnd(COMMAND_WIDTH)}  ${help}` : `${command}: ${help}`;
    });
    const title: Span = { text: `${texts.groups[group]}:`, style: bold };
    return [[title], ...described.map((text) => [{ text: `  ${text}` }])];
  });
}
