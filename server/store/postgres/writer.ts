import { delay } from "@std/async/delay";
import postgres from "postgres";
import type { NodeLease } from "../node_lease.ts";
import { nonceKey } from "../nonce_key.ts";
import type { PostgresClient } from "./client.ts";
import { type NewMessage, NONCE_LIFETIME, type Stored } from "../store.ts";
import { toStoredText } from "../stored_text.ts";
import { MAX_WORD, toTerms } from "../../../protocol/text/terms.ts";

/** What a transaction stored, as the database tells it: `id`, `at` and `repeated` of each draft. */
type BatchResult = readonly (readonly [number, number, boolean])[];

/** The row of a store in the table of writers. */
interface WriterSession {
  readonly epoch: number;
  /** The last transaction that was committed. */
  readonly batch: number;
  readonly outcome: BatchResult;
}

/** Retries of a transaction that conflicted with another. */
const MAX_RETRIES = 5;

/** Pause between attempts to learn the outcome of a transaction, in milliseconds. */
const RETRY_INTERVAL = 100;

/** Error codes of statements that did not reach a server. */
const NOT_SENT = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "CONNECT_TIMEOUT", "57P03"];

/** SQLSTATE classes and codes that say that the connection ended, whatever became of the statement. */
const LOST = /^(08|57P0[12])/;

/** SQLSTATE codes that say that a transaction met another one, of this database or of this store. */
const MET = ["23505", "40001", "40P01", "CH001"];

/**
 * Writes messages to a PostgreSQL database, one transaction at a time.
 *
 * Where the connection is lost while a transaction is on its way, nobody here knows whether it was committed. So each
 * has a number, and leaves that and its outcome in this writer's row in the same transaction; the next session begins
 * with raising the row's epoch, which waits for a transaction that still runs, shuts out one that did not begin yet, and
 * tells which was the last one committed. Only then does the call settle.
 */
export class PostgresWriter {
  readonly #client: PostgresClient;
  readonly #retryTime: number;
  readonly #lease: NodeLease;
  readonly #id = crypto.randomUUID();
  #batch = 0;
  /** None while it is unknown. */
  #session: WriterSession | undefined;

  /**
   * @param client The connection.
   * @param retryTime For how long to try to learn what became of a transaction, in milliseconds. After that it counts as
   * refused, though its messages may turn up in the history.
   * @param lease On whose behalf it writes.
   */
  constructor(client: PostgresClient, retryTime: number, lease: NodeLease) {
    this.#lease = lease;
    this.#client = client;
    this.#retryTime = retryTime;
  }

  /** As {@linkcode Store.append}; call it again only after it has settled. */
  async append(messages: readonly NewMessage[]): Promise<readonly Stored[]> {
    const { unique, places } = withoutRepeats(messages);
    const outcome = await this.#write(JSON.stringify(unique.map(toRow)));
    const seen = new Set<number>();
    return places.map((place) => {
      const [id, at, repeated] = outcome[place]!;
      const isSecond = seen.has(place);
      seen.add(place);
      return { id, at, repeated: repeated || isSecond };
    });
  }

  /** As {@linkcode Store.check}. The row is not one of a session: the epoch stays, and what is on its way is not shut out. */
  async check(): Promise<void> {
    await this.#client.run((sql) =>
      sql`
        INSERT INTO chat.writer (id, epoch, batch, outcome, used_at)
        SELECT ${this.#id}::uuid, 0, 0, '[]', now()
        WHERE chat.check_node(${this.#lease.run ?? null}::uuid)
        ON CONFLICT (id) DO UPDATE SET used_at = now()
      `
    );
  }

  /** Leaves the table of writers. */
  async close(): Promise<void> {
    if (!this.#session) return;
    await this.#client.run((sql) => sql`DELETE FROM chat.writer WHERE id = ${this.#id}::uuid`);
  }

  async #write(rows: string): Promise<BatchResult> {
    const batch = ++this.#batch;
    for (let retries = 0;; retries++) {
      try {
        this.#session ??= await this.#begin();
        return await this.#call(this.#session.epoch, batch, rows);
      } catch (error) {
        const code = codeOf(error);
        if (MET.includes(code) && retries < MAX_RETRIES) {
          if (code === "CH001") this.#session = undefined;
          continue;
        }
        const isRefused = !this.#session || NOT_SENT.includes(code) ||
          error instanceof postgres.PostgresError && !LOST.test(code);
        if (isRefused) throw error;
        // It may be stored, and it may not.
        this.#session = undefined;
        this.#session = await this.#beginWithRetries(error);
        if (this.#session.batch === batch) return this.#session.outcome;
        throw error;
      }
    }
  }

  async #call(epoch: number, batch: number, rows: string): Promise<BatchResult> {
    const [row] = await this.#client.run((sql) =>
      sql<{ outcome: BatchResult }[]>`
        SELECT chat.append_for(
          ${
        this.#lease.run ?? null
      }::uuid, ${this.#id}::uuid, ${epoch}::bigint, ${batch}::bigint, ${rows}::text,
          ${NONCE_LIFETIME}::bigint
        ) AS outcome
      `
    );
    return row!.outcome;
  }

  async #begin(): Promise<WriterSession> {
    const [session] = await this.#client.run((sql) =>
      sql<WriterSession[]>`
        INSERT INTO chat.writer (id, epoch, batch, outcome, used_at)
        VALUES (${this.#id}::uuid, 1, 0, '[]', now())
        ON CONFLICT (id) DO UPDATE SET epoch = writer.epoch + 1, used_at = now()
        RETURNING epoch, batch, outcome
      `
    );
    return session!;
  }

  /**
   * Begins a session once the server is back.
   *
   * @param cause Why there is none; thrown when patience is at its end.
   */
  async #beginWithRetries(cause: unknown): Promise<WriterSession> {
    const end = performance.now() + this.#retryTime;
    while (performance.now() < end && !this.#client.isAbandoned) {
      try {
        return await this.#begin();
      } catch {
        await delay(RETRY_INTERVAL);
      }
    }
    throw cause;
  }
}

/** Leaves out drafts that repeat one before them, and tells where in the rest each is found. */
function withoutRepeats(
  messages: readonly NewMessage[],
): { unique: NewMessage[]; places: number[] } {
  const unique: NewMessage[] = [];
  const known = new Map<string, number>();
  const places = messages.map((message) => {
    const { person, digest = person, nonce } = message;
    if (nonce === undefined) return unique.push(message) - 1;
    const [key, other] = [nonceKey(person, nonce), nonceKey(digest, nonce)];
    const place = known.get(key) ?? known.get(other);
    if (place !== undefined) return place;
    known.set(key, unique.length).set(other, unique.length);
    return unique.push(message) - 1;
  });
  return { unique, places };
}

function toRow({ conversation, to, from, text, at, person, digest, nonce }: NewMessage) {
  const words = new Set(toTerms(text).map((word) => word.slice(0, MAX_WORD)));
  return {
    conversation,
    sender: from,
    recipient: to,
    text: toStoredText(text),
    at,
    words: [...words].join(" "),
    person,
    nonce: nonce === undefined ? null : toStoredText(nonce),
    digest,
  };
}

/** The code of an error: of the system, of the client, or PostgreSQL's SQLSTATE; empty if it has none. */
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
