import { createServer, type Server, type Socket } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import type { Address } from "../../cli/address.ts";
import type { ByteStream } from "./byte_stream.ts";
import { SocketStream } from "./socket_stream.ts";
import type { AcceptedSocket, TlsAcceptor, TlsAcceptorOptions } from "./tls_acceptor.ts";
import type { TlsKeys } from "./tls_keys.ts";
import { NodeTlsStream } from "./node_tls_stream.ts";

/** What a server of `node:net` has below, in Node.js and in Deno, though neither documents it. */
interface ServerInternals {
  readonly _handle: { listen(backlog: number): number } | null;
}

/**
 * Accepts connections that will be encrypted (docs/adr/0013-tls-over-node-tls.md).
 *
 * `node:net` accepts by itself, so connections wait here instead of in the system's queue, at most as many as there.
 */
export class NodeTlsAcceptor implements TlsAcceptor {
  readonly addr: Address;
  readonly #server: Server;
  readonly #options: TlsAcceptorOptions;
  #context: SecureContext;
  readonly #accepted: SocketStream[] = [];
  #pending: PromiseWithResolvers<SocketStream> | undefined;
  /** Whether {@linkcode NodeTlsAcceptor.#isFull} is known for this turn. */
  #isChecked = false;
  /** Whether the connections of this turn have left no descriptors. */
  #isFull = false;
  /** Why no more connections are accepted, until it is reported. */
  #failure: Error | undefined;
  #isClosed = false;

  private constructor(server: Server, options: TlsAcceptorOptions) {
    const { address, port } = server.address() as { address: string; port: number };
    this.addr = { hostname: address, port };
    this.#server = server;
    this.#options = options;
    this.#context = createSecureContext(options.keys);
    server.on("connection", (socket) => this.#add(socket));
    server.on("error", () => {
      // It could not accept; `revive` has it try again.
    });
  }

  /**
   * Listens for connections.
   *
   * @param address Where.
   * @param options See {@linkcode TlsAcceptorOptions}.
   * @throws {Error} If it cannot listen there.
   */
  static async listen(address: Address, options: TlsAcceptorOptions): Promise<NodeTlsAcceptor> {
    const { backlog } = options;
    // Resolves the name, and fails with the errors of a listener without TLS.
    const probe = Deno.listen({ ...address });
    const { hostname } = probe.addr;
    probe.close();
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ host: hostname, port: address.port, backlog }, () => {
        server.off("error", reject);
        resolve();
      });
    });
    return new NodeTlsAcceptor(server, options);
  }

  setKeys(keys: TlsKeys): void {
    this.#context = createSecureContext(keys);
  }

  accept(): Promise<SocketStream> {
    const next = this.#accepted.shift();
    if (next) return Promise.resolve(next);
    if (this.#isClosed) return Promise.reject(closed());
    if (this.#failure) {
      const failure = this.#failure;
      this.#failure = undefined;
      return Promise.reject(failure);
    }
    this.#pending = Promise.withResolvers();
    return this.#pending.promise;
  }

  encrypt(socket: AcceptedSocket, front: ByteStream): ByteStream {
    return new NodeTlsStream(socket as SocketStream, this.#context, front);
  }

  revive(): void {
    if (this.#options.fdReserve.probe()) return;
    // Once the runtime has failed to accept, as without descriptors, it never tries again by itself.
    (this.#server as unknown as ServerInternals)._handle?.listen(this.#options.backlog);
  }

  close(): void {
    this.#isClosed = true;
    this.#server.close();
    for (const socket of this.#accepted.splice(0)) socket.close();
    this.#pending?.reject(closed());
    this.#pending = undefined;
  }

  #add(socket: Socket): void {
    this.#check();
    const isTooMany = this.#isFull || this.#accepted.length >= this.#options.backlog;
    // Nothing can be told to a peer that is gone, and to many at once when no descriptors are left.
    if (isTooMany || socket.remoteAddress === undefined) {
      socket.on("error", () => {});
      socket.destroy();
      return;
    }
    const stream = new SocketStream(socket);
    if (this.#pending) {
      this.#pending.resolve(stream);
      this.#pending = undefined;
    } else {
      this.#accepted.push(stream);
    }
  }

  #fail(error: Error): void {
    if (this.#pending) this.#pending.reject(error);
    else this.#failure = error;
    this.#pending = undefined;
  }

  /** Checks once a turn, in which the runtime has accepted as many connections as it could, whether it had to stop. */
  #check(): void {
    if (this.#isChecked) return;
    this.#isChecked = true;
    queueMicrotask(() => this.#isChecked = false);
    this.#isFull = this.#options.fdReserve.probe();
    if (this.#isFull) this.#fail(new Error("Too many open files (os error 24)"));
  }
}

function closed(): Error {
  return new Deno.errors.Interrupted("Listener closed");
}
