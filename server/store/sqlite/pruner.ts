import type { DatabaseSync } from "node:sqlite";
import type { PruneStep } from "../pruning.ts";
import { DAY } from "../../async/durations.ts";
import type { Retention } from "../retention.ts";
import { type BlockEntry, decodeBlock, encodeBlock } from "./block.ts";
import { transact } from "./connection.ts";
import { eraseTexts } from "./erase_texts.ts";
import { LAST_ID } from "./last_id.ts";
import { SqliteNonces } from "./nonces.ts";
import { pruneLinks } from "./rules.ts";
import { SqliteStatements } from "./statements.ts";
import { SqliteWords } from "./words.ts";

/** A row of entries, without its `messages`. */
interface BlockRow {
  readonly seq: number;
  /** Number of the conversation. */
  readonly conversation: number;
  /** `id` of the first entry. */
  readonly id: number;
  readonly count: number;
}

/**
 * Maximum entries that one step of {@linkcode SqlitePruner.prune} deletes, except that it always deletes the first row,
 * and maximum rows that it reads. A step takes a few milliseconds.
 */
const PRUNE_ENTRIES = 500;

/** Result of a pruning step that found nothing. */
const NOTHING: PruneStep = { removed: 0, more: false };

/** Maximum conversations that one step of {@linkcode SqlitePruner.prune} checks. */
const PRUNE_CONVERSATIONS = 1_000;

/** Maximum edits of deleted messages whose texts one step of {@linkcode SqlitePruner.prune} erases. */
const PRUNE_EDITS = 100;

