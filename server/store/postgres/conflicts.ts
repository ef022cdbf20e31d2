/** Retries of a transaction that conflicted with another. */
export const MAX_RETRIES = 5;

/** SQLSTATE codes of a conflict with another transaction, from PostgreSQL or from the store's functions. */
export const CONFLICT_CODES = ["23505", "40001", "40P01", "CH001"];

/** Returns the code of an error: of the system, of the client, or PostgreSQL's SQLSTATE; empty if it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
