import { isMessage, type NewMessage, type StoredEntry } from "../entry.ts";

/** A user's reaction to a message. */
export interface RingReaction {
  /** `id` of the change. */
  readonly id: number;
  readonly emoji: string;
  /** Identity of the user. */
  readonly person: string;
  readonly name: string;
}

/** State of a changed message in addition to the message as shown. */
export interface RingState {
  /** Ids of its edits. */
  readonly edits: number[];
  /** In the order of reacting. */
  reactions: RingReaction[];
}

/** Replaces a deleted entry. */
const NOTHING: StoredEntry = { id: 0, from: "", to: "", text: "", at: 0 };

/** Ring buffer with the latest entries of one conversation. Messages have their changes applied. */
export class Ring {
  readonly #size: number;
  /** Ids up to this one were never in this ring, because it was created after them. */
  readonly #before: number;
  /** The entry with `id` is at index `(id - 1 - #before) % #size`. */
  readonly #entries: StoredEntry[] = [];
  /** Identities of the authors, at the same indexes. */
  readonly #authors: string[] = [];
  /** States of changed messages, by id. */
  readonly #states = new Map<number, RingState>();
  #first: number;
  #last: number;
  #characters = 0;

  /**
   * @param size Maximum entries.
   * @param last Id of the conversation's last entry; 0 if none.
   */
  constructor(size: number, last: number) {
    this.#size = size;
    this.#before = last;
    this.#first = last + 1;
    this.#last = last;
  }

  /** The last `id`; 0 if there was none. */
  get last(): number {
    return this.#last;
  }

  /** The lowest stored `id`; 0 if there is none. */
  get first(): number {
    return this.#first > this.#last ? 0 : this.#first;
  }

  /** Whether the next entry replaces the first one. */
  get isFull(): boolean {
    return this.#last - this.#first + 1 >= this.#size;
  }

  /** Length of all stored texts, in UTF-16 code units. */
  get characters(): number {
    return this.#characters;
  }

  /**
   * Adds a message, replacing the oldest entry if the ring is full.
   *
   * @returns Its `id`.
   */
  push({ from, to, text, at, person, reply, action }: NewMessage): number {
    const id = this.#last + 1;
    if (reply === undefined && action === undefined) {
      this.add({ id, from, to, text, at }, person);
    } else {
      const answered = reply === undefined ? {} : { reply: { id: reply } };
      this.add({ id, from, to, text, at, ...answered, ...(action && { action }) }, person);
    }
    return id;
  }

  /**
   * Adds an entry, as {@linkcode Ring.push} does.
   *
   * @param entry The entry, with the next `id`.
   * @param author Its author's identity.
   */
  add(entry: StoredEntry, author: string): void {
    const { id } = entry;
    this.#last = id;
    if (id - this.#first === this.#size) this.#drop();
    const index = (id - 1 - this.#before) % this.#size;
    this.#entries[index] = entry;
    this.#authors[index] = author;
    this.#characters += lengthOf(entry);
  }

  /** Returns the entry with this `id`, which MUST be stored. */
  get(id: number): StoredEntry {
    return this.#entries[(id - 1 - this.#before) % this.#size]!;
  }

  /** Returns the entry with this `id`, if it is stored. */
  find(id: number): StoredEntry | undefined {
    return id >= this.#first && id <= this.#last ? this.get(id) : undefined;
  }

  /** Returns the identity of the author of an entry, which MUST be stored. */
  authorOf(id: number): string {
    return this.#authors[(id - 1 - this.#before) % this.#size]!;
  }

  /** Replaces the entry with the same `id`, which MUST be stored. */
  replace(entry: StoredEntry): void {
    const index = (entry.id - 1 - this.#before) % this.#size;
    this.#characters += lengthOf(entry) - lengthOf(this.#entries[index]!);
    this.#entries[index] = entry;
  }

  /** Returns the state of a message, creating it if necessary. */
  stateOf(id: number): RingState {
    let state = this.#states.get(id);
    if (state === undefined) this.#states.set(id, state = { edits: [], reactions: [] });
    return state;
  }

  /** Returns the emoji that a user, who may have several identities, put on a message. */
  reactionsBy(identities: readonly string[], id: number): readonly string[] {
    const reactions = this.#states.get(id)?.reactions ?? [];
    const own = reactions.filter(({ person }) => identities.includes(person));
    return [...new Set(own.map(({ emoji }) => emoji))];
  }

  /** Deletes the state of a message and the texts of its edits. */
  forget(id: number): void {
    const state = this.#states.get(id);
    if (state === undefined) return;
    this.#states.delete(id);
    for (const edit of state.edits) {
      const entry = this.find(edit);
      if (entry === undefined || isMessage(entry)) continue;
      const { text: _, ...rest } = entry;
      this.replace(rest);
    }
  }

  /**
   * Deletes the oldest entries, up to the first one sent at a time or later.
   *
   * @param time The time, in Unix milliseconds.
   * @returns The number of deleted messages.
   */
  dropBefore(time: number): number {
    const first = this.#first;
    while (this.#first <= this.#last && this.get(this.#first).at < time) this.#drop();
    return this.#first - first;
  }

  #drop(): void {
    const index = (this.#first - 1 - this.#before) % this.#size;
    this.#characters -= lengthOf(this.#entries[index]!);
    this.#entries[index] = NOTHING;
    if (this.#states.size > 0) this.forget(this.#first);
    this.#first++;
  }
}

function lengthOf({ text }: StoredEntry): number {
  return text === undefined ? 0 : text.length;
}
