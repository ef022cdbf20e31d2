import type { ClientRequest } from "./request.ts";

/** A request for the topic of a room, or to change it. */
export interface SetTopic extends ClientRequest {
  /** Message type. */
  readonly type: "topic";
  /** The room. */
  readonly room: string;
  /** The new topic; empty to remove it, absent to ask for it. */
  readonly text?: string;
}

/** A request to remove a user from a room. */
export interface Kick extends ClientRequest {
  /** Message type. */
  readonly type: "kick";
  /** The room. */
  readonly room: string;
  /** The user's name. */
  readonly name: string;
  /** The reason, which is sent to the user. */
  readonly reason?: string;
}

/** A request to ban or mute a user. */
export interface BanRequest extends ClientRequest {
  /** Message type. */
  readonly type: "ban" | "mute";
  /** The room; a `ban` without a room is from the whole server. */
  readonly room?: string;
  /** A name; for a `ban`, also an address. */
  readonly name: string;
  /** Duration; permanent if absent. */
  readonly minutes?: number;
  /** The reason, which is sent to the user. */
  readonly reason?: string;
}

/** A request to lift a ban or a mute. */
export interface UnbanRequest extends ClientRequest {
  /** Message type. */
  readonly type: "unban" | "unmute";
  /** As in {@linkcode BanRequest}. */
  readonly room?: string;
  /** The name or address that was banned or muted. */
  readonly name: string;
}

/** A request to list the bans and mutes of a room, or of the whole server. */
export interface ListBans extends ClientRequest {
  /** Message type. */
  readonly type: "bans";
  /** The room. */
  readonly room?: string;
}

/** A request to invite a user, or to give or revoke rights in a room. */
export interface GrantRequest extends ClientRequest {
  /** Message type. */
  readonly type: "op" | "deop" | "invite" | "owner";
  /** The room. */
  readonly room: string;
  /** The user's name. */
  readonly name: string;
}

/**
 * A request for an invitation link: a code with which users join a room. It has no `name`, which sets it apart from the
 * invitation of one user.
 */
export interface CreateLink extends ClientRequest {
  /** Message type. */
  readonly type: "invite";
  /** The room. */
  readonly room: string;
  /** Number of users that it admits; {@linkcode DEFAULT_LINK_USES} if absent. */
  readonly uses?: number;
  /** How long it is valid; {@linkcode DEFAULT_LINK_MINUTES} if absent. */
  readonly minutes?: number;
}

/** A request for the open invitation links of a room. */
export interface ListLinks extends ClientRequest {
  /** Message type. */
  readonly type: "invites";
  /** The room. */
  readonly room: string;
}

/** A request to revoke an invitation link, or all of a room. */
export interface RevokeLinks extends ClientRequest {
  /** Message type. */
  readonly type: "uninvite";
  /** The room. */
  readonly room: string;
  /** The `id` of the link; all links if absent. */
  readonly id?: string;
}

/** A request about invitation links. */
export type LinkRequest = CreateLink | ListLinks | RevokeLinks;

/** A request to make a room private, so that only invited users may join, or public again. */
export interface SetPrivate extends ClientRequest {
  /** Message type. */
  readonly type: "private";
  /** The room. */
  readonly room: string;
  /** Whether the room becomes private. */
  readonly on: boolean;
}

/** Any request for moderation. */
export type ModerationRequest =
  | SetTopic
  | Kick
  | BanRequest
  | UnbanRequest
  | ListBans
  | GrantRequest
  | SetPrivate
  | LinkRequest;

/** The topic of a room: sent after `joined`, in answer to `topic`, and when it changes. */
export interface TopicEvent extends ClientRequest {
  /** Message type. */
  readonly type: "topic";
  /** The room. */
  readonly room: string;
  /** The topic; empty if the room has none. */
  readonly text: string;
  /** The name of the user who set it. */
  readonly by?: string;
  /** When, in Unix milliseconds. */
  readonly at?: number;
}

/** What an operator did to a user: sent to the room and as the answer to the request. */
export interface MemberModerated extends ClientRequest {
  /** Message type. */
  readonly type:
    | "banned"
    | "unbanned"
    | "muted"
    | "unmuted"
    | "opped"
    | "deopped"
    | "owner"
    | "invited";
  /** The room; absent for the whole server. */
  readonly room?: string;
  /** The user's name, or the address. */
  readonly name: string;
  /** The operator's name. */
  readonly by: string;
  /** The reason. */
  readonly reason?: string;
  /** When it ends, in Unix milliseconds; never if absent. */
  readonly until?: number;
}

/** A room became private or public. */
export interface PrivacyEvent extends ClientRequest {
  /** Message type. */
  readonly type: "private";
  /** The room. */
  readonly room: string;
  /** Whether the room is private. */
  readonly on: boolean;
  /** The operator's name. */
  readonly by: string;
}

/** A ban or a mute. */
export interface Restriction {
  /** Whether the user may not join, or may not send messages. */
  readonly kind: "ban" | "mute";
  /** The user's name, or the address. */
  readonly name: string;
  /** The operator's name. */
  readonly by: string;
  /** When, in Unix milliseconds. */
  readonly at: number;
  /** The reason. */
  readonly reason?: string;
  /** When it ends, in Unix milliseconds; never if absent. */
  readonly until?: number;
}

/** The answer to `bans`. */
export interface BanList extends ClientRequest {
  /** Message type. */
  readonly type: "bans";
  /** The room; absent for the whole server. */
  readonly room?: string;
  /** The bans and mutes, oldest first. */
  readonly bans: readonly Restriction[];
  /** Whether the answer continues in another message. */
  readonly more?: true;
}

/** An open invitation link, without its code. */
export interface InvitationLink {
  /** Identifies it among the links of the room; tells nothing about the code. */
  readonly id: string;
  /** Number of users that it still admits. */
  readonly uses: number;
  /** When it ends, in Unix milliseconds. */
  readonly until: number;
  /** Name of the operator who created it. */
  readonly by: string;
  /** When it was created, in Unix milliseconds. */
  readonly at: number;
}

/** The answer to an `invite` without `name`, to the sender only. */
export interface LinkCreated extends ClientRequest, InvitationLink {
  /** Message type. */
  readonly type: "invited";
  /** The room. */
  readonly room: string;
  /** A secret: `join` with it enters the room. The server keeps only its digest. */
  readonly code: string;
}

/** The answer to `invites`. */
export interface LinkList extends ClientRequest {
  /** Message type. */
  readonly type: "invites";
  /** The room. */
  readonly room: string;
  /** The open links, oldest first. */
  readonly links: readonly InvitationLink[];
  /** Whether the answer continues in another message. */
  readonly more?: true;
}

/** The answer to `uninvite`. */
export interface LinksRevoked extends ClientRequest {
  /** Message type. */
  readonly type: "uninvited";
  /** The room. */
  readonly room: string;
  /** The `id` of the link; absent if all were revoked. */
  readonly id?: string;
}

/** Any event of moderation. */
export type ModerationEvent =
  | TopicEvent
  | MemberModerated
  | PrivacyEvent
  | BanList
  | LinkCreated
  | LinkList
  | LinksRevoked;
