import { concat } from "@std/bytes/concat";
import { type Encoding, encodingOf } from "../../cli/encoding.ts";

/** Bytes that end a line, and may precede its end. */
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = "\r";

/** What no line of text has; UTF-16 without its mark is full of them. */
const NUL = "\0";

/** Longest byte order mark that tells how to decode. */
const MARK_BYTES = 2;

/**
 * Reads the lines that another program pipes: UTF-8, or UTF-16 where that has its byte order mark.
 *
 * @param input The bytes.
 * @returns Each line without its line break; `undefined` in place of one that is not text.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { inputLines } from "./input_lines.ts";
 *
 * const latin1 = new Uint8Array([0x6f, 0x6c, 0xe1, 0x0a, 0x6f, 0x69]);
 * assertEquals(await Array.fromAsync(inputLines(ReadableStream.from([latin1]))), [undefined, "oi"]);
 * ```
 */
export async function* inputLines(
  input: ReadableStream<Uint8Array>,
): AsyncGenerator<string | undefined> {
  let encoding: Encoding | undefined;
  let decoder = new TextDecoder();
  /** The line as far as it came. */
  let line: Uint8Array[] = [];
  /** What does not make a unit of the encoding yet. */
  let rest = new Uint8Array(0);
  const decode = () => {
    const bytes = concat(line);
    line = [];
    const text = decodeLine(bytes, decoder);
    // A mark is only one where the text begins.
    decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    return text;
  };
  for await (const chunk of input) {
    let bytes = concat([rest, chunk]);
    if (encoding === undefined && bytes.length >= MARK_BYTES) {
      encoding = encodingOf(bytes);
      decoder = new TextDecoder(encoding, { fatal: true });
    }
    const width = encoding === "utf-8" ? 1 : 2;
    const whole = bytes.length - bytes.length % width;
    rest = bytes.slice(whole);
    bytes = bytes.subarray(0, whole);
    for (let end; (end = lineEnd(bytes, encoding)) !== -1;) {
      line.push(bytes.subarray(0, end));
      yield decode();
      bytes = bytes.subarray(end + width);
    }
    if (bytes.length > 0) line.push(bytes);
  }
  if (encoding === undefined) decoder = new TextDecoder("utf-8", { fatal: true });
  if (rest.length > 0) line.push(rest);
  if (line.length > 0) yield decode();
}

/** Returns where the first line of some bytes ends; -1 if it does not yet. */
function lineEnd(bytes: Uint8Array, encoding: Encoding = "utf-8"): number {
  if (encoding === "utf-8") return bytes.indexOf(LINE_FEED);
  const low = encoding === "utf-16le" ? 0 : 1;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) {
    // The other byte of the unit says whether it is a line feed, or another character.
    if (at % 2 === low && bytes[at ^ 1] === 0) return at - low;
  }
  return -1;
}

function decodeLine(bytes: Uint8Array, decoder: TextDecoder): string | undefined {
  try {
    const text = decoder.decode(bytes);
    if (text.includes(NUL)) return undefined;
    return text.endsWith(CARRIAGE_RETURN) ? text.slice(0, -1) : text;
  } catch {
    return undefined;
  }
}
