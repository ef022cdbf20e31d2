import type { Address } from "../../cli/address.ts";
import type { Refusal } from "./refusal.ts";
import type { Carrier } from "./byte_stream.ts";
import { closeQuietly } from "./close_quietly.ts";
import { LINGER } from "./timeouts.ts";
import type { Gate, Pass } from "./connection_limiter.ts";
import type { SpareDescriptors } from "./fd_reserve.ts";
import { TlsCarrier, type TlsKeys } from "./tls_stream.ts";

/** A connection that was let in. */
export interface Visitor {
  readonly carrier: Carrier;
  readonly pass: Pass;
}

/** What an {@linkcode Entrance} is made of. */
export interface EntranceOptions {
  readonly gate: Gate;
  readonly spares: SpareDescriptors;
  /** The certificate to show; without one nothing is encrypted. */
  readonly keys: TlsKeys | undefined;
  /** Says why somebody is turned away, in what is spoken here; those who want to encrypt are told less. */
  readonly refuse: (refusal: Refusal, address: Address) => Uint8Array;
  /** Whether that is said only once something was asked, as in HTTP. */
  readonly isAsked?: boolean;
}

/**
 * What is said to those who want to speak TLS: the alert `access_denied`, in a record of its own (RFC 8446, 5.1 and 6.2).
 * To say more there would have to be a handshake first, which is what is to be spared.
 */
const ACCESS_DENIED = new Uint8Array([0x15, 3, 3, 0, 2, 2, 49]);

/** Of those who are turned away, how many may take their time to read why: as long as anybody who is to go. */
const MAX_LEAVING = 32;

/** Most bytes that are read from somebody who is turned away: what is unread when it closes would reset the connection. */
const MAX_UNHEARD = 16 * 1024;

/** Bytes of it that are read at a time. */
const UNHEARD = 512;

/** Where connections come in over TCP: each is judged, and then encrypted if it is to be. */
export class Entrance {
  /** What whoever comes from now on is shown; whoever is in stays in. */
  keys: TlsKeys | undefined;
  readonly #listener: Deno.TcpListener;
  readonly #options: EntranceOptions;
  readonly #leaving = new Set<Deno.TcpConn>();

  /**
   * @param address Where to listen.
   * @param options What it is made of.
   * @throws {Error} If it cannot listen there.
   */
  constructor(address: Address, options: EntranceOptions) {
    this.keys = options.keys;
    this.#options = options;
    this.#listener = Deno.listen(address);
  }

  get addr(): Address {
    return this.#listener.addr;
  }

  /**
   * Waits for somebody who may come in; those who may not are told why.
   *
   * @throws {Error} If there are no descriptors left at all, or the entrance is closed.
   */
  async accept(): Promise<Visitor> {
    for (;;) {
      await this.#options.gate.ready();
      const conn = await this.#options.spares.use(() => this.#listener.accept());
      const { hostname } = conn.remoteAddr;
      const pass = this.#options.gate.enter(hostname, performance.now());
      if ("code" in pass) {
        void this.#turnAway(conn, pass);
        continue;
      }
      try {
        conn.setNoDelay(true);
        conn.setKeepAlive(true);
        const { keys } = this;
        const carrier = keys
          ? await this.#options.spares.use(() => TlsCarrier.over(conn, keys))
          : conn;
        return { carrier, pass };
      } catch (error) {
        pass.leave();
        closeQuietly(conn);
        throw error;
      }
    }
  }

  close(): void {
    this.#listener.close();
    this.#options.gate.end();
    for (const conn of this.#leaving) closeQuietly(conn);
  }

  /** Says why, and closes: at once where many are being told, or when the other side did, as it has read it then. */
  async #turnAway(conn: Deno.TcpConn, refusal: Refusal): Promise<void> {
    const bytes = this.#options.refuse(refusal, conn.remoteAddr);
    const isHurried = this.#leaving.size >= MAX_LEAVING;
    this.#leaving.add(conn);
    const timer = setTimeout(() => closeQuietly(conn), LINGER);
    const buffer = new Uint8Array(UNHEARD);
    try {
      if (this.#options.isAsked && !this.keys && !isHurried) await conn.read(buffer);
      // It is less than any socket takes at once.
      await conn.write(this.keys ? ACCESS_DENIED : bytes);
      await conn.closeWrite();
      for (let left = isHurried ? 0 : MAX_UNHEARD; left > 0;) {
        const count = await conn.read(buffer);
        if (count === null) break;
        left -= count;
      }
    } catch {
      // It is gone, or time is up.
    }
    clearTimeout(timer);
    this.#leaving.delete(conn);
    closeQuietly(conn);
  }
}
