import { concat } from "@std/bytes/concat";
import { jsonMessages } from "./json_wire.ts";
import { type Step, utf8, type Wire } from "./wire.ts";

/** What a browser asks before it speaks WebSocket; the answer ends with a header that is always there. */
const UPGRADE: Step = {
  send: utf8(
    "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  ),
  until: "Sec-WebSocket-Accept",
};

/** Bits of a frame's first two bytes: the last frame of a text; masked; a length in two bytes more. */
const TEXT = 0x81;
const MASKED = 0x80;
const LENGTH_IN_TWO = 126;

const dialect = jsonMessages(encodeMessage);

/** Chat's JSON dialect over WebSocket. */
export const webWire: Wire = {
  ...dialect,
  enter: (name, room) => [UPGRADE, ...dialect.enter(name, room)],
  enterToSpeak: (name, room) => webWire.enter(name, room),
};

/** Encodes a message of fewer than 65,536 bytes as a client does; the mask may be any, and zeros change nothing. */
function encodeMessage(text: string): Uint8Array<ArrayBuffer> {
  const payload = utf8(text);
  const { length } = payload;
  const header = length < LENGTH_IN_TWO
    ? [TEXT, MASKED | length]
    : [TEXT, MASKED | LENGTH_IN_TWO, length >> 8, length & 0xff];
  return concat([new Uint8Array([...header, 0, 0, 0, 0]), payload]);
}
