import type { Change, Quote } from "../../protocol/messages/changes.ts";
import { toQuote } from "../../protocol/messages/to_quote.ts";
import type { ConversationEntry, MessageEntry, Note } from "./conversation_entry.ts";
import { foldChange, foldQuote } from "./fold_change.ts";
import { isForUser } from "./mentions.ts";

/** Most entries kept; the server has the earlier ones. */
const MAX_ENTRIES = 600;

/** Entries left after a trim: far fewer, so that the next messages do not trim again. */
const TRIMMED_ENTRIES = 400;

/** Most changes kept of messages that are not here: more than come while a page of earlier messages is read. */
const MAX_EARLY = 200;

/**
 * Where a change comes from. `event`: the server tells of it, in the order of the ids. `page`: a page of the history, whose
 * messages have it. `ack`: the answer to a request of this client, perhaps before earlier changes.
 */
export type ChangeSource = "event" | "page" | "ack";

/** How a change is applied to a {@linkcode MessageLog}. */
export interface ChangeOptions {
  /** The user's name. */
  readonly self: string;
  readonly source: ChangeSource;
}

/** What a change did. */
export interface Changed {
  /** The message as it is now; `undefined` if it is not here. */
  readonly message: MessageEntry | undefined;
  /** Whether it changed anything; always true if the message is not here. */
  readonly isNew: boolean;
}

/** Messages of a conversation in the order of their ids, as changes left them, and the notes between them. */
export class MessageLog {
  #entries: readonly ConversationEntry[] = [];
  /** Times of the messages, by id, in the current numbering. */
  readonly #times = new Map<number, number>();
  /** Changes of messages that are not here, oldest first. */
  #early: readonly Change[] = [];
  /** Whether the server has messages older than those here. */
  hasOlder = false;
  #firstId: number | undefined;
  #epoch: number;
  #notes = 0;

  /** @param epoch The first numbering. */
  constructor(epoch = 0) {
    this.#epoch = epoch;
  }

  /** The entries in order; a new array after each change. */
  get entries(): readonly ConversationEntry[] {
    return this.#entries;
  }

  /** The current numbering. */
  get epoch(): number {
    return this.#epoch;
  }

  /** The smallest id from which on everything is here. */
  get firstId(): number | undefined {
    return this.#firstId;
  }

  /** Returns when a message was sent, if it is here. */
  timeOf(id: number): number | undefined {
    return this.#times.get(id);
  }

  /** Returns a message of the current numbering. */
  get(id: number): MessageEntry | undefined {
    if (!this.#times.has(id)) return undefined;
    return this.#entries.findLast((entry): entry is MessageEntry =>
      this.#isCurrent(entry) && entry.id === id
    );
  }

  /** The messages of the current numbering. */
  get messages(): readonly MessageEntry[] {
    return this.#entries.filter((entry) => this.#isCurrent(entry));
  }

