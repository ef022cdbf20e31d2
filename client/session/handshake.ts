import type { ErrorMessage, Hello, Welcome } from "../../protocol/messages/messages.ts";

/** What a server answers to a `hello`; nothing where the connection was lost before. */
export type HandshakeReply = Welcome | ErrorMessage | undefined;

/** What one says to be let in, and the answer that is waited for. It has no password: that goes where it is asked for. */
export class Handshake {
  #hello: Hello | undefined;
  #onAnswer: ((answer: HandshakeReply) => void) | undefined;
  #onHello: (() => void) | undefined;

  /** What was said last. */
  get hello(): Hello | undefined {
    return this.#hello;
  }

  /** Whether an answer to it is waited for. */
  get isWaiting(): boolean {
    return this.#onAnswer !== undefined;
  }

  /**
   * Says it.
   *
   * @param hello What is said.
   * @param send Sends it, unless {@linkcode Handshake.next} is pending.
   * @returns The answer.
   */
  say(hello: Hello, send: (hello: Hello) => void): Promise<HandshakeReply> {
    return new Promise((resolve) => {
      this.#onAnswer = resolve;
      this.#hello = hello;
      if (this.#onHello) this.#onHello();
      else send(hello);
    });
  }

  /** Takes the answer; returns whether one was waited for. */
  answer(answer: HandshakeReply): boolean {
    const onAnswer = this.#onAnswer;
    this.#onAnswer = undefined;
    onAnswer?.(answer);
    return onAnswer !== undefined;
  }

  /** Resolves when something is said the next time, or nothing will be. */
  async next(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#onHello = resolve;
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    this.#onHello = undefined;
  }
}
