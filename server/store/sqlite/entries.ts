import { findAuthor } from "./authors.ts";
import { type Block, type BlockEntry, decodeBlock, MAX_BLOCK, textOf } from "./block.ts";
import type { SqliteStatements } from "./statements.ts";
import type { Quote } from "../../../protocol/messages/changes.ts";
import { toQuote } from "../../../protocol/messages/to_quote.ts";
import { messagesOf, type StoredEntry } from "../entry.ts";
import { foldMessage, isChange, toChange } from "../fold.ts";
import type { EntrySpan } from "../read_page.ts";
import { fromStoredText } from "../stored_text.ts";

/** A row of the `state` table: the result of all changes to a message. */
export interface StateRow {
  /** `id` of the latest change. */
  readonly rev: number;
  /** `id` of the latest edit, which has the current text. */
  readonly edit: number | null;
  /** Time of the latest edit. */
  readonly edited: number | null;
  /** A {@linkcode DeletionData} as JSON. */
  readonly deleted: string | null;
  /** A {@linkcode ReactionData} as JSON. */
  readonly reactions: string | null;
}

/** Maximum rows that are read at a time: they may be long, and the first of them may be enough. */
const MAX_ROWS = 8;

const NO_STATE = { rev: null, edit: null, edited: null, deleted: null, reactions: null };

/** The state of an entry, if it has one, and its `id`. */
type EntryState = (StateRow | Readonly<typeof NO_STATE>) & { readonly id: number };

/** An entry in the database with its state. */
export type EntryRow = EntryState & {
  /** A {@linkcode BlockEntry} as JSON. */
  readonly entry: string;
};

/** Entries that are in no row yet. */
export interface PendingEntries {
  findPending(conversation: number, id: number): BlockEntry | undefined;
}

/** Reads entries of conversations, and folds changes into the messages that they are about. */
export class SqliteEntries {
  readonly #statements: SqliteStatements;
  readonly #pending: PendingEntries | undefined;

  constructor(statements: SqliteStatements, pending?: PendingEntries) {
    this.#statements = statements;
    this.#pending = pending;
  }

  /**
   * Yields entries of a conversation in the direction of a span. It reads a row, then as many as it has read so far, up to
   * {@linkcode MAX_ROWS}, and so on: what the runtime creates to iterate over a result stays until old memory is collected.
   */
  *read(conversation: number, { from, to, isForward }: EntrySpan): Iterable<StoredEntry> {
    for (let most = 1, total = 0; from <= to; most = Math.min(total, MAX_ROWS)) {
      const rows = this.#rowsIn(conversation, { from, to, isForward }, most);
      total += rows.length;
      const [one, other] = [rows[0], rows.at(-1)];
      if (one === undefined || other === undefined) return;
      const [first, last] = isForward ? [one, other] : [other, one];
      const end = last.id + last.entries.length;
      const states = this.#statesIn(conversation, first.id, end);
      for (const { id: start, entries } of rows) {
        for (let count = 0; count < entries.length; count++) {
          const index = isForward ? count : entries.length - 1 - count;
          const id = start + index;
          if (id < from || id > to) continue;
          yield this.#fold(conversation, states.get(id) ?? { id, ...NO_STATE }, entries[index]!);
        }
      }
      if (rows.length < most) return;
      if (isForward) from = end;
      else to = first.id - 1;
    }
  }

