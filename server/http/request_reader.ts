import type { ByteStream } from "../net/byte_stream.ts";
import { ReadBuffer } from "../net/read_buffer.ts";
import { ByteBuilder } from "../collections/byte_builder.ts";
import { type BadHttpRequest, type HttpRequest, parseRequest } from "./request.ts";

/** Maximum bytes of a request, as in Node.js. */
const MAX_HEAD = 16 * 1024;

/** End of a request: an empty line. */
const END = new TextEncoder().encode("\r\n\r\n");

/** Reads requests from one connection, and holds no more bytes than one request may have. */
export class RequestReader {
  readonly #stream: ByteStream;
  /** Bytes received and not parsed. */
  #held = new ByteBuilder();

  constructor(stream: ByteStream) {
    this.#stream = stream;
  }

  /** Whether part of a request was received. */
  get isPending(): boolean {
    return this.#held.size > 0;
  }

  /**
   * Reads the next request.
   *
   * @returns The request, or why it is invalid, or `undefined` if the peer closed its side.
   * @throws {Error} If either side closed the connection.
   */
  async next(): Promise<HttpRequest | BadHttpRequest | undefined> {
    const buffer = new ReadBuffer();
    let searched = 0;
    for (;;) {
      const { bytes } = this.#held;
      const end = indexOf(bytes, END, searched);
      if (end > MAX_HEAD || (end < 0 && bytes.length > MAX_HEAD)) return { status: 431 };
      if (end >= 0) {
        const request = parseRequest(bytes.subarray(0, end));
        this.#keep(bytes.subarray(end + END.length));
        return request;
      }
      // For example a TLS handshake, whose client would wait for an answer.
      if (bytes.length > 0 && !isLetter(bytes[0]!)) return { status: 400 };
      searched = Math.max(0, bytes.length - END.length + 1);
      const count = await this.#stream.read(buffer.bytes);
      if (count === null) return undefined;
      this.#held.add(buffer.bytes.subarray(0, count));
    }
  }

  /** Reads and drops bytes until the peer closes its side. */
  async drain(): Promise<void> {
    const { bytes } = new ReadBuffer();
    while (await this.#stream.read(bytes) !== null);
  }

  #keep(rest: Uint8Array): void {
    this.#held = new ByteBuilder();
    if (rest.length > 0) this.#held.add(rest);
  }
}

function isLetter(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function indexOf(bytes: Uint8Array, part: Uint8Array, from: number): number {
  for (let start = from; start + part.length <= bytes.length; start++) {
    if (part.every((byte, index) => bytes[start + index] === byte)) return start;
  }
  return -1;
}
