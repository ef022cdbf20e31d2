export { SILENT } from "../connection/errors.ts";

/** The reason of a connection that the user left. */
export const QUIT = "quit";

/** Reasons of `bye` after which there is no coming back. */
export const FINAL_REASONS: ReadonlySet<string> = new Set([
  QUIT,
  "replaced",
  "account_changed",
  "banned",
  "forbidden",
]);

/** Refusals of a name after which asking again in the same way is of no use. */
export const FATAL: ReadonlySet<string> = new Set([
  "password_required",
  "wrong_password",
  "tls_required",
  "banned",
]);

/** The reason of a connection that ended without a word. */
export const LOST = "lost";

/** The reason of `bye` where the server waited for a name, but not for so long. */
export const TIMEOUT = "timeout";

/** Why a client ends whose server answers a name with something that cannot be understood. */
export const UNREADABLE = "unreadable";
