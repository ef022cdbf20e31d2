import type { ClientRequest } from "./request.ts";

/** A request to tell what a room is about, or to say so. */
export interface SetTopic extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "topic";
  /** The name of the room. */
  readonly room: string;
  /** What it is about from now on; empty to take that away, and left out to ask. */
  readonly text?: string;
}

/** A request to put somebody out of a room. */
export interface Kick extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "kick";
  /** The name of the room. */
  readonly room: string;
  /** The name of the one to put out. */
  readonly name: string;
  /** Why; they are told. */
  readonly reason?: string;
}

/** A request to keep somebody out, or from speaking. */
export interface BanRequest extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "ban" | "mute";
  /** The name of the room; a `ban` without one is from the whole server. */
  readonly room?: string;
  /** A name; for a `ban` it may be an address. */
  readonly name: string;
  /** For how long; for good if left out. */
  readonly minutes?: number;
  /** Why; they are told. */
  readonly reason?: string;
}

/** A request to take a ban or a mute back. */
export interface UnbanRequest extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "unban" | "unmute";
  /** As in {@linkcode BanRequest}. */
  readonly room?: string;
  /** The name or the address that was given. */
  readonly name: string;
}

/** A request to list the bans and mutes of a room, or of the whole server. */
export interface ListBans extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "bans";
  /** The name of the room. */
  readonly room?: string;
}

/** A request about what somebody may do in a room. */
export interface GrantRequest extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "op" | "deop" | "invite" | "owner";
  /** The name of the room. */
  readonly room: string;
  /** The name of the one it is about. */
  readonly name: string;
}

/** A request to close a room to all who are not invited, or to open it. */
export interface SetPrivate extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "private";
  /** The name of the room. */
  readonly room: string;
  /** Whether it is to be private. */
  readonly on: boolean;
}

/** What those may ask for who look after a room. */
export type ModerationRequest =
  | SetTopic
  | Kick
  | BanRequest
  | UnbanRequest
  | ListBans
  | GrantRequest
  | SetPrivate;

/** What a room is about: after `joined`, in answer to `topic`, and when it changes. */
export interface TopicEvent extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "topic";
  /** The name of the room. */
  readonly room: string;
  /** What it is about; empty if nobody said. */
  readonly text: string;
  /** The name of the one who said so. */
  readonly by?: string;
  /** When, in Unix milliseconds. */
  readonly at?: number;
}

/** What was done to somebody, told to the room and in answer to who did it. */
export interface MemberModerated extends ClientRequest {
  /** Tells this message from others. */
  readonly type:
    | "banned"
    | "unbanned"
    | "muted"
    | "unmuted"
    | "opped"
    | "deopped"
    | "owner"
    | "invited";
  /** The name of the room; none where it is about the whole server. */
  readonly room?: string;
  /** The name or address of the one it is about. */
  readonly name: string;
  /** The name of the one who did it. */
  readonly by: string;
  /** Why. */
  readonly reason?: string;
  /** When it ends, in Unix milliseconds; never, if left out. */
  readonly until?: number;
}

/** A room was closed to all who are not invited, or opened. */
export interface PrivacyEvent extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "private";
  /** The name of the room. */
  readonly room: string;
  /** Whether it is private now. */
  readonly on: boolean;
  /** The name of the one who did it. */
  readonly by: string;
}

/** Somebody who is kept out, or from speaking. */
export interface Restriction {
  /** Which of the two. */
  readonly kind: "ban" | "mute";
  /** The name or the address. */
  readonly name: string;
  /** The name of the one who did it. */
  readonly by: string;
  /** When, in Unix milliseconds. */
  readonly at: number;
  /** Why. */
  readonly reason?: string;
  /** When it ends, in Unix milliseconds; never, if left out. */
  readonly until?: number;
}

/** The answer to `bans`. */
export interface BanList extends ClientRequest {
  /** Tells this message from others. */
  readonly type: "bans";
  /** The name of the room; none where it is about the whole server. */
  readonly room?: string;
  /** The bans and mutes, in the order in which they were given. */
  readonly bans: readonly Restriction[];
  /** Whether the answer goes on in another message. */
  readonly more?: true;
}

/** What a server tells of moderation. */
export type ModerationEvent = TopicEvent | MemberModerated | PrivacyEvent | BanList;
