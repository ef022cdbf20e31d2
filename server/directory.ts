import { nameKey } from "../protocol/names.ts";
import type { Accounts } from "./accounts/accounts.ts";
import type { Addressee, Earlier, People, RoomCount } from "./hub_options.ts";
import type { Member } from "./member.ts";
import type { Access } from "./moderation/access.ts";
import type { Sighting } from "./moderation/target.ts";
import type { Rooms } from "./rooms.ts";
import type { Roster } from "./roster.ts";

/** What a {@linkcode Directory} looks in. */
export interface DirectoryOptions {
  readonly roster: Roster;
  readonly rooms: Rooms;
  readonly accounts: Accounts;
  readonly access: Access;
}

/** Tells who is where, as far as one may know. */
export class Directory {
  protected readonly access: Access;
  readonly #roster: Roster;
  readonly #rooms: Rooms;
  readonly #accounts: Accounts;

  /** @param options See {@linkcode DirectoryOptions}. */
  constructor({ roster, rooms, accounts, access }: DirectoryOptions) {
    this.#roster = roster;
    this.#rooms = rooms;
    this.#accounts = accounts;
    this.access = access;
  }

  /** Gives the rooms that somebody may know of, the one everybody begins in first, with how many people are in each. */
  list(member: Member): Promise<readonly RoomCount[]> | readonly RoomCount[] {
    return this.#rooms.all.filter(({ key }) => this.access.sees(member, key))
      .map(({ name, people }) => ({ name, members: people.length }));
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
}
