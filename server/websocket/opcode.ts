/** Opcodes of WebSocket frames (RFC 6455, 5.2). */
export const OPCODE = {
  continuation: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
} as const;

/** FIN bit of a frame's first byte. */
export const FIN_BIT = 0x80;

/** Length in a frame's second byte that announces a two-byte length; one more announces eight bytes. */
export const LENGTH_IN_TWO = 126;

/** Most bytes of a control frame's payload (RFC 6455, 5.5). */
export const MAX_CONTROL = LENGTH_IN_TWO - 1;
