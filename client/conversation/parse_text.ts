import type { Block } from "./formatted_text.ts";
import { parseLine } from "./parse_line.ts";

/** Most quotes inside each other; further ones are text. */
const MAX_QUOTES = 3;

/** Starts a code block, alone on its line. */
const FENCE = /^```([\p{L}\p{N}+#.-]{0,20})$/u;

/**
 * Finds the formatting in a text: blocks between lines of three backticks, the first of them with a language; quotes after
 * `> `; and in other lines what {@linkcode parseLine} finds. What is begun and not ended is text.
 *
 * Takes linear time: each line is looked at once for each quote around it, and there are at most three.
 *
 * @param text Text of a message.
 * @param self Name of the user, whose mentions are found.
 * @returns The blocks, in order.
 */
export function parseText(text: string, self: string): readonly Block[] {
  return parseBlocks(text.split("\n"), self, 0);
}

function parseBlocks(lines: readonly string[], self: string, depth: number): Block[] {
  const blocks: Block[] = [];
  const last = lines.findLastIndex(isFenceEnd);
  /** Index of the first line that belongs to no block yet. */
  let begin = 0;
  const take = (index: number, end: number, block: Block) => {
    if (index > begin) blocks.push(toParagraph(lines.slice(begin, index), self));
    blocks.push(block);
    begin = end;
  };
  for (let index = 0; index < lines.length; index = Math.max(begin, index + 1)) {
    const line = lines[index]!;
    const language = index < last ? FENCE.exec(line.trimEnd())?.[1] : undefined;
    if (language !== undefined) {
      let end = index + 1;
      while (!isFenceEnd(lines[end]!)) end++;
      const ending = lines[end]!.trimEnd().slice(0, -3);
      const code = [...lines.slice(index + 1, end), ...(ending === "" ? [] : [ending])];
      take(index, end + 1, { kind: "code_block", language, text: code.join("\n") });
    } else if (depth < MAX_QUOTES && beginsQuote(line)) {
      let end = index + 1;
      while (end < lines.length && isQuote(lines[end]!)) end++;
      const quoted = lines.slice(index, end).map((line) => line.slice(2));
      take(index, end, { kind: "quote", content: parseBlocks(quoted, self, depth + 1) });
    }
  }
  const rest = lines.slice(begin);
  if (rest.length > 0) blocks.push(toParagraph(rest, self));
  return blocks;
}

/** Whether a line ends a code block, which may stand before the fence. */
function isFenceEnd(line: string): boolean {
  return line.trimEnd().endsWith("```");
}

function isQuote(line: string): boolean {
  return line.startsWith("> ") || line === ">";
}

function beginsQuote(line: string): boolean {
  return line.startsWith("> ") && line.trim() !== ">";
}

function toParagraph(lines: readonly string[], self: string): Block {
  const content = lines.flatMap((line, index) => [
    ...(index > 0 ? [{ kind: "text" as const, text: "\n" }] : []),
    ...parseLine(line, self),
  ]);
  return { kind: "paragraph", content };
}
