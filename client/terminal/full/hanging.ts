import { width } from "../graphemes.ts";
import type { Span } from "../wrap.ts";

/** Columns by which the further rows of an indented line are indented more than its first. */
const HANG = "  ";

/**
 * Indents the further rows of each line that begins with spaces, as those of a list, more than its first row: to its second
 * column, if it has one, as in a table.
 */
export function hanging(spans: readonly Span[]): readonly Span[] {
  return spans.flatMap((span) =>
    span.text.split(/(?<=\n)/).flatMap((line) => {
      const text = line.trimStart();
      const margin = line.slice(0, line.length - text.length);
      if (text === "" || !/^ +$/.test(margin)) return [{ ...span, text: line }];
      // A row begins with the lead of its first part: only the first row begins with this one.
      const [first, hang] = firstColumn(text) ?? [text.split(" ", 1)[0]!, HANG];
      return [
        { ...span, text: first, lead: [{ text: margin }] },
        { ...span, text: text.slice(first.length), lead: [{ text: `${margin}${hang}` }] },
      ];
    })
  );
}

/** Returns the first column of a line with two, and spaces of its width; `undefined` for a line with one. */
function firstColumn(line: string): [column: string, spaces: string] | undefined {
  const end = line.indexOf("  ");
  const length = end < 0 ? -1 : line.slice(end).search(/\S/);
  if (length < 0) return undefined;
  const column = line.slice(0, end + length);
  return [column, " ".repeat(width(column))];
}
