/** Width of the help where there is no terminal, in columns. */
const COLUMNS = 80;

/** Widest left column of a table; a longer entry has a row of its own. */
const MAX_LEFT = 28;

/** Words, and short remarks in parentheses, such as a default. */
const UNITS = /\([^()]{1,40}\)\S*|\S+/g;

/** Returns the width for the help: that of the terminal, up to 80 columns, beyond which lines are hard to read. */
export function helpColumns(): number {
  try {
    const { columns } = Deno.consoleSize();
    return columns > 0 ? Math.min(columns, COLUMNS) : COLUMNS;
  } catch {
    return COLUMNS;
  }
}

/**
 * Breaks a text into rows between words, but not within a short remark in parentheses that fits in a row. A word that is
 * longer than a row has one of its own.
 *
 * @param text The text, one paragraph.
 * @param columns Width of a row.
 */
export function wrapText(text: string, columns: number): readonly string[] {
  const rows: string[] = [];
  const units = [...text.matchAll(UNITS)].map(([unit]) => unit);
  for (const word of units.flatMap((one) => one.length > columns ? one.split(" ") : [one])) {
    const row = rows.at(-1);
    if (row !== undefined && row.length + 1 + word.length <= columns) {
      rows[rows.length - 1] = `${row} ${word}`;
    } else rows.push(word);
  }
  return rows.length === 0 ? [""] : rows;
}

/**
 * Formats a table of two columns, whose right one is wrapped; in a narrow terminal, it stands below the left one.
 *
 * @param rows The entries of each row.
 * @param columns Width of the table.
 */
export function formatTable(
  rows: readonly (readonly [left: string, right: string])[],
  columns: number,
): string {
  const fitting = rows.map(([left]) => left.length).filter((length) => length <= MAX_LEFT);
  const left = Math.max(0, ...fitting);
  const isNarrow = columns < 2 * MAX_LEFT;
  const indent = " ".repeat(isNarrow ? 6 : left + 4);
  return rows.map(([name, text]) => {
    const [first = "", ...others] = wrapText(text, columns - indent.length);
    const isBeside = !isNarrow && name.length <= left;
    const begin = isBeside ? `  ${name.padEnd(left)}  ${first}` : `  ${name}\n${indent}${first}`;
    return [begin, ...others.map((row) => indent + row)].join("\n").trimEnd();
  }).join("\n");
}
