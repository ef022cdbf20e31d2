import { concat } from "@std/bytes/concat";
import { type SecureContext, TLSSocket } from "node:tls";
import type { Address } from "../../cli/address.ts";
import type { ByteStream } from "./byte_stream.ts";
import { endOf, type SocketStream, writeTo } from "./socket_stream.ts";
import { toSocketError } from "./to_socket_error.ts";

/** What a socket of `node:net` has below, in Node.js and in Deno, though neither documents it. */
interface SocketInternals {
  readonly _handle: { readStart(): number; readStop(): number } | null;
}

/**
 * Maximum bytes of one write, which resolves only once the system has taken all of them. A peer that reads slowly must not
 * look stuck: with `--write-timeout 10` it has to read 1.6 kB/s.
 */
const MAX_WRITE = 16 * 1024;

const NOTHING = new Uint8Array(0);

/** A read that waits for bytes. */
interface PendingRead {
  readonly buffer: Uint8Array;
  readonly resolve: (count: number | null) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One encrypted connection. TLS starts with the peer's first bytes: a peer that sends none costs no more than a socket.
 *
 * A paused `TLSSocket` goes on reading from the system, and keeps all that it decrypts. So this stream pauses the socket
 * below it, and holds at most what one read of the system brought.
 */
export class NodeTlsStream implements ByteStream {
  readonly #socket: SocketStream;
  readonly #context: SecureContext;
  /** What the first bytes are read from; `undefined` once TLS has started. */
  #front: ByteStream | undefined;
  #tls: TLSSocket | undefined;
  #pending: PendingRead | undefined;
  /** Decrypted bytes that no read has taken; the socket is paused while there are any. */
  #held: Uint8Array = NOTHING;
  #isOver = false;
  /** Whether it has failed or is closed. */
  #isClosed = false;
  /** Why it failed. */
  #error: Error | undefined;

  /**
   * @param socket The socket of the peer.
   * @param context The certificate and its key.
   * @param front The stream over the socket to read the peer's first bytes from.
   */
  constructor(socket: SocketStream, context: SecureContext, front: ByteStream) {
    this.#socket = socket;
    this.#context = context;
    this.#front = front;
  }

  get localAddr(): Address {
    return this.#socket.localAddr;
  }

  get remoteAddr(): Address {
    return this.#socket.remoteAddr;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    if (this.#front) return this.#startAndRead(this.#front, buffer);
    if (this.#held.length > 0) return Promise.resolve(this.#takeHeld(buffer));
    if (this.#isClosed) return Promise.reject(this.#closed());
    if (this.#isOver) return Promise.resolve(null);
    return new Promise((resolve, reject) => this.#pending = { buffer, resolve, reject });
  }

  write(bytes: Uint8Array): Promise<number> {
    // Before TLS has started, the peer could not understand anything. Writing to a socket that is closed below, which
    // `TLSSocket` notices later, ends the process on Deno 2.8 (denoland/deno#35820).
    if (!this.#tls || this.#isClosed || this.#socket.socket.destroyed) {
      return Promise.reject(this.#closed());
    }
    return writeTo(this.#tls, bytes.length > MAX_WRITE ? bytes.subarray(0, MAX_WRITE) : bytes);
  }

  closeWrite(): Promise<void> {
    if (this.#isClosed) return Promise.reject(this.#closed());
    return this.#tls ? endOf(this.#tls) : this.#socket.closeWrite();
  }

  close(): void {
    this.#fail();
    this.#tls?.destroy();
    this.#socket.close();
  }

  async #startAndRead(front: ByteStream, buffer: Uint8Array): Promise<number | null> {
    const count = await front.read(buffer);
    if (count === null) return null;
    this.#front = undefined;
    if (!this.#isClosed) this.#start(buffer.slice(0, count));
    return await this.read(buffer);
  }

  #start(first: Uint8Array): void {
    const { socket } = this.#socket;
    socket.unshift(first);
    const tls = new TLSSocket(socket, { isServer: true, secureContext: this.#context });
    this.#tls = tls;
    const fail = (error: Error) => this.#fail(toSocketError(error));
    tls.on("data", (bytes: Uint8Array) => this.#receive(bytes));
    tls.on("end", () => this.#end());
    tls.on("error", fail);
    // Errors of the socket, and those of TLS after the handshake.
    tls.on("_tlsError", fail);
    tls.on("close", () => this.#fail());
  }

  #receive(bytes: Uint8Array): void {
    if (this.#held.length > 0) {
      this.#held = concat([this.#held, bytes]);
      return;
    }
    const pending = this.#pending;
    this.#pending = undefined;
    const count = pending ? copy(bytes, pending.buffer) : 0;
    if (count < bytes.length) {
      this.#held = bytes.subarray(count);
      this.#handle?.readStop();
    }
    pending?.resolve(count);
  }

  #takeHeld(buffer: Uint8Array): number {
    const count = copy(this.#held, buffer);
    this.#held = count < this.#held.length ? this.#held.subarray(count) : NOTHING;
    if (this.#held.length === 0 && !this.#isClosed) this.#handle?.readStart();
    return count;
  }

  #end(): void {
    this.#isOver = true;
    this.#pending?.resolve(null);
    this.#pending = undefined;
  }

  #fail(error?: Error): void {
    if (!this.#isClosed) this.#error = error;
    this.#isClosed = true;
    this.#pending?.reject(this.#closed());
    this.#pending = undefined;
  }

  /** Returns the error of calls after the end. It is made only if there is one, as most connections close without any. */
  #closed(): Error {
    return this.#error ?? toSocketError();
  }

  get #handle(): SocketInternals["_handle"] {
    return (this.#socket.socket as unknown as SocketInternals)._handle;
  }
}

/** Copies as many bytes as fit; returns their number. */
function copy(bytes: Uint8Array, buffer: Uint8Array): number {
  const count = Math.min(bytes.length, buffer.length);
  buffer.set(count < bytes.length ? bytes.subarray(0, count) : bytes);
  return count;
}
