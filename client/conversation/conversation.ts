import { nameKey } from "../../protocol/text/names.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type {
  ConversationEntry,
  MessageEntry,
  Pending,
  ReceivedMessage,
} from "./conversation_entry.ts";
import { mentions } from "./mentions.ts";
import type { MessageLog } from "./message_log.ts";

/** A room, or the messages exchanged with one person. */
export type ConversationKind = "room" | "person";

/** Options of {@linkcode Conversation}. */
export interface ConversationOptions {
  readonly kind: ConversationKind;
  /** The room, or the other person. */
  readonly name: string;
  /** The last id read earlier, if known; otherwise everything before the first new message counts as read. */
  readonly readId?: number | undefined;
  /** Keeps the messages; without a log they are only counted. */
  readonly log: MessageLog | undefined;
  readonly onChange: (conversation: Conversation) => void;
}

/**
 * State of one room or private conversation: its messages, what is unread, its members, and what was sent from here and is
 * not acknowledged.
 *
 * Its arrays are never modified: a change replaces them.
 */
export class Conversation {
  readonly kind: ConversationKind;
  readonly #log: MessageLog | undefined;
  readonly #onChange: (conversation: Conversation) => void;
  #name: string;
  #pending: readonly Pending[] = [];
  #members: readonly string[] = [];
  #operators: ReadonlySet<string> = new Set();
  #topic = "";
  #hasOlder = false;
  #mentions = 0;
  #marker: number | undefined;
  /** The newest message. */
  #last: { readonly id: number; readonly at: number } = { id: 0, at: 0 };
  #readId = 0;
  #isBegun = false;
  #epoch = 0;
  /** Whether the user sees the newest messages, which are then read at once. */
  isOnScreen = false;

  constructor({ kind, name, readId, log, onChange }: ConversationOptions) {
    this.kind = kind;
    this.#name = name;
    this.#log = log;
    this.#onChange = onChange;
    if (readId !== undefined) this.#begin(readId);
  }

  get name(): string {
    return this.#name;
  }

  get entries(): readonly ConversationEntry[] {
    return this.#log?.entries ?? [];
  }

  get pending(): readonly Pending[] {
    return this.#pending;
  }

  get members(): readonly string[] {
    return this.#members;
  }

  /** Members with operator rights. */
  get operators(): ReadonlySet<string> {
    return this.#operators;
  }

  get topic(): string {
    return this.#topic;
  }

