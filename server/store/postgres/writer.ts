import { delay } from "@std/async/delay";
import postgres from "postgres";
import type { NodeLease } from "../node_lease.ts";
import { nonceKey } from "../nonce_key.ts";
import type { PostgresClient } from "./client.ts";
import { codeOf, CONFLICT_CODES, MAX_RETRIES } from "./conflicts.ts";
import type { NewEntry, NewMessage, Outcome, Rejected } from "../entry.ts";
import type { Quote } from "../../../protocol/messages/changes.ts";
import type { RequestedChange } from "../../../protocol/messages/requested_change.ts";
import { toMessageExtra } from "../fold.ts";
import { toPostgresQuote } from "./entries.ts";
import { NONCE_LIFETIME } from "../store.ts";
import { toStoredText } from "../stored_text.ts";
import { MAX_WORD, toTerms } from "../../../protocol/text/terms.ts";

/** A quote without its `id`. */
type QuoteData = Omit<Quote, "id">;

/**
 * Result of a transaction: of each entry `id`, `at` and `repeated`, and the quote of a reply or the author and time of the
 * message that a change is about; or why it was rejected.
 */
type BatchResult = readonly (
  | Rejected
  | readonly [id: number, at: number, repeated: boolean, from?: string | QuoteData, said?: number]
)[];

/** A store's row in the table of writers. */
interface WriterSession {
  readonly epoch: number;
  /** Number of the last committed transaction. */
  readonly batch: number;
  readonly outcome: BatchResult;
}

/** Pause between attempts to learn the outcome of a transaction, in milliseconds. */
const RETRY_INTERVAL = 100;

/** Error codes of statements that did not reach a server. */
const NOT_SENT = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "CONNECT_TIMEOUT", "57P03"];

/** SQLSTATE classes and codes of a connection that ended; the statement's outcome is unknown. */
const LOST = /^(08|57P0[12])/;

/**
 * Writes messages to a PostgreSQL database, one transaction at a time.
 *
 * If the connection is lost during a transaction, the writer cannot know whether it was committed. So each transaction
 * has a number and writes it, with its outcome, to this writer's row. The next session first raises the row's epoch: that
 * waits for a transaction still running, shuts out one that has not begun, and returns the last one committed. Only then
 * does the call settle.
 */
export class PostgresWriter {
  readonly #client: PostgresClient;
  readonly #retryTime: number;
  readonly #lease: NodeLease;
  readonly #id = crypto.randomUUID();
  #batch = 0;
  /** `undefined` while the session's state is unknown. */
  #session: WriterSession | undefined;

  /**
   * @param client The connection.
   * @param retryTime Longest time to try to learn a transaction's outcome, in milliseconds. After that it counts as
   * rejected, though its messages may appear in the history.
   * @param lease Lease of the node that writes.
   */
  constructor(client: PostgresClient, retryTime: number, lease: NodeLease) {
    this.#lease = lease;
    this.#client = client;
    this.#retryTime = retryTime;
  }

  /** As {@linkcode Store.append}; call it again only after it has settled. */
  async append(entries: readonly NewEntry[]): Promise<readonly Outcome[]> {
    const { unique, places } = withoutRepeats(entries);
    const outcomes = await this.#write(JSON.stringify(unique.map(toRow)));
    const seen = new Set<number>();
    return places.map((place, index) => {
      const outcome = outcomes[place]!;
      if ("code" in outcome) return outcome;
      const [id, at, repeated, from, said] = outcome;
      if (repeated || seen.has(place)) return { id, at, repeated: true };
      seen.add(place);
      if (typeof from === "string") return { id, at, repeated, target: { from, at: said! } };
      if (from === undefined) return { id, at, repeated };
      return {
        id,
        at,
        repeated,
        quote: toPostgresQuote((entries[index] as NewMessage).reply!, from),
      };
    });
  }

  /** As {@linkcode Store.check}. The row belongs to no session, so the epoch stays and no transaction is shut out. */
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

  /** Deletes the row from the table of writers. */
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
        if (CONFLICT_CODES.includes(code) && retries < MAX_RETRIES) {
          if (code === "CH001") this.#session = undefined;
          continue;
        }
        const isRefused = !this.#session || NOT_SENT.includes(code) ||
          error instanceof postgres.PostgresError && !LOST.test(code);
        if (isRefused) throw error;
        // The outcome is unknown.
        this.#session = undefined;
        this.#session = await this.#beginWithRetries(error);
        if (this.#session.batch === batch) {
          return await this.#withQuotes(this.#session.outcome, rows);
        }
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

  /** Adds quotes of replies to outcomes, which are kept without. */
  async #withQuotes(outcomes: BatchResult, rows: string): Promise<BatchResult> {
    const replies = await this.#client.run((sql) =>
      sql<{ place: number; quote: QuoteData }[]>`
        SELECT place, chat.quote(number, reply) AS quote
        FROM ROWS FROM (json_to_recordset(${rows}::text::json) AS (conversation text, reply bigint))
          WITH ORDINALITY AS draft (conversation, reply, place)
        JOIN chat.conversation ON key = draft.conversation WHERE reply IS NOT NULL
      `
    );
    const quotes = new Map(replies.map(({ place, quote }) => [place - 1, quote]));
    return outcomes.map((outcome, place) => {
      const quote = quotes.get(place);
      if (quote === undefined || "code" in outcome) return outcome;
      const [id, at, repeated] = outcome;
      return [id, at, repeated, quote];
    });
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
   * Starts a session when the server is available again.
   *
   * @param cause Why there is no session; thrown when the retry time is over.
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

/** Removes messages that repeat an earlier one; returns each message's index in the rest. */
function withoutRepeats(
  entries: readonly NewEntry[],
): { unique: NewEntry[]; places: number[] } {
  const unique: NewEntry[] = [];
  const known = new Map<string, number>();
  const places = entries.map((entry) => {
    const { person, digest = person, nonce } = entry;
    if (nonce === undefined) return unique.push(entry) - 1;
    const [key, other] = [nonceKey(person, nonce), nonceKey(digest, nonce)];
    const place = known.get(key) ?? known.get(other);
    if (place !== undefined) return place;
    known.set(key, unique.length).set(other, unique.length);
    return unique.push(entry) - 1;
  });
  return { unique, places };
}

function toRow(entry: NewEntry) {
  const { conversation, to, from, at, person, digest, nonce } = entry;
  const fields = {
    conversation,
    sender: from,
    recipient: to,
    at,
    person,
    nonce: nonce === undefined ? null : toStoredText(nonce),
    digest,
  };
  if ("change" in entry) {
    const { change, rights } = entry;
    return { ...fields, change: toChangeRow(change), rights };
  }
  const { text, reply, action } = entry;
  const message = { ...fields, text: toStoredText(text), words: wordsOf(text) };
  const extra = toMessageExtra(reply, action);
  return extra ? { ...message, reply, extra } : message;
}

export function toChangeRow(change: RequestedChange) {
  switch (change.type) {
    case "edit":
      return { ...change, text: toStoredText(change.text), words: wordsOf(change.text) };
    case "delete":
      return change.reason === undefined
        ? change
        : { ...change, reason: toStoredText(change.reason) };
    case "react":
      return { ...change, emoji: toStoredText(change.emoji) };
  }
}

/** Returns the words of a text, each once, with spaces between them. */
export function wordsOf(text: string): string {
  return [...new Set(toTerms(text).map((word) => word.slice(0, MAX_WORD)))].join(" ");
}
