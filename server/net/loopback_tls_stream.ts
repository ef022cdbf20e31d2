import type { Address } from "../../cli/address.ts";
import type { ByteStream } from "./byte_stream.ts";
import { closeQuietly } from "./close_quietly.ts";
import { ReadBuffer } from "./read_buffer.ts";
import { listenTls, type TlsKeys } from "./tls_keys.ts";

/**
 * One encrypted connection, where `node:tls` cannot serve. A `TlsConn` that is closed waits for its peer to finish the handshake and to read the rest, and
 * keeps the socket of a peer that does neither forever. So the `TlsConn` here is connected to this process over loopback,
 * which relays the bytes to the real peer and can close its socket at any time (docs/adr/0006-tls-over-loopback.md).
 *
 *     session ↔ far (TLS) ↔ near (this machine) ↔ front ↔ peer
 */
export class LoopbackTlsStream implements ByteStream {
  readonly #front: ByteStream;
  readonly #near: Deno.TcpConn;
  readonly #far: Deno.TlsConn;
  /** Resolves when all bytes are sent to the peer, or no more can be. */
  readonly #sent: Promise<void>;
  readonly #closed = Promise.withResolvers<void>();

  private constructor(front: ByteStream, near: Deno.TcpConn, far: Deno.TlsConn) {
    this.#front = front;
    this.#near = near;
    this.#far = far;
    near.setNoDelay(true);
    pump(front, near);
    const sent = pump(near, front).then((isWhole) => {
      // The peer is gone: later writes must fail instead of filling the buffers in between.
      if (!isWhole) closeQuietly(near);
    });
    this.#sent = Promise.race([sent, this.#closed.promise]);
  }

  /**
   * Creates the server's side of TLS on a connection; the handshake happens while it is read.
   *
   * @param front The connection to the peer, without Nagle's algorithm.
   * @param keys The certificate and its key.
   * @throws {Error} If there are no descriptors left; the connection is then unchanged.
   */
  static async over(front: ByteStream, keys: TlsKeys): Promise<LoopbackTlsStream> {
    using opened = new DisposableStack();
    // A listener per connection, so that no other program can connect in its place.
    using listener = listenTls(keys);
    const near = opened.use(
      await Deno.connect({ hostname: "127.0.0.1", port: portOf(listener.addr) }),
    );
    const far = await acceptFrom(listener, near);
    opened.move();
    return new LoopbackTlsStream(front, near, far);
  }

  get localAddr(): Address {
    return this.#front.localAddr;
  }

  get remoteAddr(): Address {
    return this.#front.remoteAddr;
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    try {
      return await this.#far.read(buffer);
    } catch (error) {
      // Most peers close like this, without the TLS alert that announces the end.
      if (error instanceof Deno.errors.UnexpectedEof) return null;
      // TLS sends the peer an alert about the error.
      closeQuietly(this.#far);
      await this.#sent;
      throw error;
    }
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#far.write(bytes);
  }

  async closeWrite(): Promise<void> {
    await this.#far.closeWrite();
    await this.#sent;
  }

  close(): void {
    this.#closed.resolve();
    for (const conn of [this.#front, this.#near, this.#far]) closeQuietly(conn);
  }
}

/** Accepts until the connection is the expected one rather than that of another program on this machine. */
async function acceptFrom(listener: Deno.TlsListener, near: Deno.TcpConn): Promise<Deno.TlsConn> {
  for (;;) {
    const far = await listener.accept();
    if (portOf(far.remoteAddr) === portOf(near.localAddr)) return far;
    far.close();
  }
}

function portOf(address: Deno.Addr): number {
  return (address as Deno.NetAddr).port;
}

/**
 * Forwards the bytes of one connection to another until either ends; then closes the other's writing side.
 *
 * @returns Whether all bytes were forwarded.
 */
async function pump(from: ByteStream, to: ByteStream): Promise<boolean> {
  const buffer = new ReadBuffer();
  try {
    for (;;) {
      const count = await from.read(buffer.bytes);
      if (count === null) break;
      for (let sent = 0; sent < count;) {
        sent += await to.write(buffer.bytes.subarray(sent, count));
      }
      buffer.fit(count);
    }
    await to.closeWrite();
    return true;
  } catch {
    // One side was reset or closed: close the other one, too.
    closeQuietly(to);
    return false;
  }
}
