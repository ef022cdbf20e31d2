import { utf8Length } from "../../protocol/text/utf8_length.ts";
import { TokenBucket } from "./token_bucket.ts";

/** Rate of one peer's frames. */
export interface RateLimits {
  /** Frames of up to 1 KiB accepted in a burst. */
  readonly burst: number;
  /** Frames of up to 1 KiB accepted each second after that; 0 for no limit. */
  readonly rate: number;
  /** Time above the rate after which a peer is disconnected, in milliseconds. */
  readonly floodWindow: number;
}

/** Bytes of a frame that cost one token. */
const BYTES_PER_TOKEN = 1_024;

/** Most bytes of a UTF-16 code unit in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

/**
 * Returns the tokens that a frame costs. Long frames cost more, since each member of a room is sent their bytes.
 *
 * @param frame The payload, decoded or not.
 */
export function tokensOf(frame: string | Uint8Array): number {
  // Most frames are short: their bytes need not be counted.
  if (frame.length * MAX_BYTES_PER_UNIT <= BYTES_PER_TOKEN) return 1;
  const bytes = typeof frame === "string" ? utf8Length(frame) : frame.length;
  return Math.max(1, Math.ceil(bytes / BYTES_PER_TOKEN));
}

/**
 * Rate limit of one peer's frames. Frames above the rate are read later, which makes the peer's sending wait, so that a
 * pasted page loses nothing. A peer that stays above the rate for the whole flood window is disconnected.
 */
export class RateLimiter {
  readonly #bucket: TokenBucket;
  readonly #floodWindow: number;
  /** Time since which the peer is above the rate, in milliseconds. */
  #behindSince: number | undefined;

  constructor({ burst, rate, floodWindow }: RateLimits) {
    this.#bucket = new TokenBucket({ burst, rate });
    this.#floodWindow = floodWindow;
  }

  /**
   * Takes a frame.
   *
   * @param now The time by a monotonic clock, in milliseconds.
   * @param tokens Tokens that the frame costs, see {@linkcode tokensOf}.
   * @returns Time to wait before the frame is handled, in milliseconds; `"flood"` if the peer must be disconnected.
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
