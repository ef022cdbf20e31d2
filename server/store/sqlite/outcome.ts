import type { NewMessage, Stored } from "../entry.ts";

/**
 * What became of a draft, for the way from one thread to the other: its id; or the id of the message that it repeats, and
 * when that was said. As JSON it takes a quarter of the time of {@linkcode Stored}.
 */
export type WriteResult = number | readonly [id: number, at: number];

/** Makes short what became of a draft. */
export function toWriteResult({ id, at, repeated }: Stored): WriteResult {
  return repeated ? [id, at] : id;
}

/** Converts an outcome to its long form. */
export function toStored(result: WriteResult, { at }: NewMessage): Stored {
  return typeof result === "number"
    ? { id: result, at, repeated: false }
    : { id: result[0], at: result[1], repeated: true };
}