/** Deletes expired and surplus entries, expired nonces and expired invitation links from a database. */
export class SqlitePruner {
  readonly #database: DatabaseSync;
  readonly #statements: SqliteStatements;
  readonly #nonces: SqliteNonces;
  readonly #words: SqliteWords;
  /** Number of the conversation up to which the current pass has looked for surplus entries. */
  #pruned = 0;
  /** Number of the conversation up to which the current pass has looked for edits of deleted messages. */
  #edited = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new SqliteStatements(database);
    this.#nonces = new SqliteNonces(this.#statements);
    this.#words = new SqliteWords(this.#statements);
  }

  /**
   * Deletes some expired nonces and invitation links, some expired entries, some entries of conversations that have too
   * many, and the texts of some edits whose messages were deleted by this.
   *
   * @param now The time, in Unix milliseconds.
   * @param retention The limits.
   * @returns The number of deleted entries, and whether there may be more to delete.
   */
  prune(now: number, { keepMessages, keepDays }: Retention): PruneStep {
    return transact(this.#database, () => {
      const moreNonces = this.#nonces.prune(now);
      const moreLinks = pruneLinks(this.#statements, now);
      const old = keepDays === undefined ? NOTHING : this.#pruneBefore(now - keepDays * DAY);
      const tooMany = keepMessages === undefined ? NOTHING : this.#pruneBeyond(keepMessages);
      const moreEdits = (keepDays ?? keepMessages) !== undefined && this.#pruneEdits();
      return {
        removed: old.removed + tooMany.removed,
        more: moreNonces || moreLinks || old.more || tooMany.more || moreEdits,
      };
    });
  }

  /** Deletes the first entries in the order of storing while they are expired, so that no conversation gets a gap. */
  #pruneBefore(time: number): PruneStep {
    const blocks = this.#statements.all<BlockRow & { at: number }>(
      "SELECT seq, conversation, id, count, at FROM block ORDER BY seq LIMIT ?",
      PRUNE_ENTRIES,
    );
    const stored = blocks.findIndex(({ at }) => at >= time);
    const step = this.#remove(stored < 0 ? blocks : blocks.slice(0, stored), PRUNE_ENTRIES);
    if (stored < 0 || step.more) return { ...step, more: blocks.length > 0 };
    const block = blocks[stored]!;
    const first = this.#entries(block).findIndex(([, , , at]) => at >= time);
    return { removed: step.removed + this.#cut(block, first), more: false };
  }

  #pruneBeyond(keepMessages: number): PruneStep {
    const conversations = this.#statements.all<{ number: number; lastId: number }>(
      `SELECT number, ${LAST_ID} AS lastId FROM conversation WHERE number > ?
       ORDER BY number LIMIT ?`,
      this.#pruned,
      PRUNE_CONVERSATIONS,
    );
    let removed = 0;
    for (const { number, lastId } of conversations) {
      const last = lastId - keepMessages;
      const blocks = this.#statements.all<BlockRow>(
        `SELECT seq, conversation, id, count FROM block
         WHERE conversation = ? AND id <= ? ORDER BY id LIMIT ?`,
        number,
        last,
        PRUNE_ENTRIES,
      );
      const end = blocks.findIndex(({ id, count }) => id + count - 1 > last);
      const whole = end < 0 ? blocks : blocks.slice(0, end);
      const step = this.#remove(whole, PRUNE_ENTRIES - removed);
      removed += step.removed;
      // There may be more in this conversation.
      if (step.more || blocks.length === PRUNE_ENTRIES) return { removed, more: true };
      if (end >= 0) removed += this.#cut(blocks[end]!, last - blocks[end]!.id + 1);
      this.#pruned = number;
      if (removed >= PRUNE_ENTRIES) return { removed, more: true };
    }
    const more = conversations.length === PRUNE_CONVERSATIONS;
    if (!more) this.#pruned = 0;
    return { removed, more };
  }

  /** Deletes rows, at least the first, until enough messages are deleted. */
  #remove(blocks: readonly BlockRow[], most: number): PruneStep {
    let removed = 0;
    for (const { seq, conversation, id, count } of blocks) {
      if (removed > 0 && removed + count > most) return { removed, more: true };
      const last = id + count - 1;
      this.#statements.run(
        "UPDATE conversation SET last_id = ?1 WHERE number = ?2 AND last_id < ?1",
        last,
        conversation,
      );
      this.#statements.run("DELETE FROM block WHERE seq = ?", seq);
      this.#words.remove(seq);
      this.#forget(conversation, last + 1);
      removed += count;
    }
    return { removed, more: false };
  }

  /**
   * Deletes the first messages of a row. Their words stay in the index until the row is deleted; searches check
   * messages.
   */
  #cut(block: BlockRow, count: number): number {
    if (count === 0) return 0;
    const { seq, conversation, id } = block;
    this.#statements.run(
      "UPDATE block SET id = id + ?1, count = count - ?1, messages = ?2 WHERE seq = ?3",
      count,
      encodeBlock(this.#entries(block).slice(count)),
      seq,
    );
    this.#forget(conversation, id + count);
    return count;
  }

  /** Deletes the states and reactions of deleted messages, those of a conversation with an `id` less than `below`. */
  #forget(conversation: number, below: number): void {
    this.#statements.run(
      "DELETE FROM state WHERE conversation = ? AND id < ?",
      conversation,
      below,
    );
    this.#statements.run(
      "DELETE FROM reaction WHERE conversation = ? AND about < ?",
      conversation,
      below,
    );
  }

  /** Erases the texts of some edits of deleted messages. Returns whether there may be more. */
  #pruneEdits(): boolean {
    for (let looked = 0; looked < PRUNE_CONVERSATIONS; looked++) {
      const { number } = this.#statements.get<{ number: number | null }>(
        "SELECT min(conversation) AS number FROM edit WHERE conversation > ?",
        this.#edited,
      )!;
      if (number === null) {
        this.#edited = 0;
        return false;
      }
      if (this.#pruneEditsOf(number)) return true;
      this.#edited = number;
    }
    return true;
  }

  #pruneEditsOf(conversation: number): boolean {
    const { first } = this.#statements.get<{ first: number | null }>(
      "SELECT min(id) AS first FROM block WHERE conversation = ?",
      conversation,
    )!;
    const below = first ?? Number.MAX_SAFE_INTEGER;
    const edits = this.#statements.all<{ about: number; id: number }>(
      `SELECT about, id FROM edit WHERE conversation = ? AND about < ?
       ORDER BY about, id LIMIT ${PRUNE_EDITS}`,
      conversation,
      below,
    );
    const stored = edits.map(({ id }) => id).filter((id) => id >= below);
    eraseTexts(this.#statements, conversation, stored);
    for (const { about, id } of edits) {
      this.#statements.run(
        "DELETE FROM edit WHERE conversation = ? AND about = ? AND id = ?",
        conversation,
        about,
        id,
      );
    }
    return edits.length === PRUNE_EDITS;
  }

  #entries({ seq }: BlockRow): BlockEntry[] {
    return decodeBlock(
      this.#statements.get<{ messages: string }>("SELECT messages FROM block WHERE seq = ?", seq)!
        .messages,
    );
  }
}
