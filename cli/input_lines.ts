import { concat } from "@std/bytes/concat";
import { type Encoding, encodingOf } from "./encoding.ts";

/** Line feed: the byte of it in UTF-8. The carriage return before it, if any, is not part of the line. */
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = "\r";

/** Character that no line contains; UTF-16 without its mark is full of them. */
const NUL = "\0";

/** Bytes that {@linkcode encodingOf} needs to detect a byte order mark. */
const MARK_BYTES = 2;

/**
 * Yields the lines of piped input: UTF-8, or UTF-16 with a byte order mark.
 *
 * @param input The bytes.
 * @returns Each line without its line break; `undefined` for a line that is not text.
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
  /** The bytes of the current line so far. */
  let line: Uint8Array[] = [];
  /** The bytes of an incomplete code unit. */
  let rest = new Uint8Array(0);
  const decode = () => {
    const bytes = concat(line);
    line = [];
    const text = decodeLine(bytes, decoder);
    // A mark counts at the start of the text only.
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

/** Returns the index after the first line; -1 if the line is incomplete. */
function lineEnd(bytes: Uint8Array, encoding: Encoding = "utf-8"): number {
  if (encoding === "utf-8") return bytes.indexOf(LINE_FEED);
  const low = encoding === "utf-16le" ? 0 : 1;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) {
    // Whether it is a line feed depends on the other byte of the code unit.
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
