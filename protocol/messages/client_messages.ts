/**
 * The messages of the JSON dialect: their types, and the checks that every received one passes. Here are those that clients
 * send; `server_messages.ts` has the others.
 *
 * Nothing here knows typed commands, which become messages but not the reverse, or the sender of a message.
 *
 * @module
 */
import type { ClientRequest } from "./request.ts";
import type { ChangeRequest } from "./changes.ts";
import type { ModerationRequest } from "./moderation.ts";

/** The first message of a client: signs in. */
export interface Hello extends ClientRequest {
  /** Message type. */
  readonly type: "hello";
  /** The user name. */
  readonly name: string;
  /** The version of the protocol. */
  readonly version: 1;
  /** The password of a registered name. */
  readonly password?: string;
  /** The rooms to enter; by default `#geral`. Those of `resume` are entered, too. */
  readonly rooms?: readonly string[];
  /** The last `id` received of each room; the server sends the messages after it. */
  readonly resume?: Readonly<Record<string, number>>;
  /** Rooms whose names are not valid. Not on the wire: the parser takes them out of `rooms` and `resume`. */
  readonly gone?: readonly string[];
  /** The `token` of an earlier `welcome`: proves the identity, so that this session may replace a lost one. */
  readonly token?: string;
  /** Whether the client wants changes to messages: edits, deletions and reactions. */
  readonly changes?: true;
}

/** A request to join a room. */
export interface Join extends ClientRequest {
  /** Message type. */
  readonly type: "join";
  /** The room. */
  readonly room: string;
  /** The last `id` received of it; the server sends the messages after it, as after a `hello` with `resume`. */
  readonly after?: number;
  /** The code of an invitation link; not with `after`. */
  readonly code?: string;
}

/** A request to register the current name as an account. */
export interface Register extends ClientRequest {
  /** Message type. */
  readonly type: "register";
  /** The password of the account. */
  readonly password: string;
}

/** A request to log in to an account. */
export interface LogIn extends ClientRequest {
  /** Message type. */
  readonly type: "login";
  /** The registered name. */
  readonly name: string;
  /** Its password. */
  readonly password: string;
}

/** A request to change the password of the account. */
export interface ChangePassword extends ClientRequest {
  /** Message type. */
  readonly type: "passwd";
  /** The old password. */
  readonly password: string;
  /** The new password. */
  readonly new: string;
}

/** A request to change the name. */
export interface Rename extends ClientRequest {
  /** Message type. */
  readonly type: "rename";
  /** The new name. */
  readonly name: string;
}

/** A request to tell others that the user is away, or back. */
export interface SetAway extends ClientRequest {
  /** Message type. */
  readonly type: "away";
  /** Why or how long; absent or empty if the user is back. */
  readonly text?: string;
}

/** A request for what is known of a user who is connected. */
export interface WhoIs extends ClientRequest {
  /** Message type. */
  readonly type: "whois";
  /** The user's name. */
  readonly name: string;
}

/** A message to a room. */
export interface Say extends ClientRequest {
  /** Message type. */
  readonly type: "say";
  /** The name of the room. */
  readonly room: string;
  /** The text. */
  readonly text: string;
  /** A random string. The same one from the same identity within an hour is acknowledged but not stored again. */
  readonly nonce?: string;
  /** The `id` of the message of the room that it replies to; in a typed line it may be negative, as `about`. */
  readonly reply?: number;
  /** Whether the text tells what the sender does, as `/me` says it. */
  readonly action?: true;
}

/** A private message. */
export interface Direct extends ClientRequest {
  /** Message type. */
  readonly type: "direct";
  /** The recipient's name. */
  readonly to: string;
  /** The text. */
  readonly text: string;
  /** As in {@linkcode Say}. */
  readonly nonce?: string;
  /** As in {@linkcode Say}, of the conversation. */
  readonly reply?: number;
  /** As in {@linkcode Say}. */
  readonly action?: true;
}

/**
 * A request for messages of a room or a private conversation: the latest, or those before, after or around an `id`. At most
 * one of `before`, `after` and `around` is given.
 */
export interface HistoryRequest extends ClientRequest {
  /** Message type. */
  readonly type: "history";
  /** The room; exactly one of `room` and `with` is given. */
  readonly room?: string;
  /** The other person. */
  readonly with?: string;
  /** Only messages with a smaller `id`. */
  readonly before?: number;
  /** Only messages with a larger `id`, from the first one on. */
  readonly after?: number;
  /** Up to half of `limit` before this `id`, the rest from it on; the nearest that are kept if it is gone. */
  readonly around?: number;
  /** Most messages to send. */
  readonly limit?: number;
}

/** A request for messages that contain all of some words. */
export interface SearchRequest extends ClientRequest {
  /** Message type. */
  readonly type: "search";
  /** The words, separated by anything other than letters and digits. */
  readonly terms: string;
  /** Only this room; otherwise every room the session is in. */
  readonly room?: string;
  /** Only messages sent before this time, in Unix milliseconds. */
  readonly before?: number;
  /** Most messages to send. */
  readonly limit?: number;
}

/** Any message of a client. */
export type ClientMessage =
  | Hello
  | Say
  | Direct
  | HistoryRequest
  | SearchRequest
  | Join
  | ChangeRequest
  | ClientRequest & { readonly type: "leave" | "who"; readonly room: string }
  | ClientRequest & { readonly type: "list" | "ping" | "pong" | "quit" }
  | ClientRequest & { readonly type: "logout" }
  | Rename
  | SetAway
  | WhoIs
  | Register
  | LogIn
  | ChangePassword
  | ModerationRequest;
