/**
 * What an `error` is about. Codes are stable: programs may rely on them, and the text beside them is for people.
 *
 * - `bad_message`: the frame is no UTF-8, no JSON, no object, or a field is missing or of the wrong shape.
 * - `unknown_type`: there is no message of this `type`; in the text dialect, no such command.
 * - `hello_required`: the first message was not `hello`, or `hello` came again.
 * - `unsupported_version`: the server does not speak this `version`.
 * - `bad_name`, `bad_room`: not allowed as a name.
 * - `too_long`: a text over its limit.
 * - `bad_text`: a text has a longer run of combining marks than any language needs.
 * - `bad_password`: a new password is too short or too long.
 * - `tls_required`: a password is not taken over this connection, since others may read it.
 * - `logged_in`, `not_logged_in`: only without an account, or only with one.
 * - `not_found`: what was to be taken back is not there.
 * - `outcome_unknown`: the connection was lost before the answer, and the request is not sent again. No server sends it: the
 *   client tells it.
 * - `frame_too_large`, `slow_reader`, `idle`, `timeout`: the connection is closed after it.
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
