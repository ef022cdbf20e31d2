import { graphemeSegments } from "../conversation/grapheme_segments.ts";
import { readText } from "../../protocol/commands/command_entry.ts";
import type { Limits } from "../../protocol/limits.ts";
import { type ParsedLine, readLine } from "../../protocol/commands/parse_line.ts";

/** Maximum bytes of a code point in JSON: control characters are escaped as `\u0001`. */
const MAX_BYTES = 6;

/** Bytes of a frame reserved for type, room and nonce. */
const FRAME_OVERHEAD = 1_024;

/** UTF-16 code units after a cut to examine, to detect that the cut is inside a grapheme. */
const GRAPHEME_UNITS = 64;

const SPACE = /\s/;

/**
 * Parses a line as {@linkcode readLine} does, and splits a text that is too long into several messages.
 *
 * @param line The line, without its line break.
 * @param limits The limits of the server.
 * @returns The messages or commands, in order.
 */
export function splitLine(line: string, limits: Limits): readonly ParsedLine[] {
  const read = readLine(line, { ...limits, text: Infinity });
  const command = read.kind === "command" ? read.command : undefined;
  if (command?.type !== "say" && command?.type !== "direct") return [read];
  const most = Math.min(limits.text, Math.floor((limits.frame - FRAME_OVERHEAD) / MAX_BYTES));
  return splitText(command.text, Math.max(1, most)).map((part) => {
    const made = readText(part, limits.text, "text", (text) => ({ ...command, text }));
    return "type" in made ? { kind: "command", command: made } : { kind: "problem", problem: made };
  });
}

/**
 * Splits a text between words if possible, otherwise between graphemes.
 *
 * @param text The text.
 * @param most Maximum code points of a part.
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

/** Returns the index after `count` code points. */
function after(text: string, begin: number, count: number): number {
  let end = begin;
  for (let left = count; left > 0 && end < text.length; left--) {
    end += text.codePointAt(end)! > 0xffff ? 2 : 1;
  }
  return end;
}

/** Returns the start of the grapheme that contains an index; the index itself if the grapheme starts the text. */
function characterAt(text: string, begin: number, end: number): number {
  const window = text.slice(begin, end + GRAPHEME_UNITS);
  return graphemeSegments(window).containing(end - begin)?.index || end - begin;
}
