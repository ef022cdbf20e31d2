import { FINAL, LENGTH_IN_TWO } from "./opcode.ts";

/** What the header of a frame of WebSocket says (RFC 6455, 5.2). */
export interface FrameHeader {
  readonly opcode: number;
  /** Whether it is about the connection, and no part of a message. */
  readonly isControl: boolean;
  /** Whether it is the last of its message. */
  readonly isFinal: boolean;
  /** Whether it is of an extension: none was agreed on. */
  readonly hasExtensions: boolean;
  readonly isMasked: boolean;
  /** Bytes of the payload; not exact above 2⁵³. */
  readonly length: number;
  /** What each four bytes of the payload are combined with. */
  readonly mask: Uint8Array;
}

/** Bytes of the longest header: two, a length of eight, a mask of four. */
export const MAX_HEADER = 14;

const EXTENSIONS = 0x70;
const OPCODES = 0x0f;
const CONTROL = 0x08;
const MASKED = 0x80;
const MASK_BYTES = 4;

/**
 * Tells how long a header is.
 *
 * @param bytes The header, at least its first two bytes.
 * @returns How many bytes it has.
 */
export function headerLength(bytes: Uint8Array): number {
  return maskOffset(bytes) + (bytes[1]! & MASKED ? MASK_BYTES : 0);
}

/**
 * Reads a header.
 *
 * @param bytes The whole header.
 * @returns What it says; it shares nothing with `bytes`.
 */
export function readHeader(bytes: Uint8Array): FrameHeader {
  const [first, second] = bytes as unknown as readonly [number, number];
  const opcode = first & OPCODES;
  const start = maskOffset(bytes);
  return {
    opcode,
    isControl: (opcode & CONTROL) !== 0,
    isFinal: (first & FINAL) !== 0,
    hasExtensions: (first & EXTENSIONS) !== 0,
    isMasked: (second & MASKED) !== 0,
    length: readLength(bytes),
    mask: bytes.slice(start, start + MASK_BYTES),
  };
}

function readLength(bytes: Uint8Array): number {
  const short = bytes[1]! & ~MASKED;
  if (short < LENGTH_IN_TWO) return short;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return short === LENGTH_IN_TWO ? view.getUint16(2) : Number(view.getBigUint64(2));
}

function maskOffset(bytes: Uint8Array): number {
  const short = bytes[1]! & ~MASKED;
  return short < LENGTH_IN_TWO ? 2 : short === LENGTH_IN_TWO ? 4 : 10;
}
