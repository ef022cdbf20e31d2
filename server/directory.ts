import type { RoomInfo } from "../protocol/messages.ts";
import { nameKey } from "../protocol/names.ts";
import type { Accounts } from "./accounts/accounts.ts";
import type { Addressee, Earlier, People } from "./hub_options.ts";
import type { Member } from "./member.ts";
import type { Access } from "./moderation/access.ts";
import type { Sighting } from "./moderation/target.ts";
import type { Rooms } from "./rooms.ts";
import type { Roster } from "./roster.ts";
import type { Store } from "./store/store.ts";

/** What a {@linkcode Directory} looks in. */
export interface DirectoryOptions {
  readonly roster: Roster;
  readonly rooms: Rooms;
  readonly accounts: Accounts;
  readonly access: Access;
  readonly store: Store;
}

/** Most rooms without members that are listed. */
const MAX_KEPT_ROOMS = 1_000;

/** A room with members. */
export interface OpenRoom {
  readonly key: string;
  readonly name: string;
  readonly members: number;
}

/** Tells who is where, as far as one may know. */
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
   * Gives the rooms that a member may know of with the number of people in each, the lobby first; then the rooms without
   * members of which messages are kept.
   *
   * @throws {StoreError} If the store cannot be read.
   */
  async list(member: Member): Promise<readonly RoomInfo[]> {
    return await this.listed(
      member,
      () => this.#rooms.all.map(({ key, name, people }) => ({ key, name, members: people.length })),
    );
  }

  /** Gives who is in a room, if there is one of that name of which somebody may know. */
  who(member: Member, name: string): Promise<People | undefined> | People | undefined {
    const room = this.#rooms.find(name);
    if (room === undefined || !this.access.sees(member, room.key)) return undefined;
    return { name: room.name, names: room.people, operators: this.access.operators(room) };
  }

  /** Finds the one who goes by a name. */
  findHere(name: string): Addressee | undefined {
    return this.#roster.named(nameKey(name))[0];
  }

  /**
   * Finds the one to whom a name belongs.
   *
   * @throws {StoreError} If that cannot be known.
   */
  async findAway(name: string): Promise<Addressee | undefined> {
    const account = await this.#accounts.find(name);
    return account && { name: account.name, identity: account.id };
  }

  /** Finds the earlier session of a client that comes back under a name. */
  findEarlier(name: string, digest: string): Promise<Earlier | undefined> | Earlier | undefined {
    return this.#roster.named(nameKey(name)).find((holder) => holder.digest === digest);
  }

  /** Finds the sessions that go by a name on other nodes. */
  findElsewhere(_name: string): Promise<readonly Sighting[]> | readonly Sighting[] {
    return [];
  }

  /** Finds the sessions that are in a room on other nodes. */
  othersIn(_room: string): Promise<readonly Sighting[]> | readonly Sighting[] {
    return [];
  }

  /**
   * Puts together what {@linkcode Directory.list} gives.
   *
   * @param member Who asks.
   * @param open Gives the rooms with members, and the lobby, in order.
   */
  protected async listed(
    member: Member,
    open: () => Promise<readonly OpenRoom[]> | readonly OpenRoom[],
  ): Promise<readonly RoomInfo[]> {
    const kept = await this.#store.rooms(MAX_KEPT_ROOMS);
    const rooms = await open();
    const keys = new Set(rooms.map(({ key }) => key));
    const sees = ({ key }: { readonly key: string }) => this.access.sees(member, key);
    return [
      ...rooms.filter(sees).map(({ name, members }) => ({ name, members })),
      ...kept.filter((room) => !keys.has(room.key) && sees(room)).map(({ key, name, at }) => {
        const topic = this.access.topic({ key, name })?.text;
        return { name, members: 0, ...(topic !== undefined && { topic }), at };
      }),
    ];
  }
}
