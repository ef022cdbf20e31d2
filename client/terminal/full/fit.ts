import { escapeControl } from "../../../protocol/text/escape_control.ts";
import { cutTo, width } from "../graphemes.ts";

/** Cuts or fills up a text to a width in columns; a cut one ends with `…`. Control characters are shown as escapes. */
export function fit(text: string, columns: number): string {
  const shown = escapeControl(text);
  if (width(shown) <= columns) return pad(shown, columns);
  return pad(columns > 0 ? `${cutTo(shown, columns - 1)}…` : "", columns);
}

/** Joins as many of the parts, from the first on, as fit whole into a width in columns. */
export function fitParts(parts: readonly string[], columns: number): string {
  const rows = parts.map((_, index) => parts.slice(0, index + 1).join(" · "));
  return rows.findLast((row) => width(row) <= columns) ?? parts[0] ?? "";
}

/** Fills up a text, which may have styles, to a width in columns. */
export function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - width(text)));
}

/** Fills up rows of one width to a height. */
export function padRows(rows: readonly string[], height: number, columns: number): string[] {
  const missing = Math.max(0, height - rows.length);
  return [...rows.slice(0, height), ...Array<string>(missing).fill(" ".repeat(columns))];
}
