import type { Rate } from "../../protocol/limits.ts";
import { TokenBucket } from "../../protocol/token_bucket.ts";

/** Rate of one peer's frames, and how long a peer may exceed it. */
export interface RateLimits extends Rate {
  /** Time above the rate after which a peer is disconnected, in milliseconds. */
  readonly floodWindow: number;
}

/**
 * Limits the rate of one peer's frames. Frames above the rate are read later, which makes the peer's sending wait, so
 * that a pasted page loses nothing. A peer that stays above the rate for the whole flood window is disconnected.
 */
export class RateLimiter {
  readonly #bucket: TokenBucket;
  readonly #floodWindow: number;
  /** Time since which the peer is above the rate, in milliseconds. */
  #behindSince: number | undefined;

  constructor({ burst, perSecond, floodWindow }: RateLimits) {
    this.#bucket = new TokenBucket({ burst, rate: perSecond });
    this.#floodWindow = floodWindow;
  }

  /**
   * Counts a frame.
   *
   * @param now Monotonic time in milliseconds.
   * @param tokens Tokens that the frame costs, see {@linkcode tokensOf}.
   * @returns Milliseconds to wait before the frame is handled; `"flood"` if the peer must be disconnected.
   */
  take(now: number, tokens = 1): number | "flood" {
    const wait = this.#bucket.take(now, tokens);
    if (wait > 0) this.#behindSince ??= now;
    return this.#behindSince !== undefined && now - this.#behindSince >= this.#floodWindow
      ? "flood"
      : wait;
  }

  /** Notes that the peer is not above the rate now. */
  idle(): void {
    this.#behindSince = undefined;
  }
}
