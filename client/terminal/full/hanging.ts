import type { Span } from "../wrap.ts";

/** Columns by which the further rows of an indented line are indented more than its first. */
const HANG = "  ";

/** Indents the further rows of each line that begins with spaces, as those of a list, more than its first row. */
export function hanging(spans: readonly Span[]): readonly Span[] {
  return spans.flatMap((span) =>
    span.text.split(/(?<=\n)/).flatMap((line) => {
      const text = line.trimStart();
      const margin = line.slice(0, line.length - text.length);
      if (text === "" || !/^ +$/.test(margin)) return [{ ...span, text: line }];
      // A row begins with the lead of its first part: only the first row begins with this word.
      const [first = ""] = text.split(" ", 1);
      return [
        { ...span, text: first, lead: [{ text: margin }] },
        { ...span, text: text.slice(first.length), lead: [{ text: `${margin}${HANG}` }] },
      ];
    })
  );
}
