/** Bytes of the length that precedes every frame. */
export const FRAME_HEADER_BYTES = 4;

/** Sizes that both sides of a connection agree on; the server names its own in `welcome`. */
export interface Limits {
  /** Largest payload of a frame, in bytes. */
  readonly frame: number;
  /** Longest text of a message, in Unicode code points. */
  readonly text: number;
  /** Longest user name, in Unicode code points. */
  readonly name: number;
  /** Longest room name, in Unicode code points, without its `#`. */
  readonly room: number;
}

/** What a server holds clients to, also where `welcome` does not say so. */
export interface ServerLimits extends Limits {
  /** Most rooms that a session is in, and that one `hello` may resume. */
  readonly rooms: number;
}

/** The limits of a server whose flags change none of them. */
export const DEFAULT_LIMITS: ServerLimits = {
  frame: 64 * 1024,
  text: 4_000,
  name: 32,
  room: 64,
  rooms: 100,
};

/** Largest limits that a server can be set to: what a program need ever take from another. */
export const LARGEST: Limits = {
  frame: 16 * 1024 * 1024,
  text: 10_000_000,
  name: 64,
  room: 128,
};

/** Bytes of the frames that a server takes before a name was said, unless it is set otherwise. */
export const HANDSHAKE_FRAME = 4 * 1024;

/** Most messages that one `history` or `found` carries. */
export const MAX_PAGE = 200;

/** Messages in an answer to `history` that asks for no number, and after `joined`. */
export const DEFAULT_PAGE = 20;

/** Most code points of a `ref` or a `nonce`, and of the terms of a `search`. */
export const MAX_TOKEN = 128;

/** Most different words of a `search`. */
export const MAX_TERMS = 8;

/** Most code points of what a room is about. */
export const MAX_TOPIC = 400;

/** Most code points of the reason for a measure. */
export const MAX_REASON = 200;

/** Longest time for which somebody is kept out, in minutes, where it is not for good: ten years. */
export const MAX_MINUTES = 10 * 366 * 24 * 60;