  /**
   * Adds messages that are not here yet, each at its place.
   *
   * @param messages The messages.
   * @param self The user's name.
   * @returns The messages with the changes that came before them.
   */
  add(messages: readonly MessageEntry[], self: string): readonly MessageEntry[] {
    const entries = [...this.#entries];
    const added = messages.map((message) => this.#withEarly(message, self));
    for (const message of added) {
      this.#times.set(message.id, message.at);
      this.cover(message.id);
      entries.splice(placeOf(entries, message), 0, message);
    }
    this.#entries = entries;
    return added;
  }

  /** Notes that everything from an id on is here, changes included. */
  cover(id: number): void {
    this.#firstId = Math.min(this.#firstId ?? id, id);
  }

  /** Takes over the newer states among messages that are here. */
  update(messages: readonly MessageEntry[]): void {
    for (const message of messages) {
      const { rev = 0 } = this.get(message.id) ?? {};
      if (message.rev !== undefined && message.rev > rev) this.#put(message);
    }
  }

  /** Applies a change to its message, and to quotes of it. */
  change(change: Change, { self, source }: ChangeOptions): Changed {
    const message = this.get(change.about);
    if (message === undefined) {
      if (source === "event") this.#keep(change);
      return { message, isNew: true };
    }
    const folded = foldChange(message, change, self);
    if (folded === message) return { message, isNew: false };
    // Before an `ack`, a change of the other user may be on its way. The two do not touch the same.
    const rev = source === "ack" ? message.rev : folded.rev;
    const next = withRev({ ...folded, isMention: !folded.isOwn && isForUser(folded, self) }, rev);
    this.#put(next);
    return { message: next, isNew: !isSame(message, next) };
  }

  /** Adds a note at the end, and returns it; `line` is what the user typed, if the note says why it was refused. */
  note(text: string, isProblem: boolean, line?: string): Note {
    const key = `note ${++this.#notes}`;
    const typed = line === undefined ? {} : { line };
    const note = { kind: "note", key, at: Date.now(), text, isProblem, ...typed } as const;
    this.#entries = [...this.#entries, note];
    return note;
  }

  /** Replaces the text of a note, and sets its time to now. */
  renote(key: string, text: string): void {
    this.#entries = this.#entries.map((entry) =>
      entry.kind === "note" && entry.key === key ? { ...entry, text, at: Date.now() } : entry
    );
  }

  /** Removes a note. */
  dropNote(key: string): void {
    this.#entries = this.#entries.filter((entry) => entry.key !== key);
  }

  /** Starts a new numbering. The messages stay, but later ids do not refer to them. */
  restart(): void {
    this.#epoch++;
    this.#times.clear();
    this.#early = [];
    this.#firstId = undefined;
    this.hasOlder = false;
  }

  /**
   * Drops the oldest entries where there are too many.
   *
   * @param most How many to leave; by default 400, once there are more than 600.
   * @returns Whether it dropped some.
   */
  trim(most?: number): boolean {
    if (this.#entries.length <= (most ?? MAX_ENTRIES)) return false;
    const left = most ?? TRIMMED_ENTRIES;
    const end = this.#entries.length - left;
    const dropped = this.#entries.slice(0, end);
    for (const entry of dropped) if (this.#isCurrent(entry)) this.#times.delete(entry.id);
    this.#entries = this.#entries.slice(end);
    this.#firstId = this.messages[0]?.id;
    this.hasOlder = true;
    return true;
  }

  /** Applies what came before a message; that is kept no longer then. */
  #withEarly(message: MessageEntry, self: string): MessageEntry {
    if (this.#early.length === 0) return message;
    const { id, reply } = message;
    const of = (about: number | undefined) =>
      this.#early.filter((change) => change.about === about);
    const quote = reply && of(reply.id).reduce(foldQuote, reply);
    const quoting = quote ? { ...message, reply: quote } : message;
    const changed = of(id).reduce((state, change) => foldChange(state, change, self), quoting);
    this.#early = this.#early.filter(({ about }) => about !== id);
    return changed;
  }

  /** Keeps a change until its message comes, and applies it to quotes. */
  #keep(change: Change): void {
    const { about, type } = change;
    // Nothing is kept of the text of a deleted message.
    const others = type === "deleted"
      ? this.#early.filter((early) => early.about !== about)
      : this.#early;
    this.#early = [...others, change].slice(-MAX_EARLY);
    this.#requote(about, (quote) => foldQuote(quote, change));
  }

  /** Replaces a message by its new state, also where others quote it. */
  #put(next: MessageEntry): void {
    const { id } = next;
    this.#entries = this.#entries.map((entry) =>
      this.#isCurrent(entry) && entry.id === id ? next : entry
    );
    const quote = toQuote(id, next);
    this.#requote(id, () => quote);
  }

  #requote(id: number, requote: (quote: Quote) => Quote): void {
    const isQuoting = (entry: ConversationEntry): entry is MessageEntry & { reply: Quote } =>
      this.#isCurrent(entry) && entry.reply?.id === id;
    if (!this.#entries.some(isQuoting)) return;
    this.#entries = this.#entries.map((entry) =>
      isQuoting(entry) ? { ...entry, reply: requote(entry.reply) } : entry
    );
  }

  #isCurrent(entry: ConversationEntry): entry is MessageEntry {
    return entry.kind === "said" && entry.epoch === this.#epoch;
  }
}

function withRev({ rev: _, ...state }: MessageEntry, rev: number | undefined): MessageEntry {
  return { ...state, ...(rev !== undefined && { rev }) };
}

/** Whether two states of a message differ in nothing that is shown. */
function isSame(one: MessageEntry, other: MessageEntry): boolean {
  return one.text === other.text && one.deleted === other.deleted &&
    one.reactions === other.reactions;
}

/** Finds the place of a message: after smaller ids and after all earlier numberings. */
function placeOf(entries: readonly ConversationEntry[], { id, epoch }: MessageEntry): number {
  let place = entries.length;
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index]!;
    if (entry.kind === "note") continue;
    if (entry.epoch !== epoch || entry.id < id) break;
    place = index;
  }
  return place;
}
