import type { Address } from "../../cli/address.ts";
import type { ByteStream } from "./byte_stream.ts";
import { LoopbackTlsStream } from "./loopback_tls_stream.ts";
import type { AcceptedSocket, TlsAcceptor, TlsAcceptorOptions } from "./tls_acceptor.ts";
import type { TlsKeys } from "./tls_keys.ts";

/** Accepts connections that will be encrypted, where `node:tls` cannot serve. */
export class LoopbackTlsAcceptor implements TlsAcceptor {
  readonly #listener: Deno.TcpListener;
  readonly #options: TlsAcceptorOptions;
  #keys: TlsKeys;

  /**
   * @param address Where to listen.
   * @param options See {@linkcode TlsAcceptorOptions}.
   * @throws {Error} If it cannot listen there.
   */
  constructor(address: Address, options: TlsAcceptorOptions) {
    this.#listener = Deno.listen({ tcpBacklog: options.backlog, ...address });
    this.#options = options;
    this.#keys = options.keys;
  }

  get addr(): Address {
    return this.#listener.addr;
  }

  setKeys(keys: TlsKeys): void {
    this.#keys = keys;
  }

  accept(): Promise<AcceptedSocket> {
    return this.#listener.accept();
  }

  encrypt(_socket: AcceptedSocket, front: ByteStream): Promise<ByteStream> {
    return this.#options.fdReserve.use(() => LoopbackTlsStream.over(front, this.#keys));
  }

  revive(): void {
    // The runtime tells when it cannot accept, and goes on when it can.
  }

  close(): void {
    this.#listener.close();
  }
}
