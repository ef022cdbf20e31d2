import { computed, signal } from "@preact/signals";
import type { Ref } from "../../../protocol/messages/request.ts";
import type { Entry, Pending, Said, SaidEntry } from "./entry.ts";
import { mentions } from "./mentions.ts";

/** Most entries that are kept of a talk; the server has the earlier ones. */
const MOST = 1_500;

/** How many are left where there were more. */
const KEPT = 1_000;

/** A room that one is in, or the talk with one person: what was said, as far as it is known here, and read. */
export class Talk {
  readonly kind: "room" | "person";
  /** The name of the room or of the other person. */
  readonly name = signal("");
  readonly entries = signal<readonly Entry[]>([]);
  readonly pending = signal<readonly Pending[]>([]);
  readonly members = signal<readonly string[]>([]);
  /** Those of them who look after the room. */
  readonly operators = signal<ReadonlySet<string>>(new Set());
  /** What a room is about, as those say who look after it. */
  readonly topic = signal("");
  /** Whether the server has earlier messages. */
  readonly hasOlder = signal(false);
  /** Whether messages of the past are on the way. */
  readonly isLoading = signal(false);
  /** The last id that was read before messages came that are new. */
  readonly marker = signal<number | undefined>(undefined);
  /** How many messages that were not read name the reader. */
  readonly mentions = signal(0);
  readonly unread = computed(() => Math.max(0, this.lastId.value - this.#readId.value));
  readonly lastId = signal(0);
  /** What was typed and not sent. */
  readonly draft = signal("");
  /** The message to be shown, where one is looked for. */
  readonly sought = signal<{ readonly id: number } | undefined>(undefined);
  /** Whether the end of it is on the screen now, so that what is said is read. */
  isWatched = false;
  readonly #readId = signal(0);
  #isBegun = false;
  /** What is known of the talk since its ids began, by id, with the times. */
  readonly #known = new Map<number, number>();
  #lives = 0;
  #notes = 0;

  constructor(kind: Talk["kind"], name: string, readId?: number) {
    this.kind = kind;
    this.name.value = name;
    if (readId !== undefined) this.#begin(readId);
  }

  get readId(): number {
    return this.#readId.peek();
  }

  /** The first id that is known. */
  get firstId(): number | undefined {
    let first: number | undefined;
    for (const id of this.#known.keys()) if (first === undefined || id < first) first = id;
    return first;
  }

  /** Whether a message is here. */
  has(id: number): boolean {
    return this.#known.has(id);
  }

  /**
   * Takes messages, of now or of the past; those that are here already are left out.
   *
   * @param messages What was said, oldest first.
   * @param self The name of the reader.
   */
  add(messages: readonly Said[], self: string): void {
    if (messages.some((message) => this.#isOfAnotherLife(message))) this.restart();
    const fresh = messages.filter(({ id }) => !this.#known.has(id));
    if (!this.#isBegun) {
      // All that was said before one came counts as read; what comes after a gap does not.
      const [first, last] = [messages[0]?.id ?? 1, messages.at(-1)?.id ?? 0];
      this.#begin(this.#lives === 0 ? last : first - 1);
    }
    if (fresh.length === 0) return;
    const entries = [...this.entries.peek()];
    for (const message of fresh) {
      this.#known.set(message.id, message.at);
      const entry = this.#toEntry(message, self);
      entries.splice(this.#place(entries, entry), 0, entry);
      if (message.id > this.lastId.peek()) this.#onNewest(entry);
    }
    this.entries.value = this.#trimmed(entries);
    // What was read before may have been lost with its ids.
    if (this.readId > this.lastId.peek()) this.#readId.value = this.lastId.peek();
  }

  /** Says something in the talk that nobody said. */
  note(text: string, isProblem = false): void {
    const key = `note ${++this.#notes}`;
    const entry: Entry = { kind: "note", key, at: Date.now(), text, isProblem };
    this.entries.value = this.#trimmed([...this.entries.peek(), entry]);
  }

  /** Begins again: what comes next does not go on from what is here, which stays to be read. */
  restart(): void {
    this.#lives++;
    this.#known.clear();
    this.hasOlder.value = false;
    this.lastId.value = 0;
    this.#readId.value = 0;
    this.#isBegun = false;
    this.marker.value = undefined;
  }

  read(): void {
    this.#readId.value = this.lastId.peek();
    this.mentions.value = 0;
  }

  addPending(pending: Pending): void {
    this.pending.value = [...this.pending.peek(), pending];
  }

  settle(ref: Ref): void {
    this.pending.value = this.pending.peek().filter((pending) => pending.ref !== ref);
  }

  fail(ref: Ref, problem: string): void {
    this.pending.value = this.pending.peek().map((pending) =>
      pending.ref === ref ? { ...pending, problem } : pending
    );
  }

  #begin(readId: number): void {
    this.#isBegun = true;
    this.#readId.value = readId;
  }

  #toEntry(message: Said, self: string): SaidEntry {
    const { id, from, text, at } = message;
    const isOwn = from === self;
    const isMention = !isOwn && mentions(text, self);
    return { kind: "said", key: `${this.#lives} ${id}`, id, from, text, at, isOwn, isMention };
  }

  #onNewest(entry: SaidEntry): void {
    const { id, isOwn, isMention, text } = entry;
    if (isOwn) {
      const echoed = this.pending.peek().find((pending) => pending.text === text);
      if (echoed) this.settle(echoed.ref);
    } else if (!this.isWatched && id > this.readId) {
      if (this.unread.peek() === 0) this.marker.value = this.readId;
      if (isMention || this.kind === "person") this.mentions.value++;
    }
    this.lastId.value = id;
    if (isOwn || this.isWatched) this.read();
  }

  /** Whether a message is of a time after the server lost its messages, or the other person became another one. */
  #isOfAnotherLife({ id, at }: Said): boolean {
    const known = this.#known.get(id);
    if (known !== undefined) return known !== at;
    const last = this.#known.get(this.lastId.peek());
    return last !== undefined && id < this.lastId.peek() && at > last;
  }

  /** Finds where a message goes: after those with smaller ids and all of earlier lives. */
  #place(entries: readonly Entry[], { id, key }: SaidEntry): number {
    const life = key.split(" ")[0];
    let place = entries.length;
    for (let index = entries.length - 1; index >= 0; index--) {
      const entry = entries[index]!;
      if (entry.kind === "note") continue;
      if (entry.key.split(" ")[0] !== life || entry.id < id) break;
      place = index;
    }
    return place;
  }

  #trimmed(entries: Entry[]): Entry[] {
    if (entries.length <= MOST || !this.isWatched) return entries;
    for (const entry of entries.splice(0, entries.length - KEPT)) {
      if (entry.kind === "said") this.#known.delete(entry.id);
    }
    this.hasOlder.value = true;
    return entries;
  }
}
