import { encodeText } from "../../protocol/framing/encode_text.ts";
import { utf8Length } from "../../protocol/text/utf8_length.ts";
import { FIN_BIT, LENGTH_IN_TWO, MAX_CONTROL, OPCODE } from "./opcode.ts";

/** Placeholders for headers, by their length. */
const GAPS: readonly string[] = Array.from({ length: 11 }, (_, length) => "\0".repeat(length));

/** Minimum lengths that take two and eight more bytes. */
const [TWO, EIGHT] = [LENGTH_IN_TWO, 0x10000] as const;

/**
 * Encodes texts as WebSocket messages of a server: each in one unmasked frame.
 *
 * @param payloads The texts.
 * @returns The frames, one after the other.
 */
export function encodeFrames(payloads: readonly string[]): Uint8Array {
  // Most texts are ASCII, whose lengths are known.
  let lengths = payloads.map(({ length }) => length);
  let text = join(payloads, lengths);
  let { buffer, written } = encodeText(text);
  if (written !== text.length) {
    lengths = payloads.map(utf8Length);
    text = join(payloads, lengths);
    ({ buffer, written } = encodeText(text));
  }
  let offset = 0;
  for (const length of lengths) {
    writeHeader(buffer, offset, length);
    offset += headerLength(length) + length;
  }
  return buffer.slice(0, written);
}

/** Joins texts, each after as many characters as its header has bytes. */
function join(payloads: readonly string[], lengths: readonly number[]): string {
  let text = "";
  for (let index = 0; index < payloads.length; index++) {
    text += GAPS[headerLength(lengths[index]!)]! + payloads[index]!;
  }
  return text;
}

/**
 * Encodes a control frame.
 *
 * @param opcode Its opcode.
 * @param payload Its payload, at most 125 bytes.
 * @returns The frame.
 */
export function encodeControl(opcode: number, payload: Uint8Array): Uint8Array {
  if (payload.length > MAX_CONTROL) {
    throw new RangeError(
      `Cannot encode control frame as its length must be <= ${MAX_CONTROL}: current value is ${payload.length}`,
    );
  }
  const bytes = new Uint8Array(2 + payload.length);
  bytes[0] = FIN_BIT | opcode;
  bytes[1] = payload.length;
  bytes.set(payload, 2);
  return bytes;
}

function headerLength(length: number): number {
  return length < TWO ? 2 : length < EIGHT ? 4 : 10;
}

function writeHeader(bytes: Uint8Array, offset: number, length: number): void {
  bytes[offset] = FIN_BIT | OPCODE.text;
  if (length < TWO) bytes[offset + 1] = length;
  else if (length < EIGHT) {
    bytes[offset + 1] = LENGTH_IN_TWO;
    bytes[offset + 2] = length >>> 8;
    bytes[offset + 3] = length;
  } else {
    bytes[offset + 1] = LENGTH_IN_TWO + 1;
    new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(offset + 2, BigInt(length));
  }
}
