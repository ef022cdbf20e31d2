import type { Inline } from "./formatted_text.ts";
import { characterAt, characterBefore } from "./characters.ts";
import { hrefOf, trimWord } from "./links.ts";
import { nameParts } from "./name_parts.ts";

/** What may stand before the sign that begins bold or italic text: a space, or what opens or separates. */
const BEFORE = /^$|[\s\p{Ps}\p{Pi}\p{Pd}\p{So}\p{Emoji_Modifier}\uFE0F"'¿¡]/u;

/** What may follow the sign that ends it. */
const AFTER = /^$|[\s\p{P}\p{So}]/u;

/** What may not follow the sign that begins it: that belongs to a list, a pattern, a sum or a smiley. */
const NOT_INSIDE = /^$|[\s^\-.,;:!?<>=~|\\/)\]}&%]/u;

/** A sign that begins or ends bold or italic text; text itself if it has no counterpart. */
interface Mark {
  readonly kind: "mark";
  readonly text: string;
  /** Index of the part that ends what this one begins. */
  end?: number;
}

/**
 * Finds `code`, **bold** and *italic* text, links and names in a line.
 *
 * Bold and italic text begins and ends at word boundaries: `2*3*4` and `snake_case` are text. Each sign can begin one part
 * at a time, so at most three are inside each other, and what is compared for a sign is bounded.
 *
 * @param line A line of a message.
 * @param self Name of the user.
 * @returns The parts, in order.
 */
export function parseLine(line: string, self: string): readonly Inline[] {
  return new LineParser(line).parse(self);
}

class LineParser {
  readonly #line: string;
  /** What may begin a part: backticks, a URL, asterisks and underscores. */
  readonly #signs = /`+|\bhttps?:\/\/[^\s<>"`]+|[*_]+/giu;
  readonly #parts: (Inline | Mark)[] = [];
  /** Indexes of the parts that begin bold or italic text and wait for their end, the innermost last. */
  #open: number[] = [];
  /** Where the last run of backticks of each length begins. */
  #lastRuns: ReadonlyMap<number, number> | undefined;
  /** Index in the line up to which it is in the parts. */
  #end = 0;

  constructor(line: string) {
    this.#line = line;
  }

  parse(self: string): readonly Inline[] {
    for (let found = this.#next(); found; found = this.#next()) {
      const { 0: sign, index } = found;
      if (sign.startsWith("`")) this.#takeCode(sign.length, index);
      else if (sign.startsWith("*") || sign.startsWith("_")) this.#takeMarks(sign, index);
      else this.#takeLink(trimWord(sign), index);
    }
    this.#take(this.#line.length, this.#line.length);
    return toTree(this.#parts, 0, this.#parts.length, self);
  }

  #next(): RegExpExecArray | null {
    return this.#signs.exec(this.#line);
  }

  /** Takes the text before an index, and then parts up to another one. */
  #take(index: number, end: number, ...parts: readonly (Inline | Mark)[]): void {
    if (index > this.#end) {
      this.#parts.push({ kind: "text", text: this.#line.slice(this.#end, index) });
    }
    this.#parts.push(...parts);
    this.#end = end;
    this.#signs.lastIndex = Math.max(this.#signs.lastIndex, end);
  }

  /** Takes code up to the next run of as many backticks. */
  #takeCode(length: number, index: number): void {
    const line = this.#line;
    this.#lastRuns ??= new Map(
      [...line.matchAll(/`+/g)].map(({ 0: run, index }) => [run.length, index]),
    );
    if (this.#lastRuns.get(length)! <= index) return;
    const begin = index + length;
    const runs = /`+/g;
    runs.lastIndex = begin;
    let run = runs.exec(line)!;
    while (run[0].length !== length) run = runs.exec(line)!;
    const text = line.slice(begin, run.index);
    // A space on both sides keeps backticks in the code apart from those around it.
    const isSpaced = text.startsWith(" ") && text.endsWith(" ") && text.trim() !== "";
    this.#take(index, runs.lastIndex, { kind: "code", text: isSpaced ? text.slice(1, -1) : text });
  }

  #takeLink(url: string, index: number): void {
    const href = hrefOf(url);
    this.#signs.lastIndex = index + url.length;
    if (href === undefined) return;
    this.#take(index, index + url.length, { kind: "link", text: url, href });
  }

  /** Takes asterisks and underscores if they begin or end something. */
  #takeMarks(signs: string, index: number): void {
    const end = index + signs.length;
    const before = characterBefore(this.#line, index);
    const after = characterAt(this.#line, end);
    const begins = BEFORE.test(before) && !NOT_INSIDE.test(after);
    const ends = /^\S/u.test(before) && AFTER.test(after);
    // Between quotes or brackets they could do both.
    if (begins === ends) return;
    const runs = signs.match(/\*+|_+/g)!;
    if (!runs.every((run) => run.length <= (run.startsWith("*") ? 3 : 1))) return;
    this.#take(index, end);
    for (const run of runs) {
      for (const mark of this.#marksOf(run, begins)) {
        begins ? this.#begin(mark) : this.#finish(mark);
      }
    }
  }

  /** Splits three asterisks into those of bold and of italic text, the inner ones first where they end. */
  #marksOf(run: string, begins: boolean): readonly string[] {
    if (run.length < 3) return [run];
    const inner = this.#parts[this.#open.at(-1) ?? -1];
    return begins || inner?.kind === "mark" && inner.text === "**" ? ["**", "*"] : ["*", "**"];
  }

  #begin(text: string): void {
    // An earlier sign of the same kind stays text.
    this.#open = this.#open.filter((index) => this.#textOf(index) !== text);
    this.#open.push(this.#parts.length);
    this.#parts.push({ kind: "mark", text });
  }

  #finish(text: string): void {
    const at = this.#open.findLastIndex((index) => this.#textOf(index) === text);
    if (at >= 0) {
      (this.#parts[this.#open[at]!] as Mark).end = this.#parts.length;
      this.#open.length = at;
    }
    this.#parts.push({ kind: "mark", text });
  }

  #textOf(index: number): string {
    return (this.#parts[index] as Mark).text;
  }
}

/** Makes a tree of parts, and finds the names in its texts. */
function toTree(
  parts: readonly (Inline | Mark)[],
  begin: number,
  end: number,
  self: string,
): readonly Inline[] {
  const tree: Inline[] = [];
  let text = "";
  const endText = () => {
    if (text !== "") { for (const part of nameParts(text, self)) tree.push(part); }
    text = "";
  };
  for (let index = begin; index < end; index++) {
    const part = parts[index]!;
    if (part.kind === "text" || part.kind === "mark" && part.end === undefined) {
      text += part.text;
      continue;
    }
    endText();
    if (part.kind !== "mark") tree.push(part);
    else {
      const kind = part.text === "**" ? "bold" : "italic";
      tree.push({ kind, content: toTree(parts, index + 1, part.end!, self) });
      index = part.end!;
    }
  }
  endText();
  return tree;
}
