/**
 * What a store cannot do, in one line for people: the action, a colon, and the reason, as in
 * `Cannot store messages: database or disk is full`. Where something else was the reason, it is the `cause`.
 */
export class StoreError extends Error {
  override name = "StoreError";
}
