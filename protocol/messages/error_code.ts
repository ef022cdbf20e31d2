/**
 * Reason of an `error`. Codes are stable, so programs may rely on them; the text beside them is for people.
 *
 * - `bad_message`: the frame is not UTF-8, not JSON or not an object, or a field is missing or malformed.
 * - `unknown_type`: there is no such `type`; in the text dialect, no such command.
 * - `hello_required`: the first message was not `hello`, or `hello` was repeated.
 * - `unsupported_version`: the server does not support this `version` of the protocol.
 * - `bad_name`, `bad_room`: the name is not allowed.
 * - `too_long`: a text exceeds its limit.
 * - `bad_text`: a text has a longer run of combining marks than any language needs.
 * - `bad_password`: a new password is too short or too long.
 * - `wrong_code`: the code of an invitation link is wrong, used up, expired or revoked.
 * - `tls_required`: passwords are refused on this connection because it is not encrypted.
 * - `logged_in`, `not_logged_in`: the request needs a session without an account, or with an account.
 * - `not_found`: there is nothing to undo; a message is deleted, no longer kept, or was never there.
 * - `outcome_unknown`: the connection was lost before the answer, and the request is not sent again. Only the client
 *   library reports it; servers never send it.
 * - `frame_too_large`, `slow_reader`, `idle`, `timeout`: the server closes the connection after it.
 */
export type ErrorCode =
  | "bad_message"
  | "unknown_type"
  | "hello_required"
  | "unsupported_version"
  | "bad_name"
  | "name_taken"
  | "password_required"
  | "wrong_password"
  | "bad_password"
  | "wrong_code"
  | "tls_required"
  | "logged_in"
  | "not_logged_in"
  | "bad_room"
  | "not_in_room"
  | "no_such_user"
  | "no_such_room"
  | "too_long"
  | "bad_text"
  | "frame_too_large"
  | "too_fast"
  | "too_many"
  | "not_stored"
  | "busy"
  | "forbidden"
  | "muted"
  | "banned"
  | "not_found"
  | "outcome_unknown"
  | "slow_reader"
  | "idle"
  | "timeout"
  | "shutting_down";
