import { bareMessage } from "../../cli/system_error.ts";
import type { StoreAction, StoreReason } from "../../locale/texts/store.ts";
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
  /** What was to be done, if the error is that of one action. */
  readonly action?: StoreAction | undefined;
  /**
   * The database, where the message names it.
   *
   * @default {""}
   */
  readonly place?: string;
}

/**
 * A failed operation of a store, in one line for people: the action, a colon, and the reason, as in
 * `Cannot store messages: database or disk is full`. An underlying error is its `cause`.
 */
export class StoreError extends Error {
  override name = "StoreError";
  /** See {@linkcode StoreErrorOptions.isAboutData}. */
  readonly isAboutData: boolean;
  /** See {@linkcode StoreErrorOptions.action}. */
  readonly action: StoreAction | undefined;
  /** See {@linkcode StoreErrorOptions.place}. */
  readonly place: string;

  constructor(
    message: string,
    { isAboutData = false, action, place = "", ...options }: StoreErrorOptions = {},
  ) {
    super(message, options);
    this.isAboutData = isAboutData;
    this.action = action;
    this.place = place;
  }
}

/** A reason for which a store fails that is not an error of the operating system or the database. */
export class StoreProblem extends Error {
  override name = "StoreProblem";
  readonly code: StoreReason;
  /** What the text of the reason mentions. */
  readonly values: readonly string[];

  /**
   * @param code The reason.
   * @param message The reason in English, which follows a colon.
   * @param values See {@linkcode StoreProblem.values}.
   */
  constructor(code: StoreReason, message: string, ...values: readonly (string | number)[]) {
    super(message);
    this.code = code;
    this.values = values.map(String);
  }
}

/** Thrown if some entries of a call were stored and others failed; its text is that of the first failure. */
export class PartialStoreError extends StoreError {
  override name = "PartialStoreError";
  /** Result for each entry of the call, in order. */
  readonly outcomes: readonly (Outcome | StoreError)[];

  constructor(outcomes: readonly (Outcome | StoreError)[]) {
    const first = outcomes.find((outcome) => outcome instanceof StoreError)!;
    super(first.message, {
      ...{ cause: first.cause, action: first.action, place: first.place },
    });
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
 * @param action The action that failed.
 * @param options The database to name, and whether an error is about the data, see {@linkcode StoreErrorOptions}.
 */
export function failure(
  action: StoreAction,
  { place = "", isAboutData = () => false }: {
    readonly place?: string;
    readonly isAboutData?: (reason: unknown) => boolean;
  } = {},
): (reason: unknown) => never {
  return (cause) => {
    const subject = place === "" ? action : `${action} ${place}`;
    throw new StoreError(`Cannot ${subject}: ${bareMessage(cause)}`, {
      ...{ cause, action, place },
      isAboutData: isAboutData(cause),
    });
  };
}
