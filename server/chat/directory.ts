import type { RoomInfo } from "../../protocol/messages/messages.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { Accounts } from "../accounts/accounts.ts";
import type { Member } from "./member.ts";
import type { Access } from "./moderation/access.ts";
import { RANK } from "./moderation/rules.ts";
import type { Room } from "./room.ts";
import type { Rooms } from "./rooms.ts";
import type { Roster } from "./roster.ts";
import type { Store, StoredRoom } from "../store/store.ts";

/** What a {@linkcode Directory} looks in. */
export interface DirectoryOptions {
  readonly roster: Roster;
  readonly rooms: Rooms;
  readonly accounts: Accounts;
  readonly access: Access;
  readonly store: Store;
}

/** Most rooms without members that are listed. */
const MAX_STORED_ROOMS = 1_000;

/** A room with members. */
export interface OpenRoom {
  readonly key: string;
  readonly name: string;
  /** How many people are in it. */
  readonly population: number;
}

/** Directory of members and rooms, as far as a member may see them. */
export class Directory {
  protected readonly access: Access;
  readonly #roster: Roster;
  readonly #rooms: Rooms;
  readonly #accounts: Accounts;
  readonly #store: Store;

  /** @param options See {@linkcode DirectoryOptions}. */
  constructor({ roster, rooms, accounts, access, store }: DirectoryOptions) {
    this.#roster = roster;
    this.#rooms = rooms;
    this.#accounts = accounts;
    this.access = access;
    this.#store = store;
  }

  /**
   * Returns the rooms that a member may know of with the number of people in each, the lobby first; then the rooms without
   * members of which messages are kept. Each is looked at when it is taken, as there may be very many; a room that is there
   * all the time is given once.
   *
   * @throws {StoreError} If the store cannot be read.
   */
  async list(member: Member): Promise<Iterable<RoomInfo>> {
    const stored = await this.storedRooms();
    return this.listed(member, this.#rooms, stored);
  }

  /** Returns the members of a room, if the asking member may see it. */
  who(member: Member, name: string): Promise<RoomMembers | undefined> | RoomMembers | undefined {
    const room = this.#rooms.find(name);
    if (room === undefined || !this.access.sees(member, room.key)) return undefined;
    return { name: room.name, members: this.#members(room) };
  }

  /**
   * Finds the one to whom a name belongs: its account, whether it is there or not, or else the guest who goes by it. The
   * account is asked for each time, as it may be new.
   *
   * @throws {StoreError} If that cannot be known.
   */
  async find(name: string): Promise<Recipient | undefined> {
    const account = await this.#accounts.find(name);
    return account ? { name: account.name, identity: account.id } : await this.findGuest(name);
  }

  /** Finds the guest who goes by a name. */
  protected findGuest(
    name: string,
  ): Promise<Recipient | undefined> | Recipient | undefined {
    return this.#roster.named(nameKey(name)).find(({ account }) => account === undefined);
  }

  /** Finds the earlier session of a client that comes back under a name. */
  findResumable(
    name: string,
    digest: string,
  ): Promise<ResumableSession | undefined> | ResumableSession | undefined {
    return this.#roster.named(nameKey(name)).find((holder) => holder.digest === digest);
  }

  /** Finds the sessions that go by a name on other nodes. */
  findRemote(_name: string): Promise<readonly SessionView[]> | readonly SessionView[] {
    return [];
  }

  /** Finds the sessions that are in a room on other nodes. */
  remoteSessionsIn(_room: string): Promise<readonly SessionView[]> | readonly SessionView[] {
    return [];
  }

  /** The people in a room, each once, whatever sessions they have there. */
  *#members(room: Room): Generator<RoomMember, void> {
    const told = new Set<string>();
    for (const member of [...room.members]) {
      const { key, name } = member;
      if (told.has(key)) continue;
      told.add(key);
      yield { name, isOperator: this.access.rank(member, room.key) > RANK.member };
    }
  }

  /** The rooms of which messages are kept. */
  protected storedRooms(): Promise<readonly StoredRoom[]> {
    return this.#store.rooms(MAX_STORED_ROOMS);
  }

  /**
   * Puts together what {@linkcode Directory.list} gives.
   *
   * @param member The asking member.
   * @param open The rooms with members, and the lobby, in order.
   * @param stored The rooms of which messages are kept.
   */
  protected *listed(
    member: Member,
    open: Iterable<OpenRoom>,
    stored: readonly StoredRoom[],
  ): Generator<RoomInfo, void> {
    const empty = new Map(stored.map((room) => [room.key, room]));
    for (const { key, name, population } of open) {
      empty.delete(key);
      if (this.access.sees(member, key)) yield { name, members: population };
    }
    for (const { key, name, at } of empty.values()) {
      if (!this.access.sees(member, key)) continue;
      const topic = this.access.topic({ key, name })?.text;
      yield { name, members: 0, ...(topic !== undefined && { topic }), at };
    }
  }
}

/** Recipient of a private message, present or away. */
export interface Recipient {
  readonly name: string;
  readonly identity: string;
}

/** Room with its members. */
export interface RoomMembers {
  readonly name: string;
  /** Each once; they are looked at when they are taken, as there may be very many. */
  readonly members: Iterable<RoomMember>;
}

/** Member of a room. */
export interface RoomMember {
  readonly name: string;
  /** Whether they look after the room. */
  readonly isOperator: boolean;
}

/** A session that another one of the same client may take the place of. */
export interface ResumableSession {
  readonly name: string;
  readonly account: string | undefined;
  /** The revision of the account that it signed in with. */
  readonly revision: number | undefined;
}

/** Session as moderation sees it; it may be on another node. */
export interface SessionView {
  readonly name: string;
  readonly account: string | undefined;
  /** The digest of the token. */
  readonly digest: string;
  readonly identity: string;
  /** Everything by which one may be known again. */
  readonly identities: readonly string[];
  /** Where they come from, if it is known here. */
  readonly address?: string;
  /** The rooms they are in, by their keys. */
  readonly rooms: { has(key: string): boolean };
}
