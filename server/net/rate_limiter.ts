import { utf8Length } from "../../protocol/text/utf8_length.ts";
import { TokenBucket } from "./token_bucket.ts";

/** How much may be said. */
export interface RateLimits {
  /** Frames that are taken at once, where none is longer than a KiB. */
  readonly burst: number;
  /** The same a second, after them; 0 is no limit. */
  readonly rate: number;
  /** For how long a peer may have more to say than is taken from it, in milliseconds. */
  readonly floodWindow: number;
}

/** Bytes of a frame that are taken in one turn; of longer frames each KiB takes one. */
const BYTES_PER_TOKEN = 1_024;

/** Most bytes of a UTF-16 code unit in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

/**
 * Says how many turns a frame takes: everybody in a room is sent what is said there, so that its bytes count, too.
 *
 * @param frame The payload, decoded or not.
 */
export function tokensOf(frame: string | Uint8Array): number {
  // Most are so short that their bytes need not be counted.
  if (frame.length * MAX_BYTES_PER_UNIT <= BYTES_PER_TOKEN) return 1;
  const bytes = typeof frame === "string" ? utf8Length(frame) : frame.length;
  return Math.max(1, Math.ceil(bytes / BYTES_PER_TOKEN));
}

/**
 * Paces what one peer says. What is too fast is read more slowly, and the peer's own sending waits, so that a page that is
 * pasted loses nothing; only who never lets it come to rest for longer than that takes is a flood.
 */
export class RateLimiter {
  readonly #bucket: TokenBucket;
  readonly #floodWindow: number;
  /** Since when the peer has more to say than is taken, in milliseconds. */
  #behindSince: number | undefined;

  constructor({ burst, rate, floodWindow }: RateLimits) {
    this.#bucket = new TokenBucket({ burst, rate });
    this.#floodWindow = floodWindow;
  }

  /**
   * Takes a frame.
   *
   * @param now The time by a monotonic clock, in milliseconds.
   * @param tokens How many turns it takes, see {@linkcode tokensOf}.
   * @returns For how long to wait before it is taken, in milliseconds; `"flood"` if nothing more is to be.
   */
  take(now: number, tokens = 1): number | "flood" {
    const wait = this.#bucket.take(now, tokens);
    if (wait > 0) this.#behindSince ??= now;
    return this.#behindSince !== undefined && now - this.#behindSince >= this.#floodWindow
      ? "flood"
      : wait;
  }

  /** The peer has nothing more to say just now. */
  idle(): void {
    this.#behindSince = undefined;
  }
}
