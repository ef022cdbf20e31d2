import type { ErrorDetails } from "./error_details.ts";
import { codePoints, hasNameCharacters, isSpelled, toName } from "../text/names.ts";
import { shorten } from "../text/quote.ts";

/**
 * Returns what is wrong with a name that `toName` or `toRoom` does not allow.
 *
 * @param given The name as given, of a user or a room.
 * @param maxLength Most code points.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { nameProblem } from "./name_problem.ts";
 *
 * assertEquals(nameProblem("João Silva", 32), { cause: "spaces", value: "João Silva" });
 * ```
 */
export function nameProblem(given: string, maxLength: number): ErrorDetails {
  const value = shorten(given);
  const name = given.trim().replace(/^#/, "");
  if (name === "") return { value };
  if (codePoints(name) > maxLength) return { cause: "length", value, limit: maxLength };
  if (toName(joinWords(name), maxLength) !== undefined) return { cause: "spaces", value };
  const isMixed = hasNameCharacters(name) && !isSpelled(name);
  return { cause: isMixed ? "scripts" : "characters", value };
}

/** Replaces the spaces in a name, which must have none. */
export function joinWords(name: string): string {
  return name.trim().replaceAll(/\s+/g, "_");
}
