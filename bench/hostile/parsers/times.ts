/** What a parser takes of one kind of text. */
export interface Times {
  readonly input: string;
  /** At one, four and sixteen times the length. */
  readonly milliseconds: readonly number[];
  /** How many times as long the longest takes. */
  readonly ratio: number;
}

/** How many times as long the longest text may take as the shortest, which has a sixteenth of it, before that is too much. */
const MAX_RATIO = 24;

/** What takes no longer than this in milliseconds is not looked at: a ratio of noise says nothing, and it harms nobody. */
const NOISE = 1;

/** Whether a parser's time grows faster than its text. */
export function isOver({ milliseconds, ratio }: Times): boolean {
  return ratio > MAX_RATIO && milliseconds.at(-1)! > NOISE;
}

/**
 * Returns the text that a parser takes worst: that whose time grows fastest among those whose time grows too fast, or else
 * that which takes longest.
 *
 * @param all What it takes of each; at least one.
 */
export function worst(all: readonly Times[]): Times {
  const over = all.filter(isOver);
  const by = (figure: (times: Times) => number) => (one: Times, other: Times) =>
    figure(other) - figure(one);
  if (over.length > 0) return over.toSorted(by(({ ratio }) => ratio))[0]!;
  return all.toSorted(by(({ milliseconds }) => Math.max(...milliseconds)))[0]!;
}
