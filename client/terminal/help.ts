import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Explained } from "../../locale/texts/manual.ts";
import { commandHeading } from "../../locale/render/problem_text.ts";
import { commandsOf } from "../../protocol/commands/commands.ts";
import type { CommandGroup } from "../../protocol/commands/command_entry.ts";
import { bold } from "./style.ts";
import { INDENT } from "./screen_output.ts";
import type { Span } from "./wrap.ts";

/** Width of the column of commands, in which most fit. */
const COMMAND_WIDTH = 22;

/** Minimum width of a terminal for two columns. */
const WIDE = 72;

/** Starts the further rows of an explanation in its column: beyond the indent that rows after the first have. */
const COLUMN: readonly Span[] = [{ text: " ".repeat(2 + COMMAND_WIDTH + 2 - INDENT) }];

/**
 * Formats the help of all commands, by group, and of the keys.
 *
 * @param texts The language.
 * @param columns Width of the terminal.
 * @param options `isFull`: whether to show the keys of the full screen, too.
 */
export function help(
  texts: Catalogue,
  columns: number,
  { isFull = false }: { readonly isFull?: boolean } = {},
): readonly (readonly Span[])[] {
  const { groups: titles, manual } = texts;
  const section = (title: string, rows: readonly Explained[]): readonly (readonly Span[])[] => [
    [{ text: `${title}:`, style: bold }],
    ...rows.map(([what, help]) => {
      const isAligned = columns >= WIDE && what.length <= COMMAND_WIDTH;
      if (!isAligned) return [{ text: `  ${what}: ${help}` }];
      return [{ text: `  ${what.padEnd(COMMAND_WIDTH + 2)}` }, { text: help, lead: COLUMN }];
    }),
  ];
  const groups = Object.keys(titles) as CommandGroup[];
  return [
    ...groups.flatMap((group) =>
      section(
        titles[group],
        commandsOf(group).map((name) => [commandHeading(name, texts), texts.commands[name]]),
      )
    ),
    ...section(manual.keys, manual.lineKeys),
    ...(isFull ? section(manual.full, manual.fullKeys) : []),
  ];
}
