import { concat } from "@std/bytes/concat";
import { jsonMessages } from "./json_wire.ts";
import { type Step, utf8, type Wire } from "./wire.ts";

/** The HTTP upgrade to WebSocket; the answer ends with a header that is always present. */
const UPGRADE: Step = {
  send: utf8(
    "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  ),
  until: "Sec-WebSocket-Accept",
};

/** First two bytes of a client's frame: final text frame; masked, with a length of two bytes. */
const TEXT = 0x81;
const MASKED = 0x80;
const LENGTH_IN_TWO = 126;

const dialect = jsonMessages(encodeMessage);

/** The JSON dialect over WebSocket. */
export const webWire: Wire = {
  ...dialect,
  enter: (name, room) => [UPGRADE, ...dialect.enter(name, room)],
  enterToSpeak: (name, room) => webWire.enter(name, room),
};

/** Encodes a client's message of fewer than 65,536 bytes. The mask is zero, which leaves the payload unchanged. */
function encodeMessage(text: string): Uint8Array<ArrayBuffer> {
  const payload = utf8(text);
  const { length } = payload;
  const header = length < LENGTH_IN_TWO
    ? [TEXT, MASKED | length]
    : [TEXT, MASKED | LENGTH_IN_TWO, length >> 8, length & 0xff];
  return concat([new Uint8Array([...header, 0, 0, 0, 0]), payload]);
}
