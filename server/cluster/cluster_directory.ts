import type { RoomInfo } from "../../protocol/messages/messages.ts";
import { LOBBY, nameKey } from "../../protocol/text/names.ts";
import {
  type Addressee,
  Directory,
  type DirectoryOptions,
  type Earlier,
  type People,
  type Person,
  type Sighting,
} from "../chat/directory.ts";
import type { Member } from "../chat/member.ts";
import { RANK } from "../chat/moderation/rules.ts";
import type { Registry } from "./registry.ts";
import type { Elsewhere, RoomPeople } from "./registry_types.ts";

/** Tells who is where on all nodes. */
export class ClusterDirectory extends Directory {
  readonly #registry: Registry;

  /**
   * @param options See {@linkcode DirectoryOptions}.
   * @param registry What the nodes agree on.
   */
  constructor(options: DirectoryOptions, registry: Registry) {
    super(options);
    this.#registry = registry;
  }

  override async list(member: Member): Promise<Iterable<RoomInfo>> {
    const [kept, rooms] = await Promise.all([this.keptRooms(), this.#registry.rooms()]);
    const lobby = rooms.find(({ key }) => key === LOBBY);
    const others = rooms.filter(({ key }) => key !== LOBBY);
    return this.listed(
      member,
      [lobby ?? { key: LOBBY, name: LOBBY, population: 0 }, ...others],
      kept,
    );
  }

  override async who(member: Member, name: string): Promise<People | undefined> {
    const room = await this.#registry.people(name);
    const key = nameKey(name);
    if (room === undefined || !this.access.sees(member, key)) return undefined;
    const people = new Map(room.people.map((one) => [one.key, one]));
    return { name: room.name, people: this.#people(key, [...people.values()]) };
  }

  *#people(room: string, people: RoomPeople["people"]): Generator<Person, void> {
    for (const { name, account, digest } of people) {
      const rank = this.access.rank({ account: account ?? undefined, digest }, room);
      yield { name, isOperator: rank > RANK.member };
    }
  }

  override async findElsewhere(name: string): Promise<readonly Sighting[]> {
    return (await this.#registry.elsewhere({ name })).map(toSighting);
  }

  override async othersIn(room: string): Promise<readonly Sighting[]> {
    return (await this.#registry.elsewhere({ room })).map(toSighting);
  }

  override async findEarlier(name: string, digest: string): Promise<Earlier | undefined> {
    const found = await super.findEarlier(name, digest) ?? await this.#registry.find(name, digest);
    return found && { name: found.name, account: found.account, revision: found.revision };
  }

  protected override async findGuest(name: string): Promise<Addressee | undefined> {
    const here = await super.findGuest(name);
    if (here !== undefined) return here;
    const found = await this.#registry.find(name);
    return found?.account === undefined ? found : undefined;
  }
}

function toSighting({ name, account, former, digest, rooms }: Elsewhere): Sighting {
  const own = account === null ? [] : [account];
  return {
    name,
    account: account ?? undefined,
    digest,
    identity: account ?? digest,
    identities: [...own, ...former, digest],
    rooms: new Set(rooms),
  };
}
