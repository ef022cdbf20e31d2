import { LOBBY, nameKey } from "../../protocol/text/names.ts";
import { skeletons } from "../confusables/confusable_index.ts";
import { type DepartedMember, type Departure, Departures } from "./departures.ts";
import { RegistryClient, toTextArray } from "./registry_client.ts";
import { RegistryNode, type RegistryNodeOptions } from "./registry_node.ts";
import { RegistryQueries } from "./registry_queries.ts";
import type { ClaimResult, NameClaim, PendingEvent, RegistryJoin } from "./registry_types.ts";

/** Options of {@linkcode Registry}. */
export interface RegistryOptions extends RegistryNodeOptions {
  /** The database, as in `postgres://user@host/database`. */
  readonly location: string;
  /** Guest names begin with it; a number follows. */
  readonly guest: string;
}

/** Guest names made up at a time. */
const GUESTS = 12;

/** How many of them count up; the others have any number. */
const GUESTS_IN_ORDER = 4;

/** What the database answers to a claim. */
interface ClaimAnswer {
  readonly refusal?: "name_taken";
  readonly hasNews?: boolean;
}

/**
 * Registry in PostgreSQL that all nodes share: which sessions there are, under which names, in which rooms. This class changes
 * the sessions of this node; its parts keep the node's row and read what all nodes have.
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

  /** Called with members who left a room, which is to be told so. */
  set onDeparted(onDeparted: (departed: readonly DepartedMember[]) => void) {
    this.#departures.onDeparted = onDeparted;
  }

  /** Returns the id of this chat. */
  async cluster(): Promise<string> {
    return await this.#client.ask((sql) => sql`SELECT id AS value FROM chat.cluster`);
  }

  /** Takes what other nodes decided about sessions of this node. */
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

  /** Takes a name for a session, its first one or another. */
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

  /** Makes up names for guests. */
  #guests(): { name: string; key: string; looks: string[] }[] {
    return Array.from({ length: GUESTS }, (_, index) => {
      const number = index < GUESTS_IN_ORDER ? index + 1 : Math.ceil(Math.random() * 1_000_000);
      const name = `${this.#options.guest}-${number}`;
      return { name, key: nameKey(name), looks: skeletons(name) };
    });
  }

  /**
   * Puts a session into rooms.
   *
   * @param session The id of the session.
   * @param rooms The names of the rooms.
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
   * Takes a session out of a room, or out of all rooms and the registry. It is retried until it is done.
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

  /** Registers this node and announces the members that an earlier run of it left behind. */
  async register(): Promise<void> {
    this.#announce(await this.node.register(LOBBY));
  }

  /** Removes nodes whose lease has run out, and announces that their members left. */
  async sweep(): Promise<void> {
    this.#announce(await this.node.sweep());
  }

  /** Ends the lease, and announces that the members of this node left. */
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
