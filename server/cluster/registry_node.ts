import { skeletons } from "../confusables/confusable_index.ts";
import type { DepartedMember } from "./departures.ts";
import { type RegistryClient, toTextArray } from "./registry_client.ts";

/** Options of {@linkcode RegistryNode}. */
export interface RegistryNodeOptions {
  /** Name of this node, unique in the cluster. */
  readonly node: string;
  /** Size of the largest room in which joins and leaves are announced. */
  readonly announceLimit: number;
}

/** Duration of a lease after its renewal, in seconds. */
export const LEASE = 8;

/** The row of this node in the registry, which its lease protects, and the removal of nodes whose lease has expired. */
export class RegistryNode {
  #id = crypto.randomUUID();
  readonly #client: RegistryClient;
  readonly #options: RegistryNodeOptions;

  constructor(client: RegistryClient, options: RegistryNodeOptions) {
    this.#client = client;
    this.#options = options;
  }

  /** Id of this run of the node. */
  get id(): string {
    return this.#id;
  }

  /** Starts another run, which is not registered yet. */
  renewId(): void {
    this.#id = crypto.randomUUID();
  }

  /** Registers the node and ends an earlier run under its name; returns the members of that run. */
  async register(lobby: string): Promise<readonly DepartedMember[]> {
    const { node, announceLimit } = this.#options;
    return await this.#client.ask((sql) =>
      sql`
        SELECT chat.register(
          ${this.id}::uuid, ${node}, make_interval(secs => ${LEASE}), ${lobby}, ${
        toTextArray(sql, skeletons(lobby))
      },
          ${announceLimit}
        ) AS value
      `
    );
  }

  /** Renews the lease; returns whether it was still valid, `late`, or `lost` if another node has ended it. */
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

  /** Removes nodes whose lease has expired; returns their members. */
  async sweep(): Promise<readonly DepartedMember[]> {
    return await this.#client.ask((sql) =>
      sql`SELECT chat.sweep(${this.id}::uuid, ${this.#options.announceLimit}) AS value`
    );
  }

  /** Deletes the rows of empty rooms. */
  async closeRooms(): Promise<void> {
    await this.#client.ask((sql) => sql`SELECT chat.close_rooms()::text AS value`);
  }

  /** Ends the lease; returns the members of this node. */
  async end(): Promise<readonly DepartedMember[]> {
    const departed: readonly DepartedMember[] = await this.#client.ask((sql) =>
      sql`
        SELECT chat.go(chat.sessions_of(ARRAY[${this.id}::uuid]), ${this.#options.announceLimit}) AS value
      `
    );
    await this.#client.ask((sql) => sql`DELETE FROM chat.node WHERE id = ${this.id}::uuid`);
    return departed;
  }
}
