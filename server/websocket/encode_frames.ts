import { utf8Length } from "../../protocol/text/utf8_length.ts";
import { FIN_BIT, LENGTH_IN_TWO, MAX_CONTROL, OPCODE } from "./opcode.ts";

const encoder = new TextEncoder();

/** Minimum lengths that take two and eight more bytes. */
const [TWO, EIGHT] = [LENGTH_IN_TWO, 0x10000] as const;

/**
 * Encodes texts as WebSocket messages of a server: each in one unmasked frame.
 *
 * @param payloads The texts.
 * @returns The frames, one after the other.
 */
export function encodeFrames(payloads: readonly string[]): Uint8Array {
  const lengths = payloads.map(utf8Length);
  let size = 0;
  for (const length of lengths) size += headerLength(length) + length;
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const [index, length] of lengths.entries()) {
    offset += writeHeader(bytes.subarray(offset), length);
    encoder.encodeInto(payloads[index]!, bytes.subarray(offset));
    offset += length;
  }
  return bytes;
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

function writeHeader(bytes: Uint8Array, length: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  bytes[0] = FIN_BIT | OPCODE.text;
  if (length < TWO) bytes[1] = length;
  else if (length < EIGHT) {
    bytes[1] = LENGTH_IN_TWO;
    view.setUint16(2, length);
  } else {
    bytes[1] = LENGTH_IN_TWO + 1;
    view.setBigUint64(2, BigInt(length));
  }
  return headerLength(length);
}
