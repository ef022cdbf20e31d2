/** Times of a parser for one kind of text. */
export interface Times {
  readonly input: string;
  /** For one, four and sixteen times the length. */
  readonly milliseconds: readonly [number, number, number];
  /** The longest time divided by the shortest. */
  readonly ratio: number;
}

/** Maximum ratio for a text 16 times as long. */
const MAX_RATIO = 24;

/**
 * Maximum ratio of the last step, for a text 4 times as long. A quadratic parser takes 16 times as long, whatever the
 * shortest text took: that one fits into the processor's first cache and leaves no garbage that outlives a parse, so
 * that a linear parser may take more than 16 times as long for the longest.
 */
const MAX_LAST_RATIO = 6;

/** Times below this, in milliseconds, are noise: their ratio means nothing. */
const NOISE = 1;

/** Returns whether the time grows faster than the text. */
export function isOver({ milliseconds: [, middle, longest], ratio }: Times): boolean {
  return ratio > MAX_RATIO && longest / middle > MAX_LAST_RATIO && longest > NOISE;
}

/**
 * Returns the worst text: the one with the largest ratio among those over the limit, otherwise the slowest.
 *
 * @param all At least one.
 */
export function worst(all: readonly Times[]): Times {
  const over = all.filter(isOver);
  const by = (select: (times: Times) => number) => (one: Times, other: Times) =>
    select(other) - select(one);
  if (over.length > 0) return over.toSorted(by(({ ratio }) => ratio))[0]!;
  return all.toSorted(by(({ milliseconds }) => Math.max(...milliseconds)))[0]!;
}
