import type { RoomInfo } from "../../protocol/messages/server_messages.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { Accounts } from "../accounts/accounts.ts";
import type { Member } from "./member.ts";
import type { Access } from "./moderation/access.ts";
import { RANK } from "./moderation/rules.ts";
import type { Room } from "./room.ts";
import type { Rooms } from "./rooms.ts";
import type { Roster } from "./roster.ts";
import { awayOf, type SessionStatus, toStatus } from "./session_status.ts";
import type { Store, StoredRoom } from "../store/store.ts";

/** Options of {@linkcode Directory}. */
export interface DirectoryOptions {
  readonly roster: Roster;
  readonly rooms: Rooms;
  readonly accounts: Accounts;
  readonly access: Access;
  readonly store: Store;
}

/** Maximum empty rooms in a list. */
const MAX_STORED_ROOMS = 1_000;

/** How long the rooms with stored messages are known from an earlier list, in milliseconds. */
const STORED_ROOMS_LIFETIME = 1_000;

/** A room with members. */
export interface OpenRoom {
  readonly key: string;
  readonly info: RoomInfo;
}

/** Rooms with stored messages, by their keys. */
export type StoredRooms = ReadonlyMap<string, StoredRoom>;

/** Members and rooms, as far as a member may see them. */
export class Directory {
  protected readonly access: Access;
  readonly #roster: Roster;
  readonly #rooms: Rooms;
  readonly #accounts: Accounts;
  readonly #store: Store;
  #stored: Promise<StoredRooms> | undefined;
  /** When {@linkcode Directory.#stored} was read, and the number of rooms that had closed by then. */
  #storedAt = { time: 0, closed: 0 };

  /** @param options See {@linkcode DirectoryOptions}. */
  constructor({ roster, rooms, accounts, access, store }: DirectoryOptions) {
    this.#roster = roster;
    this.#rooms = rooms;
    this.#accounts = accounts;
    this.access = access;
    this.#store = store;
  }

