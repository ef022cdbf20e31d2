/**
 * What exactly an error is about, for codes with several meanings. Like codes, causes are stable, and later servers may have
 * more.
 *
 * - Of `bad_name` and `bad_room`: `spaces`, `length`, `scripts` (letters of several scripts), `characters`; `reserved` for the
 *   server, `similar` to another room.
 * - Of `too_long`, what is: `text` (a message), `topic`, `reason`, `terms` (of a search), `away` (its text).
 * - Of `too_many`, what there is too much of: `rooms` of a session, `owned_rooms` of an account, `rules` of a room, `words` of a
 *   search, entries of `resume`, `emoji` of a message; `connections` to the server, from an `address`, or `pending` ones.
 * - Of `forbidden`, by rank: `operators_only`, `owner_only`, `register_first` (a guest made the room), `server_operators_only`,
 *   `outranked`, `no_account` (of the target); by room: `invited_only`, `lobby`; `self` (the target is the user). By message:
 *   `edit`, `delete`, `delete_direct` (it is another user's), `late`, `never`.
 * - Of `not_found`: `no_message`, `no_ban`, `no_mute`, `no_rights`, `no_link` (an invitation link).
 * - Of `timeout`, what did not come: `sign_in`, the rest of a `frame`.
 * - Of `bad_message`, in a typed line: `emoji_expected`, `id_expected`, `number_expected`, `range_expected` (1 to `limit`).
 */
export type ErrorCause =
  | "spaces"
  | "length"
  | "scripts"
  | "characters"
  | "reserved"
  | "similar"
  | "text"
  | "topic"
  | "reason"
  | "terms"
  | "away"
  | "rooms"
  | "owned_rooms"
  | "rules"
  | "words"
  | "resume"
  | "emoji"
  | "connections"
  | "address"
  | "pending"
  | "operators_only"
  | "owner_only"
  | "register_first"
  | "server_operators_only"
  | "outranked"
  | "no_account"
  | "invited_only"
  | "lobby"
  | "self"
  | "edit"
  | "delete"
  | "delete_direct"
  | "late"
  | "never"
  | "no_message"
  | "no_ban"
  | "no_mute"
  | "no_rights"
  | "no_link"
  | "sign_in"
  | "frame"
  | "emoji_expected"
  | "id_expected"
  | "number_expected"
  | "range_expected";

/** What a text is, in the error about its length. */
export type TextCause = "text" | "topic" | "reason" | "terms" | "away";

/** What an error mentions. From it and the code, a client makes a text in its user's language. */
export interface ErrorDetails {
  /** What exactly the code means here. */
  readonly cause?: ErrorCause;
  /**
   * What is wrong: a name, an id, a word, a number as digits; for `bad_message` an explanation in English. Shortened to 64
   * UTF-16 code units and `…`.
   */
  readonly value?: string;
  /** The limit that the value exceeds: characters, bytes, or a count. */
  readonly limit?: number;
  /** The room that it is about; absent for the whole server. */
  readonly room?: string;
  /** The other user of the private conversation that it is about. */
  readonly with?: string;
  /** Seconds to wait before another try (`too_fast`), or within which it was possible (`late`). */
  readonly seconds?: number;
  /** Why the user is banned or muted, as the operator wrote it. */
  readonly reason?: string;
  /** When the ban or mute ends, in Unix milliseconds. */
  readonly until?: number;
}
