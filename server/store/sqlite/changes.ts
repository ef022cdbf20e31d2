import { MAX_REACTION_NAMES, MAX_REACTIONS } from "../../../protocol/limits.ts";
import { NOT_FOUND, refusalOf } from "../change_rights.ts";
import { identityOf, type SqliteAuthors } from "./authors.ts";
import type { BlockEntry } from "./block.ts";
import { type EntryRow, fromJson, SqliteEntries, type StateRow } from "./entries.ts";
import { eraseTexts, seqOf } from "./erase_texts.ts";
import type { OpenConversations } from "./open_conversations.ts";
import type { SqliteStatements } from "./statements.ts";
import type { SqliteWords } from "./words.ts";
import type { Quote, Reaction } from "../../../protocol/messages/changes.ts";
import { withoutReaction, withReaction } from "../../../protocol/messages/reactions.ts";
import type { NewChange, Outcome } from "../entry.ts";
import { type ChangeExtra, fromDeletion, fromReactions, isChange, toReactions } from "../fold.ts";
import { toStoredText } from "../stored_text.ts";

/** The message that a change refers to. */
interface Target {
  /** Number of its conversation. */
  readonly conversation: number;
  readonly id: number;
  readonly entry: BlockEntry;
  readonly row: EntryRow;
}

/** Outcome of a change and, if it must be stored, its entry for a row. */
export interface ChangeOutcome {
  readonly outcome: Outcome;
  readonly entry?: BlockEntry;
}

/** Applies edits, deletions and reactions to stored messages. Only the connection that writes uses it. */
export class SqliteChanges {
  readonly #statements: SqliteStatements;
  readonly #authors: SqliteAuthors;
  readonly #entries: SqliteEntries;
  readonly #words: SqliteWords;
  /** Messages that the current transaction changes in the search index. */
  #changed: Target[] = [];

  constructor(
    statements: SqliteStatements,
    authors: SqliteAuthors,
    conversations: OpenConversations,
    words: SqliteWords,
  ) {
    this.#statements = statements;
    this.#authors = authors;
    this.#entries = new SqliteEntries(statements, conversations);
    this.#words = words;
  }

  /**
   * Applies a change if it is allowed. Before a deletion, the message and its edits MUST already be in rows.
   *
   * @param conversation Number of the conversation.
   * @param id `id` for the change.
   * @param entry The change.
   */
  change(conversation: number, id: number, entry: NewChange): ChangeOutcome {
    const { change } = entry;
    const row = this.#entries.find(conversation, change.about);
    if (row === undefined || row.deleted !== null) return { outcome: NOT_FOUND };
    const message: BlockEntry = JSON.parse(row.entry);
    const target = { conversation, id: change.about, entry: message, row };
    const [, , , at, author, extra] = message;
    if (isChange(extra)) return { outcome: NOT_FOUND };
    const refusal = refusalOf(entry, identityOf(this.#statements, author), at);
    if (refusal !== undefined) return { outcome: refusal };
    switch (change.type) {
      case "edit":
        return this.#edit(target, id, entry, change.text);
      case "delete":
        return this.#delete(target, id, entry, change.reason);
      case "react":
        return this.#react(target, id, entry, change);
    }
  }

  /**
   * Returns the quote for a reply, or `undefined` if it answers an entry that never was a message.
   *
   * @param conversation Number of the conversation.
   * @param last The last `id` of the conversation.
   * @param id `id` of the message.
   */
  quote(conversation: number, last: number, id: number): Quote | undefined {
    if (id < 1 || id > last) return undefined;
    const row = this.#entries.find(conversation, id);
    if (row !== undefined && isChange((JSON.parse(row.entry) as BlockEntry)[5])) return undefined;
    return this.#entries.quote(conversation, id);
  }

  /** Updates the search index for the messages that the current transaction changed. */
  put(): void {
    const rows = new Set(
      this.#changed.map(({ conversation, id }) => seqOf(this.#statements, conversation, id)),
    );
    for (const seq of rows) this.#words.replace(seq);
    this.#changed = [];
  }

  /** Discards the changes of the current transaction, since it is rolled back. */
  revert(): void {
    this.#changed = [];
  }

  #edit(target: Target, id: number, entry: NewChange, text: string): ChangeOutcome {
    const { conversation, id: about, row } = target;
    const present = this.#entries.textOf(conversation, target.entry, row.edit);
    if (toStoredText(present) === toStoredText(text)) return this.#repeated(target);
    this.#statements.run(
      "INSERT INTO edit (conversation, about, id) VALUES (?, ?, ?)",
      conversation,
      about,
      id,
    );
    this.#setState(target, { rev: id, edit: id, edited: entry.at });
    this.#changed.push(target);
    return this.#stored(target, id, entry, { type: "edited" }, toStoredText(text));
  }

