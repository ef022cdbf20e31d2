import { nameKey } from "../../protocol/text/names.ts";
import type { OpenRoom } from "../chat/directory.ts";
import type { RoomPresence } from "../chat/room_state.ts";
import type { Departures } from "./departures.ts";
import type { RegistryClient } from "./registry_client.ts";
import type { RegistryNode } from "./registry_node.ts";
import type {
  RegistryMember,
  RemoteSession,
  RemoteStatus,
  RoomSessions,
} from "./registry_types.ts";

/** Options of {@linkcode RegistryQueries}. */
export interface RegistryQueriesOptions {
  readonly client: RegistryClient;
  readonly node: RegistryNode;
  /** Lists wait for these: a client that was notified that a member left must not find it in a list. */
  readonly departures: Pick<Departures, "settled">;
  /** Size of the largest room in which joins and leaves are announced. */
  readonly announceLimit: number;
}

/** Queries for sessions and rooms of all nodes. */
export class RegistryQueries {
  readonly #options: RegistryQueriesOptions;

  constructor(options: RegistryQueriesOptions) {
    this.#options = options;
  }

  /** Returns the presence of an identity, other than by a given session, in that session's rooms, by room key. */
  async presences(session: string, identity: string): Promise<ReadonlyMap<string, RoomPresence>> {
    const { client, announceLimit } = this.#options;
    const rows: readonly (RoomPresence & { room: string })[] = await client.ask((sql) =>
      sql`
        SELECT coalesce(jsonb_agg(jsonb_build_object(
          'room', room, 'members', chat.members(room, ${announceLimit}),
          'isElsewhere', chat.is_elsewhere(room, ${identity}, ${session}::uuid)
        )), '[]') AS value
        FROM chat.presence WHERE session = ${session}::uuid
      `
    );
    return new Map(rows.map((row) => [row.room, row]));
  }

  /** Finds the session with a name; if a digest is given, only if its token has that digest. */
  async find(name: string, digest?: string): Promise<RegistryMember | undefined> {
    const [found]: readonly RegistryMember[] = await this.#options.client.ask((sql) =>
      sql`
        SELECT coalesce(jsonb_agg(jsonb_strip_nulls(
          jsonb_build_object('name', name, 'identity', identity, 'account', account, 'revision', revision)
        )), '[]') AS value
        FROM chat.session
        WHERE key = ${nameKey(name)} AND digest = coalesce(${digest ?? null}::text, digest)
          AND news IS DISTINCT FROM 'replaced'
      `
    );
    return found;
  }

  /** Returns the rooms with members, by key. */
  async rooms(): Promise<readonly OpenRoom[]> {
    const { client, departures } = this.#options;
    await departures.settled();
    return await client.ask((sql) =>
      sql`
        SELECT coalesce(jsonb_agg(each ORDER BY key COLLATE "C"), '[]') AS value FROM (
          SELECT room.key,
            jsonb_build_object('name', room.name, 'members', count(DISTINCT who.key)) AS info
          FROM chat.open_room room JOIN chat.presence ON room = room.key JOIN chat.session who ON session = who.id
          GROUP BY room.key
        ) each
      `
    );
  }

  /** Returns the name of an open room and its sessions, in the order of joining. */
  async sessionsIn(room: string): Promise<RoomSessions | undefined> {
    const { client, departures } = this.#options;
    await departures.settled();
    const found: RoomSessions | null = await client.ask((sql) =>
      sql`
        SELECT (
          SELECT jsonb_build_object('name', name, 'sessions', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('key', who.key, 'name', who.name, 'account', account, 'digest', digest, 'away', CASE WHEN away IS NOT NULL THEN chat.away_of(identity) END) ORDER BY seq), '[]')
            FROM chat.presence JOIN chat.session who ON session = who.id WHERE room = open_room.key
          )) FROM chat.open_room WHERE key = ${nameKey(room)} AND chat.is_open(key)
        ) AS value
      `
    );
    return found ?? undefined;
  }

  /** Returns the sessions with a name on other nodes. */
  async statuses(name: string): Promise<readonly RemoteStatus[]> {
    const { client, node } = this.#options;
    return await client.ask((sql) =>
      sql`
        SELECT coalesce(jsonb_agg(jsonb_build_object(
          'name', name, 'account', account, 'away', away, 'address', address,
          'since', floor(extract(epoch FROM since) * 1000),
          'idle', greatest(0, floor(extract(epoch FROM clock_timestamp() - spoke) * 1000)),
          'rooms', ARRAY(SELECT room FROM chat.presence WHERE session = who.id)
        )), '[]') AS value
        FROM chat.session who
        WHERE key = ${
        nameKey(name)
      } AND node <> ${node.id}::uuid AND news IS DISTINCT FROM 'replaced'
      `
    );
  }

  /** Finds the sessions on other nodes with a name or in a room. */
  async remoteSessions(
    by: { readonly name: string } | { readonly room: string },
  ): Promise<readonly RemoteSession[]> {
    const { client, node } = this.#options;
    return await client.ask((sql) =>
      sql`
        SELECT coalesce(jsonb_agg(jsonb_build_object(
          'name', name, 'account', account, 'former', former, 'digest', digest,
          'rooms', ARRAY(SELECT room FROM chat.presence WHERE session = who.id)
        )), '[]') AS value
        FROM chat.session who WHERE node <> ${node.id}::uuid AND news IS DISTINCT FROM 'replaced' AND ${
        "name" in by
          ? sql`key = ${nameKey(by.name)}`
          : sql`id IN (SELECT session FROM chat.presence WHERE room = ${nameKey(by.room)})`
      }
      `
    );
  }
}
