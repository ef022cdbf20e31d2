import { hasLongRun } from "./marks.ts";
import { codePoints } from "./names.ts";
import { utf8Length } from "./utf8_length.ts";

/** Minimum and maximum UTF-8 bytes of a password. */
export const PASSWORD_BYTES = { least: 8, most: 1_024 } as const;

/**
 * Returns whether a password may be normalized and hashed: it has at most as many code points as a password may have
 * bytes, and no run of marks that is too long.
 *
 * @param password The password as received.
 */
export function mayBePassword(password: string): boolean {
  // A code point has at most two UTF-16 code units.
  return password.length <= 2 * PASSWORD_BYTES.most &&
    codePoints(password) <= PASSWORD_BYTES.most && !hasLongRun(password);
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
  const length = utf8Length(password.normalize("NFC"));
  return length >= PASSWORD_BYTES.least && length <= PASSWORD_BYTES.most;
}

/** The error for a new password of the wrong length. */
export const BAD_PASSWORD = {
  code: "bad_password",
  detail: `${PASSWORD_BYTES.least}–${PASSWORD_BYTES.most}`,
} as const;
