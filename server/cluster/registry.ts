import { nameKey } from "../../protocol/text/names.ts";
import { skeletons } from "../confusables/confusable_index.ts";
import type { RoomPresence } from "../chat/room_state.ts";
import type { PostgresSql } from "../store/postgres/client.ts";
import { type DepartedMember, type Departure, Departures } from "./departures.ts";
import { RegistryClient } from "./registry_client.ts";
import type {
  NameClaim,
  PendingEvent,
  RegistryJoin,
  RegistryMember,
  RemoteSession,
  RoomSessions,
} from "./registry_types.ts";

/** What a {@linkcode Registry} is made of. */
export interface RegistryOptions {
  /** The database, as in `postgres://user@host/database`. */
  readonly location: string;
  /** What this node is called; no two are called the same. */
  readonly node: string;
  /** Largest room in which comings and goings are told to everyone. */
  readonly announceLimit: number;
  /** How guests are called, before the number. */
  readonly guest: string;
}

/** How long a lease lasts after it was renewed, in seconds. */
export const LEASE = 8;

/** Names for guests that are thought up at a time. */
const GUESTS = 12;

/** How many of them count up; the others have any number. */
const GUESTS_IN_ORDER = 4;

/** Registry in PostgreSQL that all nodes share: sessions with their names, nodes and rooms. */
export class Registry implements AsyncDisposable {
  #id = crypto.randomUUID();
  readonly #options: RegistryOptions;
  readonly #client: RegistryClient;
  readonly #departures: Departures;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#client = new RegistryClient(options.location);
    this.#departures = new Departures((departures) =>
      this.#client.ask((sql) =>
        sql`SELECT chat.go(${
          JSON.stringify(departures)
        }::text::jsonb, ${options.announceLimit}) AS value`
      )
    );
  }

  /** This run of this node. */
  get id(): string {
    return this.#id;
  }

  /** Is another run from now on, which is to be registered. */
  renewId(): void {
    this.#id = crypto.randomUUID();
  }

  /** Called with who left a room that is to be told so. */
  set onDeparted(onDeparted: (departed: readonly DepartedMember[]) => void) {
    this.#departures.onDeparted = onDeparted;
  }

  /** Returns the id of this chat. */
  async cluster(): Promise<string> {
    return await this.#client.ask((sql) => sql`SELECT id AS value FROM chat.cluster`);
  }

  /** Registers the node and ends an earlier run under its name. Returns the members who left with that. */
  async register(lobby: string): Promise<readonly DepartedMember[]> {
    const { node, announceLimit } = this.#options;
    return await this.#client.ask((sql) =>
      sql`
        SELECT chat.register(
          ${this.id}::uuid, ${node}, make_interval(secs => ${LEASE}), ${lobby}, ${
        texts(sql, skeletons(lobby))
      },
          ${announceLimit}
        ) AS value
      `
    );
  }

  /** Renews the lease. Tells whether it was valid until now, or `lost` where another node has ended it. */
  async renew(): Promise<"valid" | "late" | "lost"> {
    return await this.#client.ask((sql) =>
      sql`
        WITH before AS (SELECT id, expires > now() AS valid FROM chat.node WHERE id = ${this.id}::uuid),
          renewed AS (
            UPDATE chat.node SET expires = now() + make_interval(secs => ${LEASE}) FROM before
            WHERE node.id = before.id RETURNING valid
          )
        SELECT coalesce((SELECT CASE WHEN valid THEN 'valid' ELSE 'late' END FROM renewed), 'lost') AS value
      `
    );
  }

  /** Whether another process runs under this node's name. */
  async isReplaced(): Promise<boolean> {
    return await this.#client.ask((sql) =>
      sql`
        SELECT EXISTS (
          SELECT FROM chat.node WHERE name = ${this.#options.node} AND id <> ${this.id}::uuid
        ) AS value
      `
    );
  }

  /** Removes nodes whose lease has run out; returns the members who left with them. */
  async sweep(): Promise<readonly DepartedMember[]> {
    return await this.#client.ask((sql) =>
      sql`SELECT chat.sweep(${this.id}::uuid, ${this.#options.announceLimit}) AS value`
    );
  }

  /** Deletes empty rooms. */
  async closeRooms(): Promise<void> {
    await this.#client.ask((sql) => sql`SELECT chat.close_rooms()::text AS value`);
  }

  /** Takes what happened to this node's sessions. */
  async pendingEvents(): Promise<readonly PendingEvent[]> {
    return await this.#client.ask((sql) =>
      sql`
        WITH taken AS (
          UPDATE chat.session SET news = CASE news WHEN 'replaced' THEN news END
          FROM (SELECT id, news AS kind FROM chat.session WHERE node = ${this.id}::uuid AND news IS NOT NULL) found
          WHERE session.id = found.id RETURNING session.id, kind, name
        )
        SELECT coalesce(jsonb_agg(jsonb_build_object('session', id, 'kind', kind, 'name', name)), '[]') AS value
        FROM taken
      `
    );
  }

  /**
   * Takes a name for a session, its first one or another.
   *
   * @returns Why not, or whether there is news for some other session.
   */
  async claim(
    claim: NameClaim,
  ): Promise<{ readonly refusal?: "name_taken"; readonly hasNews?: true }> {
    const { session, name, digest, account, revision } = claim;
    await this.#departures.settled();
    return await this.#client.ask((sql) =>
      sql`
        SELECT chat.claim(
          ${this.id}::uuid, ${session}::uuid, ${name}, ${nameKey(name)}, ${
        texts(sql, skeletons(name))
      }, ${digest},
          ${account ?? null}::text, ${revision ?? null}::bigint, (
            SELECT coalesce(jsonb_agg(guest), '[]')
            FROM jsonb_array_elements(${
        JSON.stringify(account === undefined ? [] : this.#guests())
      }::text::jsonb) guest
            WHERE NOT EXISTS (SELECT FROM chat.account WHERE key = guest ->> 'key')
          )
        ) AS value
      `
    );
  }

  /** Thinks up names for guests. */
  #guests(): { name: string; key: string; looks: string[] }[] {
    return Array.from({ length: GUESTS }, (_, index) => {
      const number = index < GUESTS_IN_ORDER ? index + 1 : Math.ceil(Math.random() * 1_000_000);
      const name = `${this.#options.guest}-${number}`;
      return { name, key: nameKey(name), looks: skeletons(name) };
    });
  }

  /**
   * Comes into rooms.
   *
   * @param session Who.
   * @param rooms The names of the rooms.
   * @param options `ignoresSimilar`: they open though they look like one that is open.
   */
  async join(
    session: string,
    rooms: readonly string[],
    { ignoresSimilar = false }: { readonly ignoresSimilar?: boolean } = {},
  ): Promise<readonly RegistryJoin[]> {
    await this.#departures.settled();
    const wanted = rooms.map((name) => ({
      key: nameKey(name),
      name,
      looks: ignoresSimilar ? [] : skeletons(name),
    }));
    return await this.#client.ask((sql) =>
      sql`
        SELECT chat.come(
          ${session}::uuid, ${JSON.stringify(wanted)}::text::jsonb, ${this.#options.announceLimit}
        ) AS value
      `
    );
  }

  /** Goes out of a room, or out of all and away. Resolves when it is so for all nodes; it comes to be so in any case. */
  depart(departure: Omit<Departure, "room"> & { readonly room?: string }): Promise<void> {
    return this.#departures.add({ room: null, ...departure });
  }

  /** Resolves when it is so for all nodes that those are gone who went; rejects where that failed once. */
  settled(): Promise<void> {
    return this.#departures.settled();
  }

  /** Returns how a person stands in the rooms that a session is in, apart from that session. */
  async presences(session: string, identity: string): Promise<ReadonlyMap<string, RoomPresence>> {
    const rows: readonly (RoomPresence & { room: string })[] = await this.#client.ask((sql) =>
      sql`
        SELECT coalesce(jsonb_agg(jsonb_build_object(
          'room', room, 'members', chat.members(room, ${this.#options.announceLimit}),
          'isElsewhere', chat.is_elsewhere(room, ${identity}, ${session}::uuid)
        )), '[]') AS value
        FROM chat.presence WHERE session = ${session}::uuid
      `
    );
    return new Map(rows.map((row) => [row.room, row]));
  }

  /** Finds the one who goes by a name; with a digest, only if their token has it. */
  async find(name: string, digest?: string): Promise<RegistryMember | undefined> {
    const [found]: readonly RegistryMember[] = await this.#client.ask((sql) =>
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

  /** Returns the rooms with members, by key, with their number of users. */
  async rooms(): Promise<readonly { key: string; name: string; population: number }[]> {
    await this.#departures.settled();
    return await this.#client.ask((sql) =>
      sql`
        SELECT coalesce(jsonb_agg(each ORDER BY key COLLATE "C"), '[]') AS value FROM (
          SELECT room.key, room.name, count(DISTINCT who.key) AS population
          FROM chat.open_room room JOIN chat.presence ON room = room.key JOIN chat.session who ON session = who.id
          GROUP BY room.key
        ) each
      `
    );
  }

  /** Returns the name of an open room and its members, in the order of joining. */
  async people(room: string): Promise<RoomSessions | undefined> {
    await this.#departures.settled();
    const found: RoomSessions | null = await this.#client.ask((sql) =>
      sql`
        SELECT (
          SELECT jsonb_build_object('name', name, 'people', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('key', who.key, 'name', who.name, 'account', account, 'digest', digest) ORDER BY seq), '[]')
            FROM chat.presence JOIN chat.session who ON session = who.id WHERE room = open_room.key
          )) FROM chat.open_room WHERE key = ${nameKey(room)} AND chat.is_open(key)
        ) AS value
      `
    );
    return found ?? undefined;
  }

  /** Finds the sessions that go by a name, or are in a room, on other nodes. */
  async remoteSessions(
    by: { readonly name: string } | { readonly room: string },
  ): Promise<readonly RemoteSession[]> {
    return await this.#client.ask((sql) =>
      sql`
        SELECT coalesce(jsonb_agg(jsonb_build_object(
          'name', name, 'account', account, 'former', former, 'digest', digest,
          'rooms', ARRAY(SELECT room FROM chat.presence WHERE session = who.id)
        )), '[]') AS value
        FROM chat.session who WHERE node <> ${this.id}::uuid AND news IS DISTINCT FROM 'replaced' AND ${
        "name" in by
          ? sql`key = ${nameKey(by.name)}`
          : sql`id IN (SELECT session FROM chat.presence WHERE room = ${nameKey(by.room)})`
      }
      `
    );
  }

  /** Ends the lease; returns the members who left with it. */
  async end(): Promise<readonly DepartedMember[]> {
    await this.#departures.close();
    const { announceLimit } = this.#options;
    const departed: readonly DepartedMember[] = await this.#client.ask((sql) =>
      sql`
        SELECT chat.go(chat.sessions_of(ARRAY[${this.id}::uuid]), ${announceLimit}) AS value
      `
    );
    await this.#client.ask((sql) => sql`DELETE FROM chat.node WHERE id = ${this.id}::uuid`);
    return departed;
  }

  /** Closes the connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#departures.close();
    await this.#client.close();
  }
}

function texts(sql: PostgresSql, values: readonly string[]) {
  return sql`ARRAY(SELECT json_array_elements_text(${JSON.stringify(values)}::text::json))`;
}
