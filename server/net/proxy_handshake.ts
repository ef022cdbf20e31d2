import { ByteBuilder } from "../collections/byte_builder.ts";
import { closeQuietly } from "./close_quietly.ts";
import type { SlotOwner } from "./connection_limiter.ts";
import type { Connection, Endpoint } from "./endpoint.ts";
import type { AcceptedConnection } from "./listener.ts";
import { PrefixedStream } from "./prefixed_stream.ts";
import { parseProxyHeader, type ProxyHeader, showBad } from "./proxy_header.ts";
import { ReadBuffer } from "./read_buffer.ts";

/** Connection of a proxy until its PROXY header is read; the client's own follows on the same stream. */
export class ProxyHandshake implements Connection, SlotOwner {
  readonly waiting = 0;
  readonly #accepted: AcceptedConnection;
  readonly #endpoint: Endpoint;
  /** Timeout of the header, in milliseconds. */
  readonly #timeout: number;
  readonly #openedAt = performance.now();
  readonly #received = new ByteBuilder();
  #isTooLate = false;

  /**
   * @param accepted The proxy's connection.
   * @param endpoint The endpoint that accepted it.
   * @param timeout Timeout of the header, in milliseconds.
   */
  constructor(accepted: AcceptedConnection, endpoint: Endpoint, timeout: number) {
    this.#accepted = accepted;
    this.#endpoint = endpoint;
    this.#timeout = timeout;
    accepted.slot.owner = this;
  }

  async run(): Promise<Connection | void> {
    const { listener } = this.#endpoint;
    const { stream, client } = this.#accepted;
    try {
      const header = await this.#read();
      if (header !== undefined) {
        const rest = this.#received.take().subarray(header.length);
        const opened = { ...this.#accepted, stream: new PrefixedStream(stream, rest) };
        const admitted = await listener.admit(opened, header.source);
        if (admitted !== undefined) return this.#endpoint.open(admitted);
      }
    } catch {
      // Reset by the proxy, closed here, or no descriptors left for TLS.
      if (this.#isTooLate) listener.refuseHeaderless(client, showBad(this.#received.bytes).bad);
    }
    closeQuietly(stream);
  }

  check(now: number): void {
    if (now - this.#openedAt < this.#timeout) return;
    this.#isTooLate = true;
    this.end();
  }

  freeMemory(): void {
    // Nothing waits for the proxy.
  }

  end(): void {
    closeQuietly(this.#accepted.stream);
  }

  onEvicted(): void {
    this.end();
  }

  /** Reads until the header is complete; reports a missing one and returns `undefined`. */
  async #read(): Promise<ProxyHeader | undefined> {
    const { stream, client } = this.#accepted;
    const { bytes } = new ReadBuffer();
    for (;;) {
      const count = await stream.read(bytes);
      this.#received.add(bytes.subarray(0, count ?? 0));
      const header = parseProxyHeader(this.#received.bytes);
      if (header !== undefined && "length" in header) return header;
      if (header === undefined && count !== null) continue;
      // Load balancers connect and close to check whether the port is open.
      if (this.#received.size === 0) return undefined;
      const { bad } = header ?? showBad(this.#received.bytes);
      this.#endpoint.listener.refuseHeaderless(client, bad);
      return undefined;
    }
  }
}
