import type { RoomState } from "../chat/room_state.ts";

/** A session, and the name it claims. */
export interface NameClaim {
  readonly session: string;
  readonly name: string;
  readonly digest: string;
  readonly account: string | undefined;
  /** Revision of the account that the session signed in with. */
  readonly revision: number | undefined;
}

/** Result of a {@linkcode NameClaim}. */
export interface ClaimResult {
  readonly refusal: "name_taken" | undefined;
  /** Whether another session has a pending event now, because it is replaced or renamed. */
  readonly hasPendingEvents: boolean;
}

/** Result of joining a room. */
export interface RegistryJoin extends RoomState {
  /** The key of the room. */
  readonly room: string;
  /** Whether the member opened the room. */
  readonly isNew?: boolean;
}

/** A session on any node. */
export interface RegistryMember {
  readonly name: string;
  readonly identity: string;
  readonly account: string | undefined;
  /** Revision of the account that the session signed in with. */
  readonly revision: number | undefined;
}

/** A session on another node. */
export interface RemoteSession {
  readonly name: string;
  readonly account: string | null;
  /** Its former accounts. */
  readonly former: readonly string[];
  readonly digest: string;
  /** Keys of its rooms. */
  readonly rooms: readonly string[];
}

/** What a node reports of one of its sessions. */
export interface SessionReport {
  readonly session: string;
  /** Milliseconds since it signed in. */
  readonly age: number;
  /** Milliseconds since it last said or changed something. */
  readonly idle: number;
  /** Address of the client. */
  readonly address: string;
}

/** Status of a session on another node. */
export interface RemoteStatus {
  readonly name: string;
  readonly account: string | null;
  /** When it signed in, in Unix milliseconds. */
  readonly since: number;
  /** Milliseconds since it last said or changed something. */
  readonly idle: number;
  /** What the user says about being away, or `null`. */
  readonly away: string | null;
  readonly address: string;
  /** Keys of its rooms. */
  readonly rooms: readonly string[];
}

/** A room and its sessions, in the order of joining. */
export interface RoomSessions {
  readonly name: string;
  readonly sessions: readonly {
    readonly key: string;
    readonly name: string;
    readonly account: string | null;
    readonly digest: string;
    /** What the user says about being away, or `null`. */
    readonly away: string | null;
  }[];
}

/** Decision of another node about a session of this node. */
export type PendingEvent =
  | { readonly session: string; readonly kind: "replaced" }
  | { readonly session: string; readonly kind: "renamed"; readonly name: string };