  #delete(
    target: Target,
    id: number,
    entry: NewChange,
    reason: string | undefined,
  ): ChangeOutcome {
    const { conversation, id: about } = target;
    const edits = this.#statements.all<{ id: number }>(
      "SELECT id FROM edit WHERE conversation = ? AND about = ?",
      conversation,
      about,
    );
    eraseTexts(this.#statements, conversation, [about, ...edits.map(({ id }) => id)]);
    for (const table of ["edit", "reaction"]) {
      this.#statements.run(
        `DELETE FROM ${table} WHERE conversation = ? AND about = ?`,
        conversation,
        about,
      );
    }
    const why = reason === undefined ? {} : { reason };
    const deleted = JSON.stringify(fromDeletion({ by: entry.from, at: entry.at, ...why }));
    this.#setState(target, { rev: id, edit: null, edited: null, deleted, reactions: null });
    this.#changed.push(target);
    this.#statements.run("UPDATE erasure SET wanted = wanted + 1");
    const stored = reason === undefined ? {} : { reason: toStoredText(reason) };
    return this.#stored(target, id, entry, { type: "deleted", ...stored });
  }

  #react(
    target: Target,
    id: number,
    entry: NewChange,
    { emoji, remove }: { readonly emoji: string; readonly remove?: true },
  ): ChangeOutcome {
    const { conversation, id: about } = target;
    const key = [conversation, about, toStoredText(emoji)] as const;
    const reactions = toReactions(fromJson(target.row.reactions));
    const known = reactions.find((reaction) => reaction.emoji === emoji);
    const own = this.#ownReactions(key, [entry.person, ...entry.rights.identities]);
    if (remove ? own.length === 0 : own.length > 0) return this.#repeated(target, own[0]?.id);
    if (!remove) {
      if (known === undefined && reactions.length >= MAX_REACTIONS) {
        return { outcome: { code: "too_many" } };
      }
      this.#statements.run(
        `INSERT INTO reaction (conversation, about, emoji, author, id, name)
         VALUES (?, ?, ?, ?, ?, ?)`,
        ...key,
        this.#authors.numberOf(entry.person),
        id,
        entry.from,
      );
      this.#setReactions(target, id, withReaction(reactions, emoji, entry.from));
      return this.#stored(target, id, entry, { type: "reacted", emoji: key[2] });
    }
    for (const { author } of own) {
      this.#statements.run(
        "DELETE FROM reaction WHERE conversation = ? AND about = ? AND emoji = ? AND author = ?",
        ...key,
        author,
      );
    }
    const names = this.#statements.all<{ name: string }>(
      `SELECT name FROM reaction WHERE conversation = ? AND about = ? AND emoji = ?
       ORDER BY id LIMIT ${MAX_REACTION_NAMES}`,
      ...key,
    ).map(({ name }) => name);
    const left = { emoji, count: (known?.count ?? 0) - own.length, names };
    this.#setReactions(target, id, withoutReaction(reactions, left));
    return this.#stored(target, id, entry, { type: "reacted", emoji: key[2], removed: true });
  }

  #ownReactions(
    key: readonly [number, number, string],
    identities: readonly string[],
  ): { readonly author: number; readonly id: number }[] {
    return this.#statements.all(
      `SELECT author, reaction.id FROM reaction JOIN author ON number = author
       WHERE conversation = ? AND about = ? AND emoji = ?
         AND author IN (SELECT number FROM author WHERE identity IN (SELECT value FROM json_each(?)))
       ORDER BY reaction.id`,
      ...key,
      JSON.stringify(identities),
    );
  }

  #setReactions(target: Target, rev: number, reactions: readonly Reaction[]): void {
    const data = fromReactions(reactions);
    this.#setState(target, { rev, reactions: data && JSON.stringify(data) });
  }

  #setState(
    { conversation, id, row }: Target,
    changed: Pick<StateRow, "rev"> & Partial<StateRow>,
  ): void {
    const { rev, edit, edited, deleted, reactions } = { ...row, ...changed };
    this.#statements.run(
      `INSERT OR REPLACE INTO state (conversation, id, rev, edit, edited, deleted, reactions)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      conversation,
      id,
      rev,
      edit,
      edited,
      deleted,
      reactions,
    );
  }

  #stored(
    { id: about, entry: [author, , , said] }: Target,
    id: number,
    { from, to, at, person }: NewChange,
    fields: Omit<ChangeExtra, "about" | "target">,
    text = "",
  ): ChangeOutcome {
    const extra: ChangeExtra = { ...fields, about, target: [author, said] };
    return {
      outcome: { id, at, repeated: false, target: { from: author, at: said } },
      entry: [from, to, text, at, this.#authors.numberOf(person), extra],
    };
  }

  /** Returns the outcome of a change that has no effect. */
  #repeated({ conversation, id: about, row }: Target, id = row.rev ?? about): ChangeOutcome {
    const [, , , at]: BlockEntry = JSON.parse(this.#entries.find(conversation, id)!.entry);
    return { outcome: { id, at, repeated: true } };
  }
}
