/** The kinds of frames of WebSocket, see RFC 6455, 5.2. */
export const OPCODE = {
  continuation: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
} as const;

/** The bit of a frame's first byte that says that it is the last one of its message. */
export const FIN_BIT = 0x80;

/** The length, in a frame's second byte, that says that the length is in the two bytes that follow; with one more, in eight. */
export const LENGTH_IN_TWO = 126;

/** Most bytes of a control frame: its length is in its second byte. */
export const MAX_CONTROL = LENGTH_IN_TWO - 1;
