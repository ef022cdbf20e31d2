/**
 * What a store cannot do, in one line for people: the action, a colon, and the reason, as in
 * `Cannot store messages: database or disk is full`. Where something else was the reason, it is the `cause`.
 */
export class StoreError extends Error {
  override name = "StoreError";
}

/**
 * Gives what throws a {@linkcode StoreError} for a reason.
 *
 * @param action What cannot be done, as in `open database chat.db`.
 */
export function failure(action: string): (reason: unknown) => never {
  return (reason) => {
    const message = reason instanceof Error ? reason.message : String(reason);
    throw new StoreError(`Cannot ${action}: ${message.split("\n", 1)[0]}`, { cause: reason });
  };
}
