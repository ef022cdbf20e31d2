import type { ClientRequest, Ref } from "./request.ts";
import type { ErrorCode } from "./error_code.ts";
import type { ErrorDetails } from "./error_details.ts";
import type { Change, ChangeEvent, MessageState, RoomChange } from "./changes.ts";
import type { Limits, Rate } from "../limits.ts";
import type { ModerationEvent } from "./moderation.ts";

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

/** A message of a room, or a change of one. Both have their id in the room. */
export type RoomEntry = RoomMessage | RoomChange;

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
  /** The first room that the session is in; absent if it is in none. */
  readonly room?: string;
  /** The sizes that the server accepts. */
  readonly limits: Limits;
  /** How fast the server reads. Earlier servers do not announce it. */
  readonly rate?: Rate;
  /** Address of the server's web page, if the server knows one that other machines can open. */
  readonly web?: string;
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
  /** What members who are away say about it, by their names; none are away if absent. */
  readonly away?: Readonly<Record<string, string>>;
  /** Whether the answer continues in another message. */
  readonly more?: true;
}

/** A user is away or back; also the answer to `away`. */
export interface AwayEvent extends ClientRequest {
  /** Message type. */
  readonly type: "away";
  /** The user's name. */
  readonly name: string;
  /** What the user says about it; absent if the user is back. */
  readonly text?: string;
}

/** The answer to `whois`: a user, who may have several sessions. */
export interface UserInfo extends ClientRequest {
  /** Message type. */
  readonly type: "whois";
  /** The name as the user writes it. */
  readonly name: string;
  /** Whether the name belongs to an account. */
  readonly registered: boolean;
  /** When the oldest of the user's sessions connected, in Unix milliseconds. */
  readonly since: number;
  /** Milliseconds since the user last said or changed something, or signed in. */
  readonly idle: number;
  /** What the user says about being away; absent if the user is not. */
  readonly away?: string;
  /** The rooms that the asking session shares with the user, as many as fit in 16 KiB. */
  readonly rooms: readonly string[];
  /** The address of the session that was used last; only server operators get it. */
  readonly address?: string;
}

/** The answer to `register`, `login`, `passwd` and `logout`. */
export interface AccountEvent extends ClientRequest {
  /** Message type. */
  readonly type: "registered" | "logged_in" | "password_changed" | "logged_out";
  /** The name that the session has now. */
  readonly name: string;
}

/** A request or a connection is rejected. */
export interface ErrorMessage extends ErrorDetails, ClientRequest {
  /** Message type. */
  readonly type: "error";
  /** The reason, for programs. */
  readonly code: ErrorCode;
  /** The reason, for people, in the language of the server; for clients that do not know the code. */
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

/** The last message of a connection. */
export interface Bye extends ClientRequest {
  /** Message type. */
  readonly type: "bye";
  /** Why the server closes the connection. */
  readonly reason: string;
  /** Milliseconds over which clients spread their return: each waits for a random part of them. */
  readonly after?: number;
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
  | AwayEvent
  | UserInfo
  | Renamed
  | AccountEvent
  | ModerationEvent
  | ChangeEvent
  | { readonly type: "ack"; readonly ref: Ref; readonly id: number; readonly at: number }
  | { readonly type: "notice"; readonly message: string }
  | ClientRequest & { readonly type: "ping" | "pong" }
  | Bye;
