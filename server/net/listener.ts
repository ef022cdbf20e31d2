/**
 * Sockets: listening, accepting within limits, TLS, reading in chunks, and timeouts.
 *
 * Nothing here knows what the bytes mean, or who the peer is beyond an address.
 *
 * @module
 */
import type { Address } from "../../cli/address.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Refusal } from "./refusal.ts";
import { type AddressRange, isInRanges } from "./address_range.ts";
import type { ByteStream } from "./byte_stream.ts";
import { DirectStream } from "./direct_stream.ts";
import { toClient } from "./to_client.ts";
import { closeQuietly } from "./close_quietly.ts";
import { CLOSE_IDLE_TIMEOUT } from "./timeouts.ts";
import type { ConnectionLimiter, ConnectionSlot } from "./connection_limiter.ts";
import type { FdReserve } from "./fd_reserve.ts";
import { acceptTls } from "./accept_tls.ts";
import type { AcceptedSocket, TlsAcceptor } from "./tls_acceptor.ts";
import type { TlsKeys } from "./tls_keys.ts";

export interface AcceptedConnection {
  readonly stream: ByteStream;
  readonly slot: ConnectionSlot;
  /** The client's address: that of the socket, unless a proxy says whose connection it passes on. */
  readonly client: Address;
  /** The socket below the stream, if TLS is to start on it once the proxy's header is read. */
  readonly socket?: AcceptedSocket | undefined;
}

/** Source of connections. */
interface SocketAcceptor {
  readonly addr: Address;
  accept(): Promise<AcceptedSocket>;
  close(): void;
}

/** Options of {@linkcode Listener}. */
export interface ListenerOptions {
  readonly limiter: ConnectionLimiter;
  readonly fdReserve: FdReserve;
  /** Certificate and key; without them the connection is not encrypted. */
  readonly keys: TlsKeys | undefined;
  /** Encodes the reason for a rejected client in the listener's protocol; TLS clients get an alert instead. */
  readonly refuse: (refusal: Refusal, address: Address) => Uint8Array;
  /** Whether to answer only after a request, as in HTTP. */
  readonly waitsForRequest?: boolean;
  /** Proxies whose connections begin with a PROXY header; it is accepted from no other address. */
  readonly proxies: readonly AddressRange[];
  /** Proxies whose requests say for whom they ask: they are not limited as one client. */
  readonly forwarders?: readonly AddressRange[];
  /** Called when a PROXY header is missing, wrong or of another address; `reason` is one line. */
  readonly onBadProxyHeader: (address: Address, reason: string) => void;
  /** The texts of such reasons. */
  readonly texts: Catalogue["proxy"];
}

/**
 * Answer to a rejected TLS client: the alert `access_denied` in its own record (RFC 8446, 5.1 and 6.2). Any other answer
 * would need a handshake, whose cost rejecting avoids.
 */
const ACCESS_DENIED = new Uint8Array([0x15, 3, 3, 0, 2, 2, 49]);

/** Maximum rejected connections that stay open until the client has read the reason. */
const MAX_REJECTED = 32;

/** Maximum bytes read from a rejected client: unread bytes would reset the connection before it reads the reason. */
const MAX_DRAINED = 16 * 1024;

/** Bytes per read of a rejected client. */
const DRAIN_CHUNK = 512;

/**
 * Maximum connections waiting to be accepted, as far as the system allows (Linux: `net.core.somaxconn`, 4,096). With the
 * runtime's default of 511, the system dropped the first bytes of 2,000 of 5,000 clients that connected at once; they were
 * sent again seconds later.
 */
const BACKLOG = 4_096;

/** Accepts TCP connections: the limiter accepts or rejects each, and TLS starts if there is a certificate. */
export class Listener {
  readonly #acceptor: SocketAcceptor;
  /** The acceptor, if the connections are encrypted. */
  readonly #tls: TlsAcceptor | undefined;
  readonly #options: ListenerOptions;
  readonly #rejected = new Set<ByteStream>();

  private constructor(acceptor: SocketAcceptor | TlsAcceptor, options: ListenerOptions) {
    this.#acceptor = acceptor;
    this.#tls = "encrypt" in acceptor ? acceptor : undefined;
    this.#options = options;
  }

  /**
   * Starts to listen.
   *
   * @param address Where.
   * @param options See {@linkcode ListenerOptions}.
   * @throws {Error} If it cannot listen there.
   */
  static async open(address: Address, options: ListenerOptions): Promise<Listener> {
    const { keys, fdReserve } = options;
    if (!keys) return new Listener(Deno.listen({ tcpBacklog: BACKLOG, ...address }), options);
    return new Listener(await acceptTls(address, { keys, backlog: BACKLOG, fdReserve }), options);
  }

