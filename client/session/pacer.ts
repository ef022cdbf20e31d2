import { tokensOf } from "../../protocol/framing/tokens_of.ts";
import { DEFAULT_RATE, type Rate } from "../../protocol/limits.ts";
import { TokenBucket } from "../../protocol/token_bucket.ts";

/**
 * Sends the messages of one connection no faster than the server reads them.
 *
 * A server delays a client that sends faster, and disconnects it after a while. Here excess messages wait instead, so that
 * they can be counted and a `quit` does not wait behind them.
 */
export class Pacer {
  readonly #send: (json: string) => void;
  #bucket: TokenBucket | undefined;
  #queue: string[] = [];
  /** Runs while the first message of the queue waits for its tokens. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param send Sends a message at once. */
  constructor(send: (json: string) => void) {
    this.#send = send;
    this.setRate(DEFAULT_RATE);
  }

  /** Number of waiting messages. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Sets the rate that the server announces in its answer to `hello`. Everything sent before counts as one message. */
  setRate({ burst, perSecond }: Rate): void {
    this.#bucket = perSecond === 0 ? undefined : new TokenBucket({ burst, rate: perSecond });
    this.#bucket?.take(performance.now());
  }

  /** Sends a message as soon as those before it are sent and the rate allows it. */
  push(json: string): void {
    this.#queue.push(json);
    if (this.#timer === undefined) this.#sendNext();
  }

  /** Sends a message at once. It counts towards the rate. */
  sendNow(json: string): void {
    this.#take(json);
    this.#send(json);
  }

  /** Drops waiting messages. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#queue = [];
  }

  #sendNext(): void {
    for (let json; (json = this.#queue[0]) !== undefined;) {
      const wait = this.#take(json);
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#onTokens(), wait);
        return;
      }
      this.#queue.shift();
      this.#send(json);
    }
  }

  /** Sends the first message of the queue, whose tokens are available. */
  #onTokens(): void {
    this.#timer = undefined;
    this.#send(this.#queue.shift()!);
    this.#sendNext();
  }

  #take(json: string): number {
    return this.#bucket?.take(performance.now(), tokensOf(json)) ?? 0;
  }
}
