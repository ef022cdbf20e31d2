import type { NewChange, Rejected } from "./entry.ts";

/** Outcome of a change whose message is not there. */
export const NOT_FOUND: Rejected = { code: "not_found" };

/**
 * Checks whether a change may be made.
 *
 * @param change The change.
 * @param author Identity of the message's author, unless it is not known.
 * @param at Time of the message, in Unix milliseconds.
 * @returns Why not, or `undefined`.
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
