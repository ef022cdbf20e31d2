import { LOBBY, nameKey } from "../../protocol/text/names.ts";
import type { AwayChange } from "../chat/presence.ts";
import { skeletons } from "../confusables/confusable_index.ts";
import { type DepartedMember, type Departure, Departures } from "./departures.ts";
import { RegistryClient, toTextArray } from "./registry_client.ts";
import { RegistryNode, type RegistryNodeOptions } from "./registry_node.ts";
import { RegistryQueries } from "./registry_queries.ts";
import type {
  ClaimResult,
  NameClaim,
  PendingEvent,
  RegistryJoin,
  SessionReport,
} from "./registry_types.ts";

/** Options of {@linkcode Registry}. */
export interface RegistryOptions extends RegistryNodeOptions {
  /** The database, as in `postgres://user@host/database`. */
  readonly location: string;
  /** Prefix of guests' names, before the number. */
  readonly guest: string;
}

/** Guest names proposed per claim. */
const GUESTS = 12;

/** How many of them are numbered in order; the others have random numbers. */
const GUESTS_IN_ORDER = 4;

/** The database's answer to a claim. */
interface ClaimAnswer {
  readonly refusal?: "name_taken";
  readonly hasNews?: boolean;
}

/**
 * Registry in PostgreSQL that all nodes share: sessions, their names, and their rooms. This class changes the sessions
 * of this node; its parts maintain the node's row and query all nodes.
 */
export class Registry implements AsyncDisposable {
  readonly node: RegistryNode;
  readonly queries: RegistryQueries;
  readonly #options: RegistryOptions;
  readonly #client: RegistryClient;
  readonly #departures: Departures;

  constructor(options: RegistryOptions) {
    const { location, announceLimit } = options;
    const client = new RegistryClient(location);
    const departures = new Departures((departures) =>
      client.ask((sql) =>
        sql`SELECT chat.go(${JSON.stringify(departures)}::text::jsonb, ${announceLimit}) AS value`
      )
    );
    const node = new RegistryNode(client, options);
    this.node = node;
    this.queries = new RegistryQueries({ client, node, departures, announceLimit });
    this.#options = options;
    this.#client = client;
    this.#departures = departures;
  }

  /** Called with members that left a room, to be announced there. */
  set onDeparted(onDeparted: (departed: readonly DepartedMember[]) => void) {
    this.#departures.onDeparted = onDeparted;
  }

  /** Returns the id of this chat. */
  async cluster(): Promise<string> {
    return await this.#client.ask((sql) => sql`SELECT id AS value FROM chat.cluster`);
  }

  /** Returns and clears the decisions of other nodes about sessions of this node. */
  async pendingEvents(): Promise<readonly PendingEvent[]> {
    return await this.#client.ask((sql) =>
      sql`
        WITH taken AS (
          UPDATE chat.session SET news = CASE news WHEN 'replaced' THEN news END
          FROM (SELECT id, news AS kind FROM chat.session WHERE node = ${this.node.id}::uuid AND news IS NOT NULL) found
          WHERE session.id = found.id RETURNING session.id, kind, name
        )
        SELECT coalesce(jsonb_agg(jsonb_build_object('session', id, 'kind', kind, 'name', name)), '[]') AS value
        FROM taken
      `
    );
  }

  /** Claims a name for a session, its first one or another. */
  async claim(claim: NameClaim): Promise<ClaimResult> {
    const { session, name, digest, account, revision } = claim;
    await this.#departures.settled();
    const { refusal, hasNews = false } = await this.#client.ask<ClaimAnswer>((sql) =>
      sql`
        SELECT chat.claim(
          ${this.node.id}::uuid, ${session}::uuid, ${name}, ${nameKey(name)}, ${
        toTextArray(sql, skeletons(name))
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
    return { refusal, hasPendingEvents: hasNews };
  }

  /** Returns proposals for guest names. */
  #guests(): { name: string; key: string; looks: readonly string[] }[] {
    return Array.from({ length: GUESTS }, (_, index) => {
      const number = index < GUESTS_IN_ORDER ? index + 1 : Math.ceil(Math.random() * 1_000_000);
      const name = `${this.#options.guest}-${number}`;
      return { name, key: nameKey(name), looks: skeletons(name) };
    });
  }

  /**
   * Adds a session to rooms.
   *
   * @param session Id of the session.
   * @param rooms Names of the rooms.
   * @param options `ignoresSimilar`: the rooms open even if their names look like those of open ones.
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

  /**
   * Stores that the user of a session is away, or back.
   *
   * @param session Id of the session.
   * @param away What the user says about it; `undefined` if back.
   */
  async setAway(session: string, away: string | undefined): Promise<AwayChange> {
    const change: { readonly away: string | null; readonly rooms: readonly string[] } = await this
      .#client.ask((sql) =>
        sql`
          SELECT chat.set_away(
            ${session}::uuid, ${away ?? null}::text, ${this.#options.announceLimit}
          ) AS value
        `
      );
    return { away: change.away ?? undefined, rooms: change.rooms };
  }

  /** Stores what is known of some sessions of this node. */
  async report(sessions: readonly SessionReport[]): Promise<void> {
    await this.#client.ask((sql) =>
      sql`
        WITH reported AS (
          UPDATE chat.session SET address = given.address,
            since = now() - make_interval(secs => given.age / 1000),
            spoke = now() - make_interval(secs => given.idle / 1000)
          FROM jsonb_to_recordset(${JSON.stringify(sessions)}::text::jsonb)
            AS given (session uuid, age float8, idle float8, address text)
          WHERE id = given.session RETURNING id
        )
        SELECT count(*) AS value FROM reported
      `
    );
  }

  /**
   * Removes a session from a room, or from all rooms and the registry. Repeated until it succeeds.
   *
   * @returns Resolves when all nodes see it; rejects if the first attempt failed.
   */
  depart(departure: Omit<Departure, "room"> & { readonly room?: string }): Promise<void> {
    return this.#departures.add({ room: null, ...departure });
  }

  /** Resolves when all nodes see the departures so far; rejects if an attempt failed. */
  settled(): Promise<void> {
    return this.#departures.settled();
  }

  /** Registers this node, and announces the departure of the members of an earlier run. */
  async register(): Promise<void> {
    this.#announce(await this.node.register(LOBBY));
  }

  /** Removes nodes whose lease has expired, and announces the departure of their members. */
  async sweep(): Promise<void> {
    this.#announce(await this.node.sweep());
  }

  /** Ends the lease, and announces the departure of this node's members. */
  async end(): Promise<void> {
    await this.#departures.close();
    this.#announce(await this.node.end());
  }

  /** Closes the connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#departures.close();
    await this.#client.close();
  }

  #announce(departed: readonly DepartedMember[]): void {
    if (departed.length > 0) this.#departures.onDeparted(departed);
  }
}
