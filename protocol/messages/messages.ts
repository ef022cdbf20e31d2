/**
 * The messages of the JSON dialect: their types, and the checks that every received one passes.
 *
 * Nothing here knows commands, as typed lines become messages and not the reverse, or who sends a message.
 *
 * @module
 */
import type { ClientRequest, Ref } from "./request.ts";
import type { ErrorCode } from "./error_code.ts";
import type { Limits } from "../limits.ts";
import type { ModerationEvent, ModerationRequest } from "./moderation.ts";

/** The first message of a client: who speaks. */
export interface Hello extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "hello";
  /** The name to go by. */
  readonly name: string;
  /** The version of the protocol. */
  readonly version: 1;
  /** The password of a registered name. */
  readonly password?: string;
  /** The last `id` seen of each room: what came after it is sent. */
  readonly resume?: Readonly<Record<string, number>>;
  /** Of the rooms to resume those that no room may be called: not sent, but told from the others when it is read. */
  readonly gone?: readonly string[];
  /** The `token` of an earlier `welcome`: shows that it is the same person, who may take the place of a lost connection. */
  readonly token?: string;
}

/** Comes into a room. */
export interface Join extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "join";
  /** The room. */
  readonly room: string;
  /** The last `id` seen of it: what came after it is sent, as after a `hello` that resumes. */
  readonly after?: number;
}

/** A request to keep the name one goes by for oneself. */
export interface Register extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "register";
  /** What the name will ask for. */
  readonly password: string;
}

/** A request to go on under a registered name. */
export interface LogIn extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "login";
  /** The registered name. */
  readonly name: string;
  /** Its password. */
  readonly password: string;
}

/** A request to change the password of the account one is logged in to. */
export interface ChangePassword extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "passwd";
  /** The password so far. */
  readonly password: string;
  /** The one to ask for from now on. */
  readonly new: string;
}

/** A request to change the name. */
export interface Rename extends ClientRequest {
  readonly type: "rename";
  readonly name: string;
}

/** Something to say in a room. */
export interface Say extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "say";
  /** The name of the room. */
  readonly room: string;
  /** What is said. */
  readonly text: string;
  /** A random string: the same one from the same person within an hour is acknowledged, and not said again. */
  readonly nonce?: string;
}

/** Something to say to one person. */
export interface Direct extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "direct";
  /** The name of the one it is for. */
  readonly to: string;
  /** What is said. */
  readonly text: string;
  /** As in {@linkcode Say}. */
  readonly nonce?: string;
}

/** A request for messages of a room, or of the conversation with one person: the latest, or those before an `id`. */
export interface HistoryRequest extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "history";
  /** The room; one of `room` and `with` is given. */
  readonly room?: string;
  /** The other person. */
  readonly with?: string;
  /** Only messages with a smaller `id`. */
  readonly before?: number;
  /** Most messages to send. */
  readonly limit?: number;
}

/** A request for messages that contain all of some words. */
export interface SearchRequest extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "search";
  /** The words, separated by anything that is no letter or digit. */
  readonly terms: string;
  /** Only this room; otherwise every room the session is in. */
  readonly room?: string;
  /** Only messages said before this time, in Unix milliseconds. */
  readonly before?: number;
  /** Most messages to send. */
  readonly limit?: number;
}

/** Everything a client may send, told apart by `type`. */
export type ClientMessage =
  | Hello
  | Say
  | Direct
  | HistoryRequest
  | SearchRequest
  | Join
  | ClientRequest & { readonly type: "leave" | "who"; readonly room: string }
  | ClientRequest & { readonly type: "list" | "ping" | "pong" | "quit" }
  | ClientRequest & { readonly type: "logout" }
  | Rename
  | Register
  | LogIn
  | ChangePassword
  | ModerationRequest;

/** A message of a room. */
export interface RoomMessage {
  /** Counts the room's messages: 1, 2, 3, with no gap. */
  readonly id: number;
  /** The name of the room. */
  readonly room: string;
  /** The name of the one who said it. */
  readonly from: string;
  /** What is said. */
  readonly text: string;
  /** When it was said, in Unix milliseconds. */
  readonly at: number;
}

