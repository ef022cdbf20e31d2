import { readText } from "../../protocol/commands/command_entry.ts";
import type { Limits } from "../../protocol/limits.ts";
import { type ParsedLine, readLine } from "../../protocol/commands/parse_line.ts";

/** Most bytes that JSON makes of a code point: that of a control character is `\u0001`. */
const MOST_BYTES = 6;

/** Bytes of a frame that are kept for what is not the text of a message: its type, room, nonce. */
const FRAME_OVERHEAD = 1_024;

/** Units of text after a cut that tell whether it goes through a character of several code points. */
const GRAPHEME_UNITS = 64;

const SPACE = /\s/;

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * Reads a line as {@linkcode readLine} does, and makes several messages of a text that is too long for one.
 *
 * @param line The line, without its line break.
 * @param limits The limits of the server.
 * @returns What it says, in order.
 */
export function splitLine(line: string, limits: Limits): readonly ParsedLine[] {
  const read = readLine(line, { ...limits, text: Infinity });
  const command = read.kind === "command" ? read.command : undefined;
  if (command?.type !== "say" && command?.type !== "direct") return [read];
  const most = Math.min(limits.text, Math.floor((limits.frame - FRAME_OVERHEAD) / MOST_BYTES));
  return splitText(command.text, Math.max(1, most)).map((part) => {
    const made = readText(part, limits.text, (text) => ({ ...command, text }));
    return "code" in made ? { kind: "problem", problem: made } : { kind: "command", command: made };
  });
}

/**
 * Cuts a text: between words where that can be, else between characters as readers see them.
 *
 * @param text The text.
 * @param most Most code points of a part.
 * @returns The parts, without the space between them.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { splitText } from "./split_line.ts";
 *
 * assertEquals(splitText("um texto longo", 9), ["um texto", "longo"]);
 * ```
 */
export function splitText(text: string, most: number): readonly string[] {
  const parts: string[] = [];
  for (let begin = 0; begin < text.length;) {
    const end = after(text, begin, most);
    if (end === text.length) {
      parts.push(text.slice(begin));
      break;
    }
    let cut = end;
    while (cut > begin && !SPACE.test(text.charAt(cut))) cut--;
    if (cut === begin) cut += characterAt(text, begin, end);
    const part = text.slice(begin, cut).trimEnd();
    if (part !== "") parts.push(part);
    begin = cut;
    while (SPACE.test(text.charAt(begin))) begin++;
  }
  return parts;
}

/** Returns where so many code points after an index end. */
function after(text: string, begin: number, count: number): number {
  let end = begin;
  for (let left = count; left > 0 && end < text.length; left--) {
    end += text.codePointAt(end)! > 0xffff ? 2 : 1;
  }
  return end;
}

/** Returns where the character begins that an index is in, counted from `begin`; where that would leave nothing, the index. */
function characterAt(text: string, begin: number, end: number): number {
  const window = text.slice(begin, end + GRAPHEME_UNITS);
  return segmenter.segment(window).containing(end - begin)?.index || end - begin;
}
