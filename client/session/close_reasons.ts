export { SILENT } from "../connection/errors.ts";

/** Reason of a connection that the user ended. */
export const QUIT = "quit";

/** Reason of `bye` after the account was changed or removed: the client needs its password or another name. */
export const ACCOUNT_CHANGED = "account_changed";

/** Reasons of `bye` after which the client does not reconnect. */
export const FINAL_REASONS: ReadonlySet<string> = new Set([
  QUIT,
  "replaced",
  "banned",
  "forbidden",
]);

/** Codes of a rejected name that only another name or password can resolve. */
export const NEEDS_USER: ReadonlySet<string> = new Set([
  "password_required",
  "wrong_password",
  "bad_password",
  "tls_required",
  "bad_name",
]);

/** Codes of a rejected name after which every attempt is pointless. */
export const FATAL: ReadonlySet<string> = new Set([
  "banned",
  "forbidden",
  "unsupported_version",
]);

/** Reason of a connection that ended without `bye`. */
export const LOST = "lost";

/** Reason of `bye` after the server waited too long for a name. */
export const TIMEOUT = "timeout";

/** Reason if a server answers `hello` with something that cannot be parsed. */
export const UNREADABLE = "unreadable";