/** A message to one person. */
export interface DirectMessage {
  /** Counts the messages between the two: 1, 2, 3, with no gap. */
  readonly id: number;
  /** The name of the one who said it. */
  readonly from: string;
  /** The name of the one it is for. */
  readonly to: string;
  /** What is said. */
  readonly text: string;
  /** When it was said, in Unix milliseconds. */
  readonly at: number;
}

/** The answer to `hello`. */
export interface Welcome extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "welcome";
  /** The name as it is shown to everybody. */
  readonly name: string;
  /** The program that serves and its version, as in `chat/0.1.0`. */
  readonly server: string;
  /** The version of the protocol that the server speaks. */
  readonly version: 1;
  /** The room everybody begins in. */
  readonly room: string;
  /** The sizes that the server accepts. */
  readonly limits: Limits;
  /** Shows in a later `hello` that it is the same person. A secret. */
  readonly token: string;
  /** Whether one is logged in to an account. */
  readonly registered?: true;
}

/** Somebody came into a room, or went. The one it is about gets it too. */
export interface PresenceEvent extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "joined" | "left";
  /** The name of the room. */
  readonly room: string;
  /** The name of the one it is about. */
  readonly name: string;
  /** The name of the one who put them out, if they did not go by themselves. */
  readonly by?: string;
  /** Why they were put out. */
  readonly reason?: string;
}

/** A part of the conversation in a room or with one person, oldest first. */
export interface HistoryPage extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "history";
  /** The room, unless it is the conversation with one person. */
  readonly room?: string;
  /** The other person. */
  readonly with?: string;
  /** The messages, oldest first. */
  readonly messages: readonly (RoomMessage | DirectMessage)[];
  /** Whether there is more on the way from here: older messages, or after a `resume` newer ones, in another `history`. */
  readonly more: boolean;
  /** After a `resume`: the first `id` that is still kept, where messages that were missed no longer are. */
  readonly lost?: number;
}

/** The answer to `search`, newest first. */
export interface SearchResults extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "found";
  /** The messages, newest first. */
  readonly messages: readonly RoomMessage[];
  /** Whether there are more. */
  readonly more: boolean;
  /** Whether the search took too long: there may be others that were not found. */
  readonly partial?: true;
}

/** The answer to `list`. */
export interface RoomList extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "rooms";
  /** The rooms with members, then those without of which messages are kept, the latest first. */
  readonly rooms: readonly RoomInfo[];
  /** Whether the answer goes on in another message. */
  readonly more?: true;
}

/** A room in the answer to `list`. */
export interface RoomInfo {
  /** Its name, with the `#`. */
  readonly name: string;
  /** How many people are in it. */
  readonly members: number;
  /** What a room without members is about, if that was said. */
  readonly topic?: string;
  /** When the last message was said in a room without members, in Unix milliseconds. */
  readonly at?: number;
}

/** The answer to `who`. */
export interface MemberList extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "members";
  /** The name of the room. */
  readonly room: string;
  /** The names of those who are in it. */
  readonly names: readonly string[];
  /** Those of them who look after the room; none if left out. */
  readonly ops?: readonly string[];
  /** Whether the answer goes on in another message. */
  readonly more?: true;
}

/** The answer to `register`, `login`, `passwd` and `logout`. */
export interface AccountEvent extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "registered" | "logged_in" | "password_changed" | "logged_out";
  /** The name one goes by now. */
  readonly name: string;
}

/** Something was refused. */
export interface ErrorMessage extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "error";
  /** What it is about, for programs. */
  readonly code: ErrorCode;
  /** For people, in the language of the server. */
  readonly message: string;
}

/** A user changed their name, or the server changed it. */
export interface Renamed extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "renamed";
  /** The earlier name. */
  readonly from: string;
  /** The new name. */
  readonly name: string;
  /** Why the server gave the receiver a new name unasked: the earlier one belongs to an account now. */
  readonly reason?: "registered";
}

/** Everything a server may send, told apart by `type`. */
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
  | { readonly type: "ack"; readonly ref: Ref; readonly id: number; readonly at: number }
  | { readonly type: "notice"; readonly message: string }
  | ClientRequest & { readonly type: "ping" | "pong" }
  | ClientRequest & { readonly type: "bye"; readonly reason: string };