  /**
   * Returns the rooms that a member may see, with the number of users in each: the lobby first, then other rooms with
   * members, then empty rooms with stored messages. Each is examined when it is yielded, because there may be many; a
   * room that exists throughout is yielded once.
   *
   * @throws {StoreError} If the store cannot be read.
   */
  async list(member: Member): Promise<Iterable<RoomInfo>> {
    const stored = await this.#storedRooms();
    return this.listed(member, this.#rooms, stored);
  }

  /** Returns the members of a room, if the requesting member may see it. */
  who(member: Member, name: string): Promise<RoomMembers | undefined> | RoomMembers | undefined {
    const room = this.#rooms.find(name);
    if (room === undefined || !this.access.sees(member, room.key)) return undefined;
    return { name: room.name, members: this.#members(room) };
  }

  /**
   * Finds the user of a name: its account, present or not, otherwise the guest who uses it. The account is read each time,
   * because it may be new.
   *
   * @throws {StoreError} If the store cannot be read.
   */
  async find(name: string): Promise<Recipient | undefined> {
    const account = await this.#accounts.find(name);
    return account ? { name: account.name, identity: account.id } : await this.findGuest(name);
  }

  /** Finds the guest who uses a name. */
  protected findGuest(
    name: string,
  ): Promise<Recipient | undefined> | Recipient | undefined {
    return this.#roster.named(nameKey(name)).find(({ account }) => account === undefined);
  }

  /** Finds the earlier session of a client that reconnects under a name. */
  findResumable(
    name: string,
    digest: string,
  ): Promise<ResumableSession | undefined> | ResumableSession | undefined {
    return this.#roster.named(nameKey(name)).find((holder) => holder.digest === digest);
  }

  /** Finds the sessions with a name on other nodes. */
  findRemote(_name: string): Promise<readonly SessionView[]> | readonly SessionView[] {
    return [];
  }

  /** Returns the sessions with a name on all nodes; none if no user has it. */
  async statuses(name: string): Promise<readonly SessionStatus[]> {
    const elsewhere = await this.remoteStatuses(name);
    return [...this.#roster.named(nameKey(name)).map(toStatus), ...elsewhere];
  }

  /** Returns the sessions with a name on other nodes. */
  protected remoteStatuses(
    _name: string,
  ): Promise<readonly SessionStatus[]> | readonly SessionStatus[] {
    return [];
  }

  /** Finds the sessions in a room on other nodes. */
  remoteSessionsIn(_room: string): Promise<readonly SessionView[]> | readonly SessionView[] {
    return [];
  }

  /** Yields the users in a room, each once, however many sessions they have there. */
  *#members(room: Room): Generator<RoomMember, void> {
    const told = new Set<string>();
    for (const member of [...room.members]) {
      const { key, name } = member;
      if (told.has(key)) continue;
      told.add(key);
      const isOperator = this.access.rank(member, room.key) > RANK.member;
      // Most members are not away.
      const away = member.away === undefined
        ? undefined
        : awayOf(this.#roster.sessions(member.identity));
      yield { name, isOperator, away };
    }
  }

  /**
   * Returns the rooms with stored messages, read once for all lists within a second. When a room has closed, they are read
   * anew, as it may be among them now.
   */
  #storedRooms(): Promise<StoredRooms> {
    const { closed } = this.#rooms;
    const now = performance.now();
    const { time, closed: before } = this.#storedAt;
    if (this.#stored === undefined || closed !== before || now - time > STORED_ROOMS_LIFETIME) {
      const stored = this.storedRooms();
      this.#stored = stored;
      this.#storedAt = { time: now, closed };
      stored.catch(() => this.#stored = undefined);
    }
    return this.#stored;
  }

  /** Reads the rooms with stored messages. */
  protected async storedRooms(): Promise<StoredRooms> {
    const rooms = await this.#store.rooms(MAX_STORED_ROOMS);
    return new Map(rooms.map((room) => [room.key, room]));
  }

  /**
   * Yields the result of {@linkcode Directory.list}.
   *
   * @param member The requesting member.
   * @param open The lobby and the rooms with members, in order.
   * @param stored The rooms with stored messages.
   */
  protected *listed(
    member: Member,
    open: Iterable<OpenRoom>,
    stored: StoredRooms,
  ): Generator<RoomInfo, void> {
    const listed = new Set<string>();
    for (const { key, info } of open) {
      if (stored.has(key)) listed.add(key);
      if (this.access.sees(member, key)) yield info;
    }
    for (const { key, name, at } of stored.values()) {
      if (listed.has(key) || !this.access.sees(member, key)) continue;
      const topic = this.access.topic({ key, name })?.text;
      yield { name, members: 0, ...(topic !== undefined && { topic }), at };
    }
  }
}

/** Recipient of a private message, connected or not. */
export interface Recipient {
  readonly name: string;
  readonly identity: string;
}

export interface RoomMembers {
  readonly name: string;
  /** Each user once. They are examined when they are yielded, because there may be many. */
  readonly members: Iterable<RoomMember>;
}

/** A member of a room. */
export interface RoomMember {
  readonly name: string;
  /** Whether the member has operator rights in the room. */
  readonly isOperator: boolean;
  /** What the user says about being away; `undefined` if the user is not. */
  readonly away: string | undefined;
}

/** A session that another one of the same client may replace. */
export interface ResumableSession {
  readonly name: string;
  readonly account: string | undefined;
  /** Revision of the account that it signed in with. */
  readonly revision: number | undefined;
}

/** A session as moderation sees it; it may be on another node. */
export interface SessionView {
  readonly name: string;
  readonly account: string | undefined;
  /** Digest of the token. */
  readonly digest: string;
  readonly identity: string;
  /** All identities of the user. */
  readonly identities: readonly string[];
  /** Address, if known on this node. */
  readonly address?: string;
  /** Rooms of the session, by key. */
  readonly rooms: { has(key: string): boolean };
}
