import type { RoomState } from "../chat/room_state.ts";

/** A session, and the name it is to go by. */
export interface NameClaim {
  readonly session: string;
  readonly name: string;
  readonly digest: string;
  readonly account: string | undefined;
  /** The revision of the account that the session signed in with. */
  readonly revision: number | undefined;
}

/** What became of coming into a room. */
export interface RegistryJoin extends RoomState {
  /** The key of the room. */
  readonly room: string;
}

/** Session on one of the nodes. */
export interface RegistryMember {
  readonly name: string;
  readonly identity: string;
  readonly account: string | undefined;
  /** The revision of the account that the session signed in with. */
  readonly revision: number | undefined;
}

/** A session on another node. */
export interface RemoteSession {
  readonly name: string;
  readonly account: string | null;
  /** The accounts that it was in before. */
  readonly former: readonly string[];
  readonly digest: string;
  /** The keys of the rooms that it is in. */
  readonly rooms: readonly string[];
}

/** A room, and the sessions in it. */
export interface RoomSessions {
  readonly name: string;
  readonly people: readonly {
    readonly key: string;
    readonly name: string;
    readonly account: string | null;
    readonly digest: string;
  }[];
}

/** What happened to a session of this node by another node's doing. */
export type PendingEvent =
  | { readonly session: string; readonly kind: "replaced" }
  | { readonly session: string; readonly kind: "renamed"; readonly name: string };
