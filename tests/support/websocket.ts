import { concat } from "@std/bytes/concat";
import type { TestServer } from "./server.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Mask of all client frames. */
const MASK = new Uint8Array([0x5a, 0x00, 0xff, 0x31]);

/** Bits and opcodes of a frame's first byte. */
export const FIN_BIT = 0x80;
export const CONTINUATION = 0;
export const TEXT = 1;
export const BINARY = 2;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;

/** Creates a masked frame, as clients send it. */
export function clientFrame(first: number, payload: Uint8Array | string = ""): Uint8Array {
  const bytes = typeof payload === "string" ? encoder.encode(payload) : payload;
  const header = new DataView(
    new ArrayBuffer(bytes.length < 126 ? 2 : bytes.length < 65_536 ? 4 : 10),
  );
  header.setUint8(0, first);
  header.setUint8(
    1,
    0x80 | (bytes.length < 126 ? bytes.length : bytes.length < 65_536 ? 126 : 127),
  );
  if (header.byteLength === 4) header.setUint16(2, bytes.length);
  if (header.byteLength === 10) header.setBigUint64(2, BigInt(bytes.length));
  return concat([
    new Uint8Array(header.buffer),
    MASK,
    bytes.map((byte, index) => byte ^ MASK[index & 3]!),
  ]);
}

/** Makes one message per text. */
export function clientMessages(texts: readonly string[]): Uint8Array {
  return concat(texts.map((text) => clientFrame(FIN_BIT | TEXT, text)));
}

/** Creates the request of a WebSocket handshake; `headers` replace the usual ones, and `undefined` removes one. */
export function upgradeRequest(
  { host, webPort }: TestServer,
  headers: Readonly<Record<string, string | undefined>> = {},
): Uint8Array {
  const fields = Object.entries({
    "Host": `${host}:${webPort}`,
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  }).filter(([, value]) => value !== undefined);
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
  return encoder.encode(`GET /ws HTTP/1.1\r\n${lines.join("")}\r\n`);
}

/** Splits what a server sends after the handshake into frames. */
export class ServerFrames {
  /** Frames other than messages: first byte and payload. */
  readonly control: (readonly [first: number, payload: Uint8Array])[];
  #bytes = new Uint8Array(0);

  constructor(control: (readonly [first: number, payload: Uint8Array])[]) {
    this.control = control;
  }

  /** Takes the next bytes; returns the messages that they complete. */
  push(chunk: Uint8Array): Uint8Array[] {
    this.#bytes = concat([this.#bytes, chunk]) as Uint8Array<ArrayBuffer>;
    const messages: Uint8Array[] = [];
    for (;;) {
      const bytes = this.#bytes;
      if (bytes.length < 2) return messages;
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      const short = bytes[1]!;
      const start = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (bytes.length < start) return messages;
      const length = short < 126
        ? short
        : short === 126
        ? view.getUint16(2)
        : Number(view.getBigUint64(2));
      if (bytes.length < start + length) return messages;
      const payload = bytes.slice(start, start + length);
      if (bytes[0] === (FIN_BIT | TEXT)) messages.push(payload);
      else this.control.push([bytes[0]!, payload]);
      this.#bytes = bytes.slice(start + length);
    }
  }
}

/** Sends a handshake and reads the response byte by byte, so that nothing after it is consumed. */
export async function upgrade(conn: Deno.Conn, request: Uint8Array): Promise<string> {
  for (let rest = request; rest.length > 0;) rest = rest.subarray(await conn.write(rest));
  const bytes: number[] = [];
  const byte = new Uint8Array(1);
  for (;;) {
    if (await conn.read(byte) === null) break;
    bytes.push(byte[0]!);
    if (bytes.slice(-4).join() === "13,10,13,10") break;
  }
  return decoder.decode(new Uint8Array(bytes));
}
