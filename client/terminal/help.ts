import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { commandForm } from "../../locale/render/problem_text.ts";
import { commandsOf } from "../../protocol/commands/commands.ts";
import type { CommandGroup } from "../../protocol/commands/command_entry.ts";
import { bold } from "./style.ts";
import type { Span } from "./wrap.ts";

/** Columns in which most commands have room. */
const COMMAND_WIDTH = 22;

/** Columns that a terminal has where what commands do stands in a column of its own. */
const WIDE = 72;

/**
 * Says what each command does, in groups, from the table that the commands are read by.
 *
 * @param texts The language.
 * @param columns How wide the terminal is.
 * @returns The lines.
 */
export function help(texts: Catalogue, columns: number): readonly (readonly Span[])[] {
  const groups = Object.keys(texts.groups) as CommandGroup[];
  return groups.flatMap((group) => {
    const described = commandsOf(group).map((name) => {
      const help = texts.commands[name];
      const command = commandForm(name, texts);
      const isAligned = columns >= WIDE && command.length <= COMMAND_WIDTH;
      return isAligned ? `${command.padEnd(COMMAND_WIDTH)}  ${help}` : `${command}: ${help}`;
    });
    const title: Span = { text: `${texts.groups[group]}:`, style: bold };
    return [[title], ...described.map((text) => [{ text: `  ${text}` }])];
  });
}
