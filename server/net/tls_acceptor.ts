import type { Address } from "../../cli/address.ts";
import type { ByteStream } from "./byte_stream.ts";
import type { FdReserve } from "./fd_reserve.ts";
import type { TlsKeys } from "./tls_keys.ts";

/** A connection that was accepted and not read from. */
export interface AcceptedSocket extends ByteStream {
  /** Sends small writes at once (`TCP_NODELAY`). */
  setNoDelay(isSet: boolean): void;
  setKeepAlive(isSet: boolean): void;
}

/** Options of a {@linkcode TlsAcceptor}. */
export interface TlsAcceptorOptions {
  readonly keys: TlsKeys;
  /** Maximum connections waiting to be accepted. */
  readonly backlog: number;
  readonly fdReserve: Pick<FdReserve, "use" | "probe">;
}

/** Accepts connections that will be encrypted. */
export interface TlsAcceptor {
  readonly addr: Address;
  /** Uses a certificate and its key for connections that are encrypted from now on. */
  setKeys(keys: TlsKeys): void;
  /**
   * Waits for a connection.
   *
   * @throws {Error} If there are no descriptors left at all, or the acceptor is closed.
   */
  accept(): Promise<AcceptedSocket>;
  /**
   * Creates the server's side of TLS on a connection.
   *
   * @param socket The accepted connection.
   * @param front The stream over it to read the peer's first bytes from.
   * @throws {Error} If there are no descriptors left.
   */
  encrypt(socket: AcceptedSocket, front: ByteStream): ByteStream | Promise<ByteStream>;
  /** Accepts again if the runtime has ceased to; called every 250 ms. */
  revive(): void;
  close(): void;
}
