import { computed, signal } from "@preact/signals";
import type { Ref } from "../../../protocol/messages/request.ts";
import type { ConversationEntry, MessageEntry, Pending, ReceivedMessage } from "./entry.ts";
import { mentions } from "./mentions.ts";

/** Maximum number of entries in memory; the server has the earlier ones. */
const MAX_ENTRIES = 1_500;

/** Number of entries that remain after trimming. */
const KEPT_ENTRIES = 1_000;

/** A room that the user is in, or a private conversation: its messages, as far as loaded, and how far they are read. */
export class Conversation {
  readonly kind: "room" | "person";
  /** Name of the room or of the other user. */
  readonly name = signal("");
  readonly entries = signal<readonly ConversationEntry[]>([]);
  readonly pending = signal<readonly Pending[]>([]);
  readonly members = signal<readonly string[]>([]);
  /** Members who are operators. */
  readonly operators = signal<ReadonlySet<string>>(new Set());
  readonly topic = signal("");
  /** Whether the server has earlier messages. */
  readonly hasOlder = signal(false);
  /** Whether older messages are being loaded. */
  readonly isLoading = signal(false);
  /** Id of the last message read before new ones came; the log marks what follows. */
  readonly marker = signal<number | undefined>(undefined);
  /** Number of unread messages that mention the user or are private. */
  readonly mentions = signal(0);
  readonly unread = computed(() => Math.max(0, this.lastId.value - this.#readId.value));
  readonly lastId = signal(0);
  /** Text in the composer. */
  readonly draft = signal("");
  /** The message that a search result leads to. */
  readonly target = signal<{ readonly id: number } | undefined>(undefined);
  /** Whether the end of the log is visible, so that new messages count as read. */
  isWatched = false;
  readonly #readId = signal(0);
  #isBegun = false;
  /** Times of the loaded messages by id, since the ids last restarted. */
  readonly #known = new Map<number, number>();
  #incarnation = 0;
  #notes = 0;

  constructor(kind: Conversation["kind"], name: string, readId?: number) {
    this.kind = kind;
    this.name.value = name;
    if (readId !== undefined) this.#begin(readId);
  }

  get readId(): number {
    return this.#readId.peek();
  }

  /** The smallest id loaded. */
  get firstId(): number | undefined {
    let first: number | undefined;
    for (const id of this.#known.keys()) if (first === undefined || id < first) first = id;
    return first;
  }

  /** Whether a message is loaded. */
  has(id: number): boolean {
    return this.#known.has(id);
  }

  /**
   * Adds messages, new or old; skips those that are loaded.
   *
   * @param messages Messages, oldest first.
   * @param self Name of the user.
   */
  add(messages: readonly ReceivedMessage[], self: string): void {
    if (messages.some((message) => this.#isOfAnotherIncarnation(message))) this.restart();
    const fresh = messages.filter(({ id }) => !this.#known.has(id));
    if (!this.#isBegun) {
      // The first messages of a conversation count as read; those after a gap do not.
      const [first, last] = [messages[0]?.id ?? 1, messages.at(-1)?.id ?? 0];
      this.#begin(this.#incarnation === 0 ? last : first - 1);
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
    // A restored id is too high if the server lost its messages.
    if (this.readId > this.lastId.peek()) this.#readId.value = this.lastId.peek();
  }

  /** Adds a line that is not a message. */
  note(text: string, isProblem = false): void {
    const key = `note ${++this.#notes}`;
    const entry: ConversationEntry = { kind: "note", key, at: Date.now(), text, isProblem };
    this.entries.value = this.#trimmed([...this.entries.peek(), entry]);
  }

  /** Starts a new sequence of ids after a gap. Entries stay visible. */
  restart(): void {
    this.#incarnation++;
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

  #toEntry(message: ReceivedMessage, self: string): MessageEntry {
    const { id, from, text, at } = message;
    const isOwn = from === self;
    const isMention = !isOwn && mentions(text, self);
    return {
      kind: "said",
      key: `${this.#incarnation} ${id}`,
      id,
      from,
      text,
      at,
      isOwn,
      isMention,
    };
  }

  #onNewest(entry: MessageEntry): void {
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

  /** Whether the ids restarted: the server lost its messages, or another user took the name. */
  #isOfAnotherIncarnation({ id, at }: ReceivedMessage): boolean {
    const known = this.#known.get(id);
    if (known !== undefined) return known !== at;
    const last = this.#known.get(this.lastId.peek());
    return last !== undefined && id < this.lastId.peek() && at > last;
  }

  /** Index at which to insert a message: after smaller ids and everything before the last restart. */
  #place(entries: readonly ConversationEntry[], { id, key }: MessageEntry): number {
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

  #trimmed(entries: ConversationEntry[]): ConversationEntry[] {
    if (entries.length <= MAX_ENTRIES || !this.isWatched) return entries;
    for (const entry of entries.splice(0, entries.length - KEPT_ENTRIES)) {
      if (entry.kind === "said") this.#known.delete(entry.id);
    }
    this.hasOlder.value = true;
    return entries;
  }
}
