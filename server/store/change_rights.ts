import type { NewChange, Rejected } from "./entry.ts";

/** Outcome of a change whose message does not exist. */
export const NOT_FOUND: Rejected = { code: "not_found" };

/**
 * Checks whether a user may make a change.
 *
 * @param change The change.
 * @param author Identity of the message's author; undefined if unknown.
 * @param at Time of the message, in Unix milliseconds.
 * @returns Why the change is rejected, or `undefined` if it is allowed.
 */
export function refusalOf(
  { change, rights }: Pick<NewChange, "change" | "rights">,
  author: string | undefined,
  at: number,
): Rejected | undefined {
  if (change.type === "react" || change.type === "delete" && rights.any) return undefined;
  if (author === undefined || !rights.identities.includes(author)) return { code: "forbidden" };
  return at < rights.since ? { code: "forbidden", isLate: true } : undefined;
}
