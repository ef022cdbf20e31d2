export { SILENT } from "../connection/errors.ts";

/** Reason of a connection that the user ended. */
export const QUIT = "quit";

/** Reasons of `bye` after which the client does not reconnect. */
export const FINAL_REASONS: ReadonlySet<string> = new Set([
  QUIT,
  "replaced",
  "account_changed",
  "banned",
  "forbidden",
]);

/** Codes of a rejected name after which the same request is pointless. */
export const FATAL: ReadonlySet<string> = new Set([
  "password_required",
  "wrong_password",
  "tls_required",
  "banned",
]);

/** Reason of a connection that ended without `bye`. */
export const LOST = "lost";

/** Reason of `bye` after the server waited too long for a name. */
export const TIMEOUT = "timeout";

/** Reason if a server answers `hello` with something that cannot be parsed. */
export const UNREADABLE = "unreadable";
