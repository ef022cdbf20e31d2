import { nameKey } from "../../../protocol/text/names.ts";
import {
  type Account,
  type AccountChange,
  type AccountChanges,
  type AccountRow,
  type AccountStore,
  MAX_STORED_ADDRESSES,
  toAccount,
  type Unseen,
} from "../account_store.ts";
import { BatchedLookup } from "../../async/batched_lookup.ts";
import type { NodeLease } from "../node_lease.ts";
import type { PostgresClient, PostgresSql } from "./client.ts";
import { failure } from "../store_error.ts";

/** Accounts in a PostgreSQL database. */
export class PostgresAccounts implements AccountStore {
  readonly #client: PostgresClient;
  readonly #lease: NodeLease;
  readonly #lookup = new BatchedLookup((keys) => this.#findAll(keys));

  constructor(client: PostgresClient, lease: NodeLease) {
    this.#client = client;
    this.#lease = lease;
  }

  findAccount(key: string): Promise<Account | undefined> {
    return this.#lookup.find(key);
  }

  async listAccounts(): Promise<readonly Account[]> {
    const rows = await this.#read<AccountRow>((sql) =>
      sql`
        SELECT id, name, password, at, revision, registrant FROM chat.account ORDER BY key COLLATE "C"
      `
    );
    return rows.map(toAccount);
  }

  addAccount({ id, name, password, at, revision, registrant }: Account): Promise<boolean> {
    return this.#change((sql) =>
      sql`
        INSERT INTO chat.account (key, id, name, password, at, revision, registrant)
        SELECT ${nameKey(name)}, ${id}, ${name}, ${password}, ${at}::bigint, ${revision}::bigint,
          ${registrant ?? null}::text
        WHERE chat.check_node(${this.#run}::uuid)
        ON CONFLICT (key) DO NOTHING
      `
    );
  }

  setPassword(account: Account, password: string, revision: number): Promise<boolean> {
    return this.#change((sql) =>
      sql`
        UPDATE chat.account SET password = ${password}, revision = ${revision}
        WHERE id = ${account.id} AND revision = ${account.revision}
          AND chat.check_node(${this.#run}::uuid)
      `
    );
  }

  removeAccount(id: string): Promise<boolean> {
    return this.#change((sql) => sql`DELETE FROM chat.account WHERE id = ${id}`);
  }

  async changes(after: number | undefined): Promise<AccountChanges> {
    const [row] = await this.#read<{ first: number; last: number; changed: AccountChange[] }>((
      sql,
    ) =>
      sql`
        SELECT coalesce(min(seq), 1) AS first, coalesce(max(seq), 0) AS last, coalesce(
          jsonb_agg(jsonb_build_object('id', id, 'key', key) ORDER BY seq)
            FILTER (WHERE seq > ${after ?? null}::bigint), '[]') AS changed
        FROM chat.account_change
      `
    );
    const { first, last, changed } = row!;
    return after === undefined || after < first - 1 || after > last ? { last } : { last, changed };
  }

  async addressUsed(id: string, digest: string): Promise<number | undefined> {
    const rows = await this.#read<{ at: number }>((sql) =>
      sql`SELECT at FROM chat.account_address WHERE account = ${id} AND digest = ${digest}`
    );
    return rows[0]?.at;
  }

  async noteAddress(id: string, digest: string, at: number): Promise<void> {
    await this.#change((sql) =>
      sql`
        INSERT INTO chat.account_address (account, digest, at)
        SELECT id, ${digest}, ${at}::bigint FROM chat.account WHERE id = ${id}
        ON CONFLICT (account, digest) DO UPDATE SET at = excluded.at
      `
    );
    await this.#change((sql) =>
      sql`
        DELETE FROM chat.account_address WHERE account = ${id} AND digest NOT IN (
          SELECT digest FROM chat.account_address WHERE account = ${id}
          ORDER BY at DESC, digest LIMIT ${MAX_STORED_ADDRESSES}
        )
      `
    );
  }

  unseen(id: string): Promise<readonly Unseen[]> {
    return this.#read((sql) =>
      sql`
        SELECT key AS conversation, coalesce(seen.id, 0) AS seen
        FROM chat.conversation
          LEFT JOIN chat.seen ON seen.conversation = number AND seen.account = ${id}
        WHERE left(key, 1) = '@'
          AND (split_part(substr(key, 2), E'\\n', 1) = ${id} OR split_part(key, E'\\n', 2) = ${id})
          AND last_id > coalesce(seen.id, 0)
        ORDER BY number
      `
    );
  }

  async markSeen(id: string, conversation: string, seen: number): Promise<void> {
    await this.#change((sql) =>
      sql`
        INSERT INTO chat.seen (account, conversation, id)
        SELECT account.id, number, ${seen}::bigint FROM chat.account, chat.conversation
        WHERE account.id = ${id} AND conversation.key = ${conversation}
        ON CONFLICT (account, conversation) DO UPDATE SET id = greatest(seen.id, excluded.id)
      `
    );
  }

  get #run(): string | null {
    return this.#lease.run ?? null;
  }

  async #findAll(keys: readonly string[]): Promise<ReadonlyMap<string, Account>> {
    const rows = await this.#read<AccountRow & { readonly key: string }>((sql) =>
      sql`
        SELECT key, id, name, password, at, revision, registrant FROM chat.account
        WHERE key IN (SELECT json_array_elements_text(${JSON.stringify(keys)}::text::json))
      `
    );
    return new Map(rows.map(({ key, ...row }) => [key, toAccount(row)]));
  }

  #read<T>(query: (sql: PostgresSql) => PromiseLike<Iterable<unknown>>): Promise<T[]> {
    return this.#client.run(query).then((rows) => [...rows] as T[], failure("read accounts"));
  }

  #change(query: (sql: PostgresSql) => PromiseLike<{ readonly count: number }>): Promise<boolean> {
    return this.#client.run(query).then(({ count }) => count > 0, failure("change accounts"));
  }
}
