import type { ErrorDetails } from "./error_details.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import type { Problem } from "./problem.ts";
import { codePoints, hasNameCharacters, isSpelled, toName } from "../text/names.ts";
import { shorten } from "../text/quote.ts";

/**
 * Returns the error for a name that `toName` does not allow.
 *
 * @param given The name as given.
 * @param maxLength Most code points.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { badName } from "./name_problem.ts";
 *
 * assertEquals(badName("João Silva"), { code: "bad_name", cause: "spaces", value: "João Silva" });
 * ```
 */
export function badName(given: string, maxLength = DEFAULT_LIMITS.name): Problem {
  return { code: "bad_name", ...problemOf(given, maxLength) };
}

/**
 * Returns the error for a name of a room that `toRoom` does not allow.
 *
 * @param given The name as given.
 * @param maxLength Most code points, without the `#`.
 */
export function badRoom(given: string, maxLength: number): Problem {
  return { code: "bad_room", ...problemOf(given, maxLength) };
}

function problemOf(given: string, maxLength: number): ErrorDetails {
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
