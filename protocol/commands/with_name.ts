import type { Problem } from "../messages/problem.ts";
import { toName } from "../text/names.ts";
import { badName } from "../messages/name_problem.ts";

/**
 * Checks a user name in a typed line.
 *
 * @param given The name as typed.
 * @param most Maximum code points.
 * @param toCommand Creates the command from the name.
 * @returns The command or the error.
 */
export function withName<T>(
  given: string,
  most: number,
  toCommand: (name: string) => T,
): T | Problem {
  const name = toName(given, most);
  return name === undefined ? badName(given, most) : toCommand(name);
}
