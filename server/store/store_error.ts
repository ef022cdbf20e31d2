import type { Outcome, Stored } from "./entry.ts";

/** Options of {@linkcode StoreError}. */
export interface StoreErrorOptions extends ErrorOptions {
  /**
   * Whether the database rejected the data itself and would accept other data: an unsupported character, a constraint, a
   * size.
   *
   * @default {false}
   */
  readonly isAboutData?: boolean;
}

/**
 * A failed operation of a store, in one line for people: the action, a colon, and the reason, as in
 * `Cannot store messages: database or disk is full`. An underlying error is its `cause`.
 */
export class StoreError extends Error {
  override name = "StoreError";
  /** See {@linkcode StoreErrorOptions.isAboutData}. */
  readonly isAboutData: boolean;

  constructor(message: string, { isAboutData = false, ...options }: StoreErrorOptions = {}) {
    super(message, options);
    this.isAboutData = isAboutData;
  }
}

/** Thrown if some entries of a call were stored and others failed; its text is that of the first failure. */
export class PartialStoreError extends StoreError {
  override name = "PartialStoreError";
  /** Result for each entry of the call, in order. */
  readonly outcomes: readonly (Outcome | StoreError)[];

  constructor(outcomes: readonly (Outcome | StoreError)[]) {
    const first = outcomes.find((outcome) => outcome instanceof StoreError)!;
    super(first.message, { cause: first });
    this.outcomes = outcomes;
  }
}

/** Returns whether an entry was stored: neither rejected nor failed, see {@linkcode PartialStoreError}. */
export function isStored(outcome: Outcome | StoreError | undefined): outcome is Stored {
  return outcome !== undefined && !(outcome instanceof StoreError) && !("code" in outcome);
}

/**
 * Returns a handler that rethrows an error as a {@linkcode StoreError}.
 *
 * @param action The action that failed, as in `open database chat.db`.
 * @param isAboutData Returns whether an error is about the data, see {@linkcode StoreErrorOptions.isAboutData}.
 */
export function failure(
  action: string,
  isAboutData: (reason: unknown) => boolean = () => false,
): (reason: unknown) => never {
  return (reason) => {
    const message = reason instanceof Error ? reason.message : String(reason);
    throw new StoreError(`Cannot ${action}: ${message.split("\n", 1)[0]}`, {
      cause: reason,
      isAboutData: isAboutData(reason),
    });
  };
}