  get addr(): Address {
    return this.#acceptor.addr;
  }

  /** Uses another certificate for new connections, if they are encrypted; open ones keep theirs. */
  renew(keys: TlsKeys): void {
    this.#tls?.setKeys(keys);
  }

  /** Accepts again if the runtime has ceased to; called every 250 ms. */
  check(): void {
    this.#tls?.revive();
  }

  /**
   * Waits for a connection that the limiter admits. It rejects the other connections with an explanation to the client.
   * A connection of a proxy is not encrypted yet, since its header comes first: pass it to {@linkcode Listener.admit}.
   *
   * @throws {Error} If there are no descriptors left at all, or the listener is closed.
   */
  async accept(): Promise<AcceptedConnection> {
    const { limiter, fdReserve } = this.#options;
    for (;;) {
      await limiter.ready();
      const conn = await fdReserve.use(() => this.#acceptor.accept());
      const client = conn.remoteAddr;
      const isLimited = !this.isProxy(client) && !this.#isForwarder(client);
      const slot = limiter.reserve(isLimited ? client.hostname : undefined, performance.now());
      if ("code" in slot) {
        void this.#reject(conn, client, slot);
        continue;
      }
      try {
        conn.setNoDelay(true);
        conn.setKeepAlive(true);
        if (this.isProxy(client)) return { stream: conn, slot, client, socket: conn };
        const direct = new DirectStream(conn, (shown) => this.#refuseHeader(client, shown));
        return { stream: await this.#encrypt(direct, conn), slot, client };
      } catch (error) {
        slot.release();
        closeQuietly(conn);
        throw error;
      }
    }
  }

  /** Returns whether the connections of an address start with a PROXY header. */
  isProxy({ hostname }: Address): boolean {
    return isInRanges(hostname, this.#options.proxies);
  }

  /**
   * Admits a connection of a proxy whose PROXY header has been read.
   *
   * @param accepted The proxy's connection, from after the header on.
   * @param source The client's address according to the header, if it has one.
   * @returns The client's connection; `undefined` if the limiter rejected it, with an explanation to the client.
   * @throws {Error} If there are no descriptors left at all.
   */
  async admit(
    { stream, slot, client, socket }: AcceptedConnection,
    source: Address | undefined,
  ): Promise<AcceptedConnection | undefined> {
    const known = toClient(source, client);
    const isLimited = known !== client && !this.#isForwarder(known);
    const refusal = slot.assign(isLimited ? known.hostname : undefined, performance.now());
    if (refusal) {
      await this.#reject(stream, known, refusal);
      return undefined;
    }
    return { stream: await this.#encrypt(stream, socket), slot, client: known };
  }

  /** Reports a connection of a proxy that does not begin with a header; `shown` is what it begins with. */
  refuseHeaderless(proxy: Address, shown: string): void {
    this.#options.onBadProxyHeader(proxy, this.#options.texts.noHeader(shown));
  }

  #refuseHeader(client: Address, shown: string): void {
    this.#options.onBadProxyHeader(client, this.#options.texts.unnamed(shown));
  }

  #isForwarder({ hostname }: Address): boolean {
    return isInRanges(hostname, this.#options.forwarders ?? []);
  }

  #encrypt(
    stream: ByteStream,
    socket: AcceptedSocket | undefined,
  ): ByteStream | Promise<ByteStream> {
    return this.#tls && socket ? this.#tls.encrypt(socket, stream) : stream;
  }

  close(): void {
    this.#acceptor.close();
    this.#options.limiter.end();
    for (const conn of this.#rejected) closeQuietly(conn);
  }

  /**
   * Sends the reason and closes: at once while many are rejected, else once the client closed its side or after a
   * timeout.
   */
  async #reject(conn: ByteStream, client: Address, refusal: Refusal): Promise<void> {
    const bytes = this.#options.refuse(refusal, client);
    const isOverloaded = this.#rejected.size >= MAX_REJECTED;
    this.#rejected.add(conn);
    const timer = setTimeout(() => closeQuietly(conn), CLOSE_IDLE_TIMEOUT);
    const buffer = new Uint8Array(DRAIN_CHUNK);
    try {
      if (this.#options.waitsForRequest && !this.#tls && !isOverloaded) await conn.read(buffer);
      // A socket accepts that much in one write.
      await conn.write(this.#tls ? ACCESS_DENIED : bytes);
      await conn.closeWrite();
      for (let left = isOverloaded ? 0 : MAX_DRAINED; left > 0;) {
        const count = await conn.read(buffer);
        if (count === null) break;
        left -= count;
      }
    } catch {
      // The peer is gone, or the timeout is over.
    }
    clearTimeout(timer);
    this.#rejected.delete(conn);
    closeQuietly(conn);
  }
}
