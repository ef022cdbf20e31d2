import type { ErrorMessage, Hello, Welcome } from "../../protocol/messages/messages.ts";

/** What a server answers to `hello`; `undefined` if the client is closed before. */
export type HandshakeReply = Welcome | ErrorMessage | undefined;

/** The `hello` that the client says, and the reply that it waits for. It has no password, which is sent only on request. */
export class Handshake {
  #hello: Hello | undefined;
  #reply: PromiseWithResolvers<HandshakeReply> | undefined;
  #onHello: (() => void) | undefined;

  /** The last one. */
  get hello(): Hello | undefined {
    return this.#hello;
  }

  /** Whether a caller waits for the reply. */
  get isWaiting(): boolean {
    return this.#reply !== undefined;
  }

  /** Sets what to say from now on; returns the next reply, which may come on a later connection. */
  say(hello: Hello): Promise<HandshakeReply> {
    this.#hello = hello;
    this.#reply ??= Promise.withResolvers();
    this.#onHello?.();
    return this.#reply.promise;
  }

  /** Hands on a reply; returns whether a caller waited for it. */
  answer(reply: HandshakeReply): boolean {
    const waiting = this.#reply;
    this.#reply = undefined;
    waiting?.resolve(reply);
    return waiting !== undefined;
  }

  /** Resolves at the next call of {@linkcode Handshake.say}, or when the signal aborts. */
  async next(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onHello = resolve;
    signal.addEventListener("abort", () => resolve(), { once: true });
    await promise;
    this.#onHello = undefined;
  }
}
