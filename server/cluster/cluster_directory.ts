import type { RoomInfo } from "../../protocol/messages/server_messages.ts";
import { LOBBY, nameKey } from "../../protocol/text/names.ts";
import {
  Directory,
  type DirectoryOptions,
  type OpenRoom,
  type Recipient,
  type ResumableSession,
  type RoomMember,
  type RoomMembers,
  type SessionView,
} from "../chat/directory.ts";
import type { Member } from "../chat/member.ts";
import { RANK } from "../chat/moderation/rules.ts";
import type { SessionStatus } from "../chat/session_status.ts";
import type { RegistryQueries } from "./registry_queries.ts";
import type { RemoteSession, RoomSessions } from "./registry_types.ts";

/** Directory of all nodes. */
export class ClusterDirectory extends Directory {
  readonly #registry: RegistryQueries;

  /**
   * @param options See {@linkcode DirectoryOptions}.
   * @param registry Queries for sessions and rooms of all nodes.
   */
  constructor(options: DirectoryOptions, registry: RegistryQueries) {
    super(options);
    this.#registry = registry;
  }

  override async list(member: Member): Promise<Iterable<RoomInfo>> {
    const [stored, rooms] = await Promise.all([this.storedRooms(), this.#registry.rooms()]);
    return this.listed(member, lobbyFirst(rooms), stored);
  }

  override async who(member: Member, name: string): Promise<RoomMembers | undefined> {
    const room = await this.#registry.sessionsIn(name);
    const key = nameKey(name);
    if (room === undefined || !this.access.sees(member, key)) return undefined;
    const users = new Map(room.sessions.map((session) => [session.key, session]));
    return { name: room.name, members: this.#members(key, [...users.values()]) };
  }

  *#members(room: string, users: RoomSessions["sessions"]): Generator<RoomMember, void> {
    for (const { name, account, digest, away } of users) {
      const rank = this.access.rank({ account: account ?? undefined, digest }, room);
      yield { name, isOperator: rank > RANK.member, away: away ?? undefined };
    }
  }

  override async findRemote(name: string): Promise<readonly SessionView[]> {
    return (await this.#registry.remoteSessions({ name })).map(toSessionView);
  }

  protected override async remoteStatuses(name: string): Promise<readonly SessionStatus[]> {
    const found = await this.#registry.statuses(name);
    return found.map(({ account, away, rooms, ...status }) => ({
      ...status,
      isRegistered: account !== null,
      away: away ?? undefined,
      rooms: new Set(rooms),
    }));
  }

  override async remoteSessionsIn(room: string): Promise<readonly SessionView[]> {
    return (await this.#registry.remoteSessions({ room })).map(toSessionView);
  }

  override async findResumable(
    name: string,
    digest: string,
  ): Promise<ResumableSession | undefined> {
    const found = await super.findResumable(name, digest) ??
      await this.#registry.find(name, digest);
    return found && { name: found.name, account: found.account, revision: found.revision };
  }

  protected override async findGuest(name: string): Promise<Recipient | undefined> {
    const here = await super.findGuest(name);
    if (here !== undefined) return here;
    const found = await this.#registry.find(name);
    return found?.account === undefined ? found : undefined;
  }
}

function* lobbyFirst(rooms: readonly OpenRoom[]): Generator<OpenRoom, void> {
  yield rooms.find(({ key }) => key === LOBBY) ??
    { key: LOBBY, info: { name: LOBBY, members: 0 } };
  for (const room of rooms) if (room.key !== LOBBY) yield room;
}

function toSessionView({ name, account, former, digest, rooms }: RemoteSession): SessionView {
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
