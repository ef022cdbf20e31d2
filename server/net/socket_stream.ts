import type { Socket } from "node:net";
import type { Address } from "../../cli/address.ts";
import type { AcceptedSocket } from "./tls_acceptor.ts";
import { toSocketError } from "./to_socket_error.ts";

/**
 * Byte stream over a socket of `node:net`, on which TLS has not started. It is read only until then, so it leaves the bytes
 * in the socket's own bounded buffer.
 */
export class SocketStream implements AcceptedSocket {
  readonly socket: Socket;
  readonly remoteAddr: Address;
  /** Why it closed, if it failed. */
  #error: Error | undefined;
  /** Ends the wait for bytes. */
  #wake: (() => void) | undefined;

  /** @param socket A connected socket that was created paused. */
  constructor(socket: Socket) {
    const { remoteAddress, remotePort } = socket;
    this.socket = socket;
    this.remoteAddr = { hostname: remoteAddress!, port: remotePort! };
    socket.on("error", (error) => {
      this.#error ??= toSocketError(error);
      this.#wake?.();
    });
    socket.on("close", () => this.#wake?.());
  }

  /** Asked for when it is needed, as it takes a system call; empty once the socket is closed. */
  get localAddr(): Address {
    const { localAddress = "", localPort = 0 } = this.socket;
    return { hostname: localAddress, port: localPort };
  }

  setNoDelay(isSet: boolean): void {
    this.socket.setNoDelay(isSet);
  }

  setKeepAlive(isSet: boolean): void {
    this.socket.setKeepAlive(isSet);
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    const { socket } = this;
    for (;;) {
      if (this.#error || socket.closed) throw this.#error ?? toSocketError();
      const count = Math.min(buffer.length, socket.readableLength);
      const bytes: Uint8Array | null = count > 0 ? socket.read(count) : null;
      if (bytes !== null) {
        buffer.set(bytes);
        return bytes.length;
      }
      if (socket.readableEnded) return null;
      await this.#readable();
    }
  }

  write(bytes: Uint8Array): Promise<number> {
    return writeTo(this.socket, bytes);
  }

  closeWrite(): Promise<void> {
    return endOf(this.socket);
  }

  close(): void {
    this.socket.destroy();
  }

  #readable(): Promise<void> {
    const { socket } = this;
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined;
        socket.off("readable", wake);
        socket.off("end", wake);
        resolve();
      };
      const wake = this.#wake;
      socket.on("readable", wake);
      socket.on("end", wake);
      // Without it, the end of a stream that has no bytes is not noticed.
      socket.read(0);
    });
  }
}

/** Writes bytes to a socket; resolves to their number once the system has all of them. */
export function writeTo(socket: Socket, bytes: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => error ? reject(toSocketError(error)) : resolve(bytes.length));
  });
}

/** Closes the writing side of a socket; resolves once the written bytes are sent. */
export function endOf(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("close", () => reject(toSocketError()));
    socket.end(resolve);
  });
}
