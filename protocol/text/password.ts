import { hasLongRun } from "./marks.ts";
import { codePoints } from "./names.ts";

/** Minimum and maximum code points of a password. */
export const PASSWORD_LENGTH = { least: 8, most: 1_024 } as const;

/**
 * Returns whether a password may be normalized and hashed: it is not too long, and has no run of marks that is too long.
 *
 * @param password The password as received.
 */
export function mayBePassword(password: string): boolean {
  // A code point has at most two UTF-16 code units.
  return password.length <= 2 * PASSWORD_LENGTH.most &&
    codePoints(password) <= PASSWORD_LENGTH.most && !hasLongRun(password);
}

/**
 * Returns whether a new password is long enough and not too long.
 *
 * @param password The password as typed.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { isPassword } from "./password.ts";
 *
 * assertEquals(isPassword("segredo"), false);
 * assertEquals(isPassword("segredos"), true);
 * ```
 */
export function isPassword(password: string): boolean {
  if (!mayBePassword(password)) return false;
  const length = codePoints(password.normalize("NFC"));
  return length >= PASSWORD_LENGTH.least && length <= PASSWORD_LENGTH.most;
}

/** The error for a new password of the wrong length. */
export const BAD_PASSWORD = { code: "bad_password" } as const;