  /** Whether the server has messages older than those here. */
  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  get unread(): number {
    return Math.max(0, this.#last.id - this.#readId);
  }

  /** Unread messages that name the user, or all of them in a private conversation. */
  get mentions(): number {
    return this.#mentions;
  }

  /** The last id read before the unread messages came. */
  get marker(): number | undefined {
    return this.#marker;
  }

  get readId(): number {
    return this.#readId;
  }

  /** The smallest id in the log. */
  get firstId(): number | undefined {
    return this.#log?.firstId;
  }

  /** Whether a message is in the log. */
  has(id: number): boolean {
    return this.#log?.timeOf(id) !== undefined;
  }

  rename(name: string): void {
    if (name === this.#name) return;
    this.#name = name;
    this.#onChange(this);
  }

  /**
   * Adds messages, new or old, in any order.
   *
   * @param messages The messages; those already here are skipped.
   * @param self The user's name.
   * @returns The messages that were added.
   */
  add(messages: readonly ReceivedMessage[], self: string): readonly ReceivedMessage[] {
    if (messages.some((message) => this.#isOfNextEpoch(message))) this.#restart();
    const added = new Map<number, ReceivedMessage>();
    for (const message of messages) {
      if (this.#timeOf(message.id) === undefined) added.set(message.id, message);
    }
    if (!this.#isBegun) {
      const [first, last] = [messages[0]?.id ?? 1, messages.at(-1)?.id ?? 0];
      // Messages from before the user joined count as read; those after a gap do not.
      this.#begin(this.#epoch === 0 ? last : first - 1);
    }
    const entries = [...added.values()].map((message) => this.#toEntry(message, self));
    this.#log?.add(entries);
    for (const entry of entries) if (entry.id > this.#last.id) this.#onNewest(entry);
    this.#trim();
    // The ids read earlier may be lost on the server.
    if (entries.length > 0) this.#readId = Math.min(this.#readId, this.#last.id);
    this.#onChange(this);
    return [...added.values()];
  }

  /** Adds a note at the end of the log. */
  note(text: string, isProblem = false): void {
    this.#log?.note(text, isProblem);
    this.#trim();
    this.#onChange(this);
  }

  /** Starts a new numbering: the ids that follow do not continue those here. */
  restart(): void {
    this.#restart();
    this.#onChange(this);
  }

  /** Marks everything as read. */
  read(): void {
    if (this.#readId === this.#last.id && this.#mentions === 0) return;
    this.#readId = this.#last.id;
    this.#mentions = 0;
    this.#onChange(this);
  }

  /** Removes the mark before the messages that were unread. */
  clearMarker(): void {
    this.#marker = undefined;
    this.#onChange(this);
  }

  /** Sets whether the server has messages older than those here. */
  setOlder(hasOlder: boolean): void {
    this.#hasOlder = hasOlder;
    this.#onChange(this);
  }

  setTopic(topic: string): void {
    this.#topic = topic;
    this.#onChange(this);
  }

  setMembers(members: readonly string[], operators: readonly string[]): void {
    this.#members = sorted(members);
    this.#operators = new Set(operators);
    this.#onChange(this);
  }

  addMember(name: string): void {
    this.#members = sorted([...this.#members, name]);
    this.#onChange(this);
  }

  removeMember(name: string): void {
    this.#members = this.#members.filter((other) => other !== name);
    this.#onChange(this);
  }

  renameMember(from: string, name: string): void {
    this.#members = sorted(this.#members.map((other) => other === from ? name : other));
    this.#onChange(this);
  }

  /** Adds a message that is on its way to the server. */
  addPending(pending: Pending): void {
    this.#pending = [...this.#pending, pending];
    this.#onChange(this);
  }

  /** Removes a pending message: it was acknowledged, or the user gave it up. */
  settle(ref: Ref): void {
    this.#settle(ref);
    this.#onChange(this);
  }

  /** Marks a pending message as refused; without a log it is dropped. */
  fail(ref: Ref, problem: string): void {
    if (!this.#log) return this.settle(ref);
    this.#pending = this.#pending.map((pending) =>
      pending.ref === ref ? { ...pending, problem } : pending
    );
    this.#onChange(this);
  }

  #begin(readId: number): void {
    this.#isBegun = true;
    this.#readId = readId;
  }

  #restart(): void {
    this.#epoch++;
    this.#log?.restart();
    this.#hasOlder = false;
    this.#last = { id: 0, at: 0 };
    this.#readId = 0;
    this.#isBegun = false;
    this.#marker = undefined;
  }

  #settle(ref: Ref): void {
    this.#pending = this.#pending.filter((pending) => pending.ref !== ref);
  }

  #toEntry({ id, from, text, at }: ReceivedMessage, self: string): MessageEntry {
    const epoch = this.#epoch;
    const isOwn = from === self;
    const isMention = !isOwn && mentions(text, self);
    return { kind: "said", key: `${epoch} ${id}`, epoch, id, from, text, at, isOwn, isMention };
  }

  #onNewest({ id, at, text, isOwn, isMention }: MessageEntry): void {
    if (isOwn) {
      const echoed = this.#pending.find((pending) => pending.text === text);
      if (echoed) this.#settle(echoed.ref);
    } else if (!this.isOnScreen && id > this.#readId) {
      if (this.unread === 0) this.#marker = this.#readId;
      if (isMention || this.kind === "person") this.#mentions++;
    }
    this.#last = { id, at };
    if (!isOwn && !this.isOnScreen) return;
    this.#readId = id;
    this.#mentions = 0;
  }

  /** Whether a message belongs to a new numbering: the server lost its messages, or the name has another owner. */
  #isOfNextEpoch({ id, at }: ReceivedMessage): boolean {
    const known = this.#timeOf(id);
    if (known !== undefined) return known !== at;
    return id < this.#last.id && at > this.#last.at;
  }

  #timeOf(id: number): number | undefined {
    return id === this.#last.id ? this.#last.at : this.#log?.timeOf(id);
  }

  /** Bounds the log while the conversation is on the screen; otherwise unread messages would be dropped. */
  #trim(): void {
    if (this.isOnScreen && this.#log?.trim()) this.#hasOlder = true;
  }
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort((one, other) => nameKey(one).localeCompare(nameKey(other)));
}
