import { FIN_BIT, LENGTH_IN_TWO } from "./opcode.ts";

/** Header of a WebSocket frame (RFC 6455, 5.2). */
export interface FrameHeader {
  readonly opcode: number;
  /** Whether it is a control frame. */
  readonly isControl: boolean;
  /** Whether it is the final fragment of a message. */
  readonly isFinal: boolean;
  /** Whether reserved bits are set: no extension was negotiated. */
  readonly hasExtensions: boolean;
  readonly isMasked: boolean;
  /** Payload length in bytes; inexact above 2⁵³. */
  readonly length: number;
  /** Whether the length is encoded in as few bytes as possible, with its highest bit clear. */
  readonly isLengthValid: boolean;
  /** Masking key. */
  readonly mask: Uint8Array;
}

/** Most bytes of a header: 2, an 8-byte length, and a 4-byte mask. */
export const MAX_HEADER = 14;

const EXTENSIONS = 0x70;
const OPCODES = 0x0f;
const CONTROL = 0x08;
const MASKED = 0x80;
const MASK_BYTES = 4;

/** Offsets after a two-byte and an eight-byte length. */
const MEDIUM_START = 4;
const LONG_START = 10;

/** Smallest lengths that may be encoded in two and in eight bytes. */
const SHORTEST: Readonly<Record<number, number>> = {
  [MEDIUM_START]: LENGTH_IN_TWO,
  [LONG_START]: 0x1_0000,
};

/** Highest bit of a byte; an eight-byte length must not set it. */
const TOP_BIT = 0x80;

/**
 * Returns the length of a header in bytes.
 *
 * @param bytes The header, at least its first two bytes.
 */
export function headerLength(bytes: Uint8Array): number {
  return maskOffset(bytes) + (bytes[1]! & MASKED ? MASK_BYTES : 0);
}

/**
 * Parses a header.
 *
 * @param bytes The whole header.
 * @returns Its fields, which share no memory with `bytes`.
 */
export function readHeader(bytes: Uint8Array): FrameHeader {
  const [first, second] = bytes as unknown as readonly [number, number];
  const opcode = first & OPCODES;
  const start = maskOffset(bytes);
  const length = readLength(bytes);
  return {
    opcode,
    isControl: (opcode & CONTROL) !== 0,
    isFinal: (first & FIN_BIT) !== 0,
    hasExtensions: (first & EXTENSIONS) !== 0,
    isMasked: (second & MASKED) !== 0,
    length,
    isLengthValid: length >= (SHORTEST[start] ?? 0) &&
      (start !== LONG_START || bytes[2]! < TOP_BIT),
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
  return short < LENGTH_IN_TWO ? 2 : short === LENGTH_IN_TWO ? MEDIUM_START : LONG_START;
}
