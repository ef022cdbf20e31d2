import type { Catalogue } from "../locale/catalogue.ts";
import { encodeFrames } from "../protocol/encode_frame.ts";
import { DEFAULT_LIMITS, type Limits } from "../protocol/limits.ts";
import { VERSION } from "../version.ts";
import { LocalBus } from "./bus/local_bus.ts";
import type { Carrier, CarrierListener } from "./carrier.ts";
import type { Deadlines } from "./deadlines.ts";
import { JsonDialect } from "./dialect/json_dialect.ts";
import { TextDialect } from "./dialect/text_dialect.ts";
import { Hub } from "./hub.ts";
import { acceptAll } from "./listener.ts";
import type { Log } from "./log.ts";
import type { ServeOptions } from "./options.ts";
import type { Store } from "./store/store.ts";
import { StoreTrouble } from "./store_trouble.ts";
import { TcpConnection } from "./tcp_connection.ts";
import type { TlsKeys } from "./tls_carrier.ts";
import { TlsListener } from "./tls_listener.ts";

/** What a {@linkcode Server} needs beside its options. */
export interface ServerParts {
  readonly texts: Catalogue;
  readonly log: Log;
  readonly store: Store;
  /** The certificate to show; without one nothing is encrypted. */
  readonly keys: TlsKeys | undefined;
}

/** How often deadlines are looked at, in milliseconds. */
const CHECK_INTERVAL = 250;

/**
 * Bytes of a frame that are not the text of a message in it. They are most in a `history` of one message: its own fields,
 * twice the room's name (514 bytes), a name (128), a `ref` (768); in what a client says, a `nonce` is as long as a `ref`.
 */
const FRAME_OVERHEAD = 2_048;

/** Most bytes that a code point of a text takes as JSON: `\u0000` for a control character. */
const MAX_BYTES_PER_CHARACTER = 6;

/** The server, put together: a listener, its connections, and the hub they meet in. */
export class Server implements AsyncDisposable {
  readonly hub: Hub;
  readonly #listener: CarrierListener;
  readonly #connections = new Set<TcpConnection>();
  readonly #log: Log;
  readonly #store: Store;
  readonly #bus = new LocalBus();
  readonly #accepting: Promise<void>;
  readonly #watchdog: ReturnType<typeof setInterval>;
  readonly #runs = new Set<Promise<void>>();

  /**
   * Listens, and lets people in.
   *
   * @param options The values of the flags.
   * @param parts What else it is made of. The store is closed with the server.
   * @throws {Error} If it cannot listen there.
   */
  constructor(options: ServeOptions, { texts, log, store, keys }: ServerParts) {
    this.#log = log;
    this.#store = store;
    const limits = limitsFor(options["max-frame"]);
    const trouble = new StoreTrouble(log);
    this.hub = new Hub({
      store,
      bus: this.#bus,
      texts,
      limits,
      announceLimit: options["announce-limit"],
      server: `chat/${VERSION}`,
      onStoreError: (error) => trouble.fail(error),
      onStored: () => trouble.work(),
    });
    const dialects = {
      json: new JsonDialect(encodeFrames, limits),
      text: new TextDialect(encodeFrames, limits, texts),
    };
    const shared = {
      hub: this.hub,
      texts,
      dialects,
      deadlines: deadlinesOf(options),
      maxOutbox: options["max-outbox"],
      rate: options.rate,
      isTrusted: keys !== undefined || options["allow-plaintext-passwords"],
      onEnd: (connection: TcpConnection, reason: string) => this.#onEnd(connection, reason),
    };
    const address = { hostname: options.host, port: options.port };
    this.#listener = keys ? new TlsListener(address, keys) : Deno.listen(address);
    this.#watchdog = setInterval(() => this.#check(), CHECK_INTERVAL);
    this.#accepting = acceptAll(
      this.#listener,
      (conn) => this.#serve(new TcpConnection(conn, shared), conn),
      (error) => log.write({ event: "accept_failed", reason: error.message }),
    );
  }

  /** Where it listens. */
  get address(): Deno.NetAddr {
    return this.#listener.addr as Deno.NetAddr;
  }

  /** Shows another certificate to whoever comes from now on. */
  renew(keys: TlsKeys): void {
    if (this.#listener instanceof TlsListener) this.#listener.keys = keys;
  }

  /** Takes no more connections, stores and sends what was said, tells everyone, and closes what remains. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#accepting;
    await this.hub.close();
    for (const { session } of this.#connections) session.end("shutting_down");
    await Promise.all(this.#runs);
    clearInterval(this.#watchdog);
    await this.#bus[Symbol.asyncDispose]();
    await this.#store[Symbol.asyncDispose]();
  }

  #serve(connection: TcpConnection, conn: Carrier): void {
    if ("setNoDelay" in conn) (conn as Deno.TcpConn).setNoDelay(true);
    this.#log.write({
      event: "connected",
      host: connection.address.hostname,
      port: connection.address.port,
    });
    this.#connections.add(connection);
    const run = connection.run().finally(() => {
      this.#connections.delete(connection);
      this.#runs.delete(run);
    });
    this.#runs.add(run);
  }

  #onEnd({ address, session }: TcpConnection, reason: string): void {
    this.#log.write({
      event: "disconnected",
      host: address.hostname,
      port: address.port,
      name: session.name ?? "",
      reason,
    });
  }

  #check(): void {
    const now = performance.now();
    for (const connection of this.#connections) connection.check(now);
  }
}

/** Gives the limits that follow from the largest frame: a text must fit into one, however it is escaped. */
function limitsFor(frame: number): Limits {
  const text = Math.floor((frame - FRAME_OVERHEAD) / MAX_BYTES_PER_CHARACTER);
  return { ...DEFAULT_LIMITS, frame, text: Math.min(DEFAULT_LIMITS.text, text) };
}

function deadlinesOf(options: ServeOptions): Deadlines {
  return {
    hello: options["hello-timeout"] * 1_000,
    frame: options["frame-timeout"] * 1_000,
    ping: options["ping-interval"] * 1_000,
    stall: options["stall-timeout"] * 1_000,
  };
}
