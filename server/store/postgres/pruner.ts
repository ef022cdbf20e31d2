import type { PostgresClient } from "./client.ts";
import type { PruneStep } from "../pruning.ts";
import { DAY } from "../../async/durations.ts";
import type { Retention } from "../retention.ts";
import { NONCE_LIFETIME } from "../store.ts";

/** Maximum rows of one kind that a step deletes. */
const ROWS = 1_000;

/** Deletes expired entries, nonces and invitation links from a PostgreSQL database. */
export class PostgresPruner {
  readonly #client: PostgresClient;
  readonly #retention: Retention;

  constructor(client: PostgresClient, retention: Retention) {
    this.#client = client;
    this.#retention = retention;
  }

  /**
   * Deletes some expired nonces and invitation links, some expired entries, some entries of conversations that have too
   * many, and the texts of some edits of messages that were deleted for that.
   *
   * @param now The time, in Unix milliseconds.
   */
  async step(now: number): Promise<PruneStep> {
    const { keepMessages, keepDays } = this.#retention;
    const nonces = await this.#nonces(now - NONCE_LIFETIME);
    const links = await this.#links(now);
    const old = keepDays === undefined ? 0 : await this.#before(now - keepDays * DAY);
    const beyond = keepMessages === undefined ? 0 : await this.#beyond(keepMessages);
    const edits = (keepDays ?? keepMessages) === undefined ? 0 : await this.#edits();
    return { removed: old + beyond, more: [nonces, links, old, beyond, edits].includes(ROWS) };
  }

  async #nonces(time: number): Promise<number> {
    const { count } = await this.#client.run((sql) =>
      sql`
        DELETE FROM chat.nonce WHERE (person, nonce) IN (
          SELECT person, nonce FROM chat.nonce WHERE at <= ${time}::bigint LIMIT ${ROWS}::integer
        )
      `
    );
    return count;
  }

  async #links(now: number): Promise<number> {
    const { count } = await this.#client.run((sql) =>
      sql`
        DELETE FROM chat.rule WHERE seq IN (
          SELECT seq FROM chat.rule WHERE kind = 'link' AND until <= ${now}::bigint
          LIMIT ${ROWS}::integer
        )
      `
    );
    return count;
  }

  /** Deletes the first entries in the order of storing while they are expired, so that no conversation gets a gap. */
  async #before(time: number): Promise<number> {
    const [row] = await this.#client.run((sql) =>
      sql<{ count: number }[]>`
        WITH oldest AS (
          SELECT seq, at FROM chat.message ORDER BY seq LIMIT ${ROWS}::integer
        )
        SELECT chat.remove(ARRAY(
          SELECT seq FROM oldest WHERE NOT EXISTS (
            SELECT FROM oldest kept WHERE kept.seq <= oldest.seq AND kept.at >= ${time}::bigint
          )
        )) AS count
      `
    );
    return row!.count;
  }

  async #beyond(keepMessages: number): Promise<number> {
    const [row] = await this.#client.run((sql) =>
      sql<{ count: number }[]>`
        SELECT chat.remove(ARRAY(
          SELECT beyond.seq FROM chat.conversation CROSS JOIN LATERAL (
            SELECT seq FROM chat.message
            WHERE conversation = number AND id <= last_id - ${keepMessages}::bigint
            ORDER BY id LIMIT ${ROWS}::integer
          ) beyond LIMIT ${ROWS}::integer
        )) AS count
      `
    );
    return row!.count;
  }

  /** Deletes the texts of edits of messages that are deleted. */
  async #edits(): Promise<number> {
    const [row] = await this.#client.run((sql) =>
      sql<{ count: number }[]>`SELECT chat.remove_edits(${ROWS}::integer) AS count`
    );
    return row!.count;
  }
}
