import type { Hello } from "../../protocol/messages/client_messages.ts";
import type { ErrorMessage, Welcome } from "../../protocol/messages/server_messages.ts";

/** Answer to `hello`; `undefined` if the client is closed first. */
export type HandshakeReply = Welcome | ErrorMessage | undefined;

/** The client's `hello` and the pending reply. It contains no password, which is sent only on request. */
export class Handshake {
  #hello: Hello | undefined;
  #reply: PromiseWithResolvers<HandshakeReply> | undefined;
  #onHello: (() => void) | undefined;

  /** The last `hello`. */
  get hello(): Hello | undefined {
    return this.#hello;
  }

  /** Whether a caller waits for the reply. */
  get isWaiting(): boolean {
    return this.#reply !== undefined;
  }

  /** Sets the `hello` to send from now on; returns the next reply, which may come on a later connection. */
  say(hello: Hello): Promise<HandshakeReply> {
    this.#hello = hello;
    this.#reply ??= Promise.withResolvers();
    this.#onHello?.();
    return this.#reply.promise;
  }

  /** Passes on a reply; returns whether a caller waited for it. */
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
