import type { MessageRange } from "./store.ts";

/** The ids that a {@linkcode MessageRange} comes to. */
export interface RingWindow {
  readonly from: number;
  /** Below `from` if there are none. */
  readonly to: number;
  /** Whether there are more beyond the limit, in the direction of reading. */
  readonly more: boolean;
}

/**
 * Returns the ids of the messages that are to be read of a conversation. It has no gaps.
 *
 * @param first The lowest id that is kept, 0 if none is.
 * @param last The last id there was.
 * @param range Which messages to read.
 */
export function ringWindow(
  first: number,
  last: number,
  { before = Infinity, after, limit }: MessageRange,
): RingWindow {
  if (first === 0) return { from: 1, to: 0, more: false };
  const lowest = Math.max(first, (after ?? 0) + 1);
  const highest = Math.min(last, before - 1);
  const isForward = after !== undefined;
  const from = isForward ? lowest : Math.max(lowest, highest - limit + 1);
  const to = isForward ? Math.min(highest, lowest + limit - 1) : highest;
  return { from, to, more: lowest <= highest && (isForward ? to < highest : from > lowest) };
}