  /**
   * Returns the entries of a row for which `isWanted` returns `true`, given their current text (empty for changes) and
   * time.
   */
  inBlock(
    conversation: number,
    { id, messages }: Block,
    isWanted: (text: string, at: number) => boolean = () => true,
  ): StoredEntry[] {
    return this.#withStates(conversation, id, decodeBlock(messages)).flatMap(([entry, state]) => {
      const hasText = !isChange(entry[5]) && state.deleted === null;
      const text = hasText ? this.textOf(conversation, entry, state.edit) : "";
      return isWanted(text, entry[3]) ? [this.#fold(conversation, state, entry)] : [];
    });
  }

  /** Returns the entries of a row, with messages as they were sent, but deleted ones without a text. */
  originals(conversation: number, { id, messages }: Block): StoredEntry[] {
    return this.#withStates(conversation, id, decodeBlock(messages)).map(([entry, state]) => {
      const [from, to, , at, , extra] = entry;
      if (isChange(extra)) return this.#fold(conversation, state, entry);
      const { reply, action } = extra ?? {};
      return {
        ...{ id: state.id, from, to, text: state.deleted === null ? textOf(entry) : "", at },
        ...(reply !== undefined && { reply: { id: reply } }),
        ...(action && { action }),
      };
    });
  }

  /** Returns the emoji that a user put on messages, by their ids. */
  reactionsBy(
    identities: readonly string[],
    conversation: number,
    entries: readonly StoredEntry[],
  ): [id: number, emoji: readonly string[]][] {
    const authors = identities.flatMap((identity) => findAuthor(this.#statements, identity) ?? []);
    return messagesOf(entries).flatMap(({ id, reactions }) => {
      if (reactions === undefined) return [];
      const own = authors.flatMap((author) =>
        this.#statements.all<{ emoji: string }>(
          "SELECT emoji FROM reaction WHERE conversation = ? AND about = ? AND author = ?",
          conversation,
          id,
          author,
        )
      );
      if (own.length === 0) return [];
      return [[id, [...new Set(own.map(({ emoji }) => fromStoredText(emoji)))]]];
    });
  }

  /** Returns an entry with its state, or `undefined` if it is not stored. */
  find(conversation: number, id: number): EntryRow | undefined {
    const pending = this.#pending?.findPending(conversation, id);
    if (pending !== undefined) {
      const state = this.#statements.get<StateRow>(
        "SELECT rev, edit, edited, deleted, reactions FROM state WHERE conversation = ? AND id = ?",
        conversation,
        id,
      );
      return { id, entry: JSON.stringify(pending), ...state ?? NO_STATE };
    }
    const row = this.#statements.get<EntryRow | { readonly entry: null }>(
      `SELECT ?2 AS id, messages -> format('$[%d]', ?2 - block.id) AS entry,
         rev, edit, edited, deleted, reactions
       FROM block LEFT JOIN state ON state.conversation = ?1 AND state.id = ?2
       WHERE block.conversation = ?1 AND block.id <= ?2 ORDER BY block.id DESC LIMIT 1`,
      conversation,
      id,
    );
    return row?.entry ? row : undefined;
  }

  /** Pairs entries of a row with their states. */
  #withStates(
    conversation: number,
    first: number,
    entries: readonly BlockEntry[],
  ): [BlockEntry, EntryState][] {
    const states = this.#statesIn(conversation, first, first + entries.length);
    return entries.map((entry, index) => {
      const id = first + index;
      return [entry, states.get(id) ?? { id, ...NO_STATE }];
    });
  }

  /** Returns the first rows with entries of a span, in its direction. Their texts as JSON, which may be long, are not kept. */
  #rowsIn(
    conversation: number,
    { from, to, isForward }: EntrySpan,
    most: number,
  ): readonly { readonly id: number; readonly entries: readonly BlockEntry[] }[] {
    const blocks = this.#statements.all<Block>(
      `SELECT id, messages FROM block
       WHERE conversation = ? AND id > ? AND id <= ? AND id + count > ?
       ORDER BY id ${isForward ? "" : "DESC"} LIMIT ?`,
      conversation,
      // The row that contains the first entry starts at most this many ids before it.
      from - MAX_BLOCK,
      to,
      from,
      most,
    );
    return blocks.map(({ id, messages }) => ({ id, entries: decodeBlock(messages) }));
  }

  /** Returns states by the ids of their messages, from one id to before another. */
  #statesIn(conversation: number, from: number, end: number): ReadonlyMap<number, EntryState> {
    const states = this.#statements.all<StateRow & { readonly id: number }>(
      `SELECT id, rev, edit, edited, deleted, reactions FROM state
       WHERE conversation = ? AND id >= ? AND id < ?`,
      conversation,
      from,
      end,
    );
    return new Map(states.map((state) => [state.id, state]));
  }

  #fold(conversation: number, state: EntryState, entry: BlockEntry): StoredEntry {
    const { id, rev, edit, edited, deleted, reactions } = state;
    const [from, to, , at, , extra] = entry;
    if (isChange(extra)) {
      const hasText = extra.type === "edited" && this.#hasText(conversation, extra.about);
      return toChange({ id, from, to, text: "", at }, extra, hasText ? textOf(entry) : undefined);
    }
    if (rev === null && extra === undefined) return { id, from, to, text: textOf(entry), at };
    const isDeleted = deleted !== null;
    const text = isDeleted ? "" : this.textOf(conversation, entry, edit);
    const { reply, ...other } = extra ?? {};
    return foldMessage(
      { id, from, to, text, at },
      other,
      { rev, edited, deleted: fromJson(deleted), reactions: fromJson(reactions) },
      reply === undefined || isDeleted ? undefined : this.quote(conversation, reply),
    );
  }

  /** Returns the current text of a message that is not deleted. */
  textOf(conversation: number, entry: BlockEntry, edit: number | null): string {
    if (edit === null) return textOf(entry);
    return textOf(JSON.parse(this.find(conversation, edit)!.entry));
  }

  /** Returns the quote for a reply. */
  quote(conversation: number, id: number): Quote {
    const row = this.find(conversation, id);
    if (row === undefined || row.deleted !== null) return { id };
    const entry: BlockEntry = JSON.parse(row.entry);
    const [from, , , , , extra] = entry;
    if (isChange(extra)) return { id };
    return toQuote(id, { from, text: this.textOf(conversation, entry, row.edit) });
  }

  /** Returns whether a message is stored and not deleted. */
  #hasText(conversation: number, id: number): boolean {
    const row = this.#statements.get<{ first: number; deleted: string | null }>(
      `SELECT (SELECT min(id) FROM block WHERE conversation = ?1) AS first,
         (SELECT deleted FROM state WHERE conversation = ?1 AND id = ?2) AS deleted`,
      conversation,
      id,
    )!;
    return id >= row.first && row.deleted === null;
  }
}

/** Parses a column that may be empty. */
export function fromJson<T>(json: string | null): T | null {
  return json === null ? null : JSON.parse(json);
}
