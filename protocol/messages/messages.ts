/**
 * The messages of the JSON dialect: their types, and the checks that every received one passes.
 *
 * Nothing here knows typed commands, which become messages but not the reverse, or the sender of a message.
 *
 * @module
 */
import type { ClientRequest, Ref } from "./request.ts";
import type { ErrorCode } from "./error_code.ts";
import type { Change, ChangeEvent, ChangeRequest, MessageState } from "./changes.ts";
import type { Limits, Rate } from "../limits.ts";
import type { ModerationEvent, ModerationRequest } from "./moderation.ts";

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
  /** The last `id` received of each room; the server sends the messages after it. */
  readonly resume?: Readonly<Record<string, number>>;
  /** Rooms to resume whose names are no longer valid. Not on the wire: the parser takes them out of `resume`. */
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
  | Register
  | LogIn
  | ChangePassword
  | ModerationRequest;

/** A message of a room. */
export interface RoomMessage extends MessageState {
  /** Number of the message in the room, which counts changes, too: 1, 2, 3, without gaps. */
  readonly id: number;
  /** The name of the room. */
  readonly room: string;
  /** The sender's name. */
  readonly from: string;
  /** The text; empty if the message is deleted. */
  readonly text: string;
  /** When it was sent, in Unix milliseconds. */
  readonly at: number;
}

/** A private message. */
export interface DirectMessage extends MessageState {
  /** Number of the message in the conversation, which counts changes, too: 1, 2, 3, without gaps. */
  readonly id: number;
  /** The sender's name. */
  readonly from: string;
  /** The recipient's name. */
  readonly to: string;
  /** The text; empty if the message is deleted. */
  readonly text: string;
  /** When it was sent, in Unix milliseconds. */
  readonly at: number;
}

/** The answer to `hello`. */
export interface Welcome extends ClientRequest {
  /** Message type. */
  readonly type: "welcome";
  /** The name as others see it. */
  readonly name: string;
  /** Program and version of the server, as in `chat/0.1.0`. */
  readonly server: string;
  /** The server's version of the protocol. */
  readonly version: 1;
  /** The room that clients enter first. */
  readonly room: string;
  /** The sizes that the server accepts. */
  readonly limits: Limits;
  /** How fast the server reads. Earlier servers do not announce it. */
  readonly rate?: Rate;
  /** Proves the identity in a later `hello`. A secret. */
  readonly token: string;
  /** Whether the session is logged in to an account. */
  readonly registered?: true;
}

/** A user joined or left a room. That user gets it, too. */
export interface PresenceEvent extends ClientRequest {
  /** Message type. */
  readonly type: "joined" | "left";
  /** The name of the room. */
  readonly room: string;
  /** The user's name. */
  readonly name: string;
  /** The name of the operator who removed the user; absent if the user left. */
  readonly by?: string;
  /** Why the user was removed. */
  readonly reason?: string;
}

/** A page of messages of a room or a private conversation. */
export interface HistoryPage extends ClientRequest {
  /** Message type. */
  readonly type: "history";
  /** The room; absent for a private conversation. */
  readonly room?: string;
  /** The other person. */
  readonly with?: string;
  /** The messages as they are now, oldest first. */
  readonly messages: readonly (RoomMessage | DirectMessage)[];
  /** Changes between `first` and `last`, oldest first. Most are about messages of the page, and part of what they are. */
  readonly changes?: readonly Change[];
  /** The first `id` that the page covers, of a message or a change; absent if it covers none. */
  readonly first?: number;
  /** The last `id` that the page covers; absent with `first`. */
  readonly last?: number;
  /** Whether there are older messages; after a `resume`, whether newer ones follow in another `history`. */
  readonly more: boolean;
  /** Whether there is more after the page. */
  readonly moreAfter?: boolean;
  /** The emoji with which the user reacted to messages of the page, by their ids. */
  readonly mine?: Readonly<Record<string, readonly string[]>>;
  /** After a `resume`: the first `id` that is still stored, if missed messages have been deleted. */
  readonly lost?: number;
}

/** The answer to `search`, newest first. */
export interface SearchResults extends ClientRequest {
  /** Message type. */
  readonly type: "found";
  /** The messages, newest first. */
  readonly messages: readonly RoomMessage[];
  /** Whether there are more. */
  readonly more: boolean;
  /** Whether the search ended early, so that results may be missing. */
  readonly partial?: true;
}

/** The answer to `list`. */
export interface RoomList extends ClientRequest {
  /** Message type. */
  readonly type: "rooms";
  /** Rooms with members, then empty rooms with stored messages, latest first. */
  readonly rooms: readonly RoomInfo[];
  /** Whether the answer continues in another message. */
  readonly more?: true;
}

/** A room in the answer to `list`. */
export interface RoomInfo {
  /** Its name, with the `#`. */
  readonly name: string;
  /** Number of members. */
  readonly members: number;
  /** Topic of an empty room, if it has one. */
  readonly topic?: string;
  /** Time of the last message in an empty room, in Unix milliseconds. */
  readonly at?: number;
}

/** The answer to `who`. */
export interface MemberList extends ClientRequest {
  /** Message type. */
  readonly type: "members";
  /** The name of the room. */
  readonly room: string;
  /** The members' names. */
  readonly names: readonly string[];
  /** The names of members with operator rights; none if absent. */
  readonly ops?: readonly string[];
  /** Whether the answer continues in another message. */
  readonly more?: true;
}

/** The answer to `register`, `login`, `passwd` and `logout`. */
export interface AccountEvent extends ClientRequest {
  /** Message type. */
  readonly type: "registered" | "logged_in" | "password_changed" | "logged_out";
  /** The name that the session has now. */
  readonly name: string;
}

/** A request or a connection is rejected. */
export interface ErrorMessage extends ClientRequest {
  /** Message type. */
  readonly type: "error";
  /** The reason, for programs. */
  readonly code: ErrorCode;
  /** The reason, for people, in the language of the server. */
  readonly message: string;
}

/** A user changed their name, or the server changed it. */
export interface Renamed extends ClientRequest {
  /** Message type. */
  readonly type: "renamed";
  /** The earlier name. */
  readonly from: string;
  /** The new name. */
  readonly name: string;
  /** Why the server renamed the receiver: another session registered the earlier name. */
  readonly reason?: "registered";
}

/** Any message of a server. */
export type ServerMessage =
  | Welcome
  | PresenceEvent
  | RoomMessage & { readonly type: "message" }
  | DirectMessage & { readonly type: "direct" }
  | HistoryPage
  | SearchResults
  | ErrorMessage
  | RoomList
  | MemberList
  | Renamed
  | AccountEvent
  | ModerationEvent
  | ChangeEvent
  | { readonly type: "ack"; readonly ref: Ref; readonly id: number; readonly at: number }
  | { readonly type: "notice"; readonly message: string }
  | ClientRequest & { readonly type: "ping" | "pong" }
  | ClientRequest & { readonly type: "bye"; readonly reason: string };
