import { TokenBucket } from "./token_bucket.ts";

/** How much may be said. */
export interface PaceOptions {
  /** Frames that are taken at once. */
  readonly burst: number;
  /** Frames a second that are taken after them; 0 is no limit. */
  readonly rate: number;
  /** For how long a peer may have more to say than is taken from it, in milliseconds. */
  readonly patience: number;
}

/**
 * Paces what one peer says. What is too fast is read more slowly, and the peer's own sending waits, so that a page that is
 * pasted loses nothing; only who never lets it come to rest for longer than that takes is a flood.
 */
export class Pace {
  readonly #bucket: TokenBucket;
  readonly #patience: number;
  /** Since when the peer has more to say than is taken, in milliseconds. */
  #behindSince: number | undefined;

  constructor({ burst, rate, patience }: PaceOptions) {
    this.#bucket = new TokenBucket({ burst, rate });
    this.#patience = patience;
  }

  /**
   * Takes a frame.
   *
   * @param now The time by a monotonic clock, in milliseconds.
   * @returns For how long to wait before it is taken, in milliseconds; `"flood"` if nothing more is to be.
   */
  take(now: number): number | "flood" {
    const wait = this.#bucket.take(now);
    if (wait > 0) this.#behindSince ??= now;
    return this.#behindSince !== undefined && now - this.#behindSince >= this.#patience
      ? "flood"
      : wait;
  }

  /** The peer has nothing more to say just now. */
  rest(): void {
    this.#behindSince = undefined;
  }
}
