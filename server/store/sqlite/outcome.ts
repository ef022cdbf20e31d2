import type { NewEntry, Outcome } from "../entry.ts";

/**
 * Result of storing an entry, as passed between threads: its id; or, if it repeats an entry, the id and time of that one.
 * As JSON it takes a quarter of the time of an {@linkcode Outcome}, which only changes and replies need.
 */
export type WriteResult = number | readonly [id: number, at: number] | Outcome;

/** Converts a result to its short form, if it has one. */
export function toWriteResult(outcome: Outcome): WriteResult {
  if ("code" in outcome || outcome.quote !== undefined || outcome.target !== undefined) {
    return outcome;
  }
  return outcome.repeated ? [outcome.id, outcome.at] : outcome.id;
}

/** Converts a result to its long form. */
export function toOutcome(result: WriteResult, { at }: NewEntry): Outcome {
  if (typeof result === "number") return { id: result, at, repeated: false };
  if ("code" in result || "repeated" in result) return result;
  return { id: result[0], at: result[1], repeated: true };
}
