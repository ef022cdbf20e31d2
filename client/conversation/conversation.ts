import { type Change, stateOf } from "../../protocol/messages/changes.ts";
import type { HistoryPage } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type {
  ConversationEntry,
  MessageEntry,
  Pending,
  ReceivedMessage,
} from "./conversation_entry.ts";
import { Members } from "./members.ts";
import { isForUser } from "./mentions.ts";
import { type Changed, type ChangeOptions, MessageLog } from "./message_log.ts";
import { ReadState } from "./read_state.ts";

/** Messages kept without `keepsLog`, for users to count back. Strangers can begin many private conversations. */
const MAX_RECENT = { room: 200, person: 20 } as const;

/** A room, or the messages exchanged with one person. */
export type ConversationKind = "room" | "person";

/** Options of {@linkcode Conversation}. */
export interface ConversationOptions {
  readonly kind: ConversationKind;
  /** The room, or the other person. */
  readonly name: string;
  /** The last id read earlier, if known; otherwise everything before the first new message counts as read. */
  readonly readId?: number | undefined;
  /** Whether it is kept to be shown again; if not, only its latest messages are, as commands refer to them. */
  readonly keepsLog: boolean;
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
  readonly members: Members;
  readonly #keepsLog: boolean;
  readonly #log = new MessageLog();
  readonly #read = new ReadState();
  readonly #onChange: (conversation: Conversation) => void;
  #name: string;
  #pending: readonly Pending[] = [];
  #topic = "";
  #hasOlder = false;
  /** Whether the user sees the newest messages, which are then read at once. */
  isOnScreen = false;

  constructor({ kind, name, readId, keepsLog, onChange }: ConversationOptions) {
    this.kind = kind;
    this.#name = name;
    this.#keepsLog = keepsLog;
    this.#onChange = onChange;
    this.members = new Members(() => onChange(this));
    if (readId !== undefined) this.#read.begin(readId);
  }

  get name(): string {
    return this.#name;
  }

  get entries(): readonly ConversationEntry[] {
    return this.#log.entries;
  }

  get pending(): readonly Pending[] {
    return this.#pending;
  }

  get topic(): string {
    return this.#topic;
  }

  /** Whether the server has messages older than those here. */
  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  get unread(): number {
    return this.#read.unread;
  }

  /** Unread messages that name the user or reply to the user, or all of them in a private conversation. */
  get mentions(): number {
    return this.#read.mentions;
  }

  /** The last id read before the unread messages came. */
  get marker(): number | undefined {
    return this.#read.marker;
  }

  get readId(): number {
    return this.#read.readId;
  }

  /** The smallest id from which on everything is here, changes included: what an earlier page comes before. */
  get firstId(): number | undefined {
    return this.#log.firstId;
  }

  /** Whether a message is in the log. */
  has(id: number): boolean {
    return this.#log.timeOf(id) !== undefined;
  }

  /** Returns a message, as changes left it. */
  get(id: number): MessageEntry | undefined {
    return this.#log.get(id);
  }

  /** The messages here that are not deleted, oldest first. */
  get messages(): readonly MessageEntry[] {
    return this.#log.messages.filter(({ deleted }) => deleted === undefined);
  }

  rename(name: string): void {
    if (name === this.#name) return;
    this.#name = name;
    this.#onChange(this);
  }

  /**
   * Adds messages, new or old, in any order. Of those that are here, newer states are taken over.
   *
   * @param messages The messages.
   * @param self The user's name.
   * @param mine The emoji with which the user reacted to them, by their ids.
   * @returns The messages that were not here.
   */
  add(
    messages: readonly ReceivedMessage[],
    self: string,
    mine: HistoryPage["mine"] = {},
  ): readonly ReceivedMessage[] {
    if (messages.some((message) => this.#isOfNextEpoch(message))) this.#restart();
    const added = new Map<number, ReceivedMessage>();
    const known: MessageEntry[] = [];
    for (const message of messages) {
      if (this.#timeOf(message.id) === undefined) added.set(message.id, message);
      else known.push(this.#toEntry(message, self, mine));
    }
    if (!this.#read.isBegun) {
      const [first, last] = [messages[0]?.id ?? 1, messages.at(-1)?.id ?? 0];
      // Messages from before the user joined count as read; those after a gap do not.
      this.#read.begin(this.#log.epoch === 0 ? last : first - 1);
    }
    this.#log.update(known);
    const entries = [...added.values()].map((message) => this.#toEntry(message, self, mine));
    for (const entry of this.#log.add(entries, self)) {
      if (entry.id > this.#read.last.id) this.#onNewest(entry);
    }
    this.#trim();
    if (entries.length > 0) this.#read.clamp();
    this.#onChange(this);
    return [...added.values()];
  }

  /**
   * Adds a page of the history: its messages, and what changes in it mean for messages that are here.
   *
   * @param page The page, which ends where the messages here begin, or later.
   * @param self The user's name.
   * @returns The messages that were not here.
   */
  addPage(
    { messages, changes = [], first, mine }: HistoryPage,
    self: string,
  ): HistoryPage["messages"] {
    const added = this.add(messages, self, mine);
    for (const change of changes) {
      this.#log.change(change, { self, source: "page" });
      this.#read.addChange(change.id);
    }
    if (first !== undefined) this.#log.cover(first);
    if (changes.length > 0) this.#onChange(this);
    return added as HistoryPage["messages"];
  }

  /** Applies a change to its message, and to quotes of it. */
  change(change: Change, options: ChangeOptions): Changed {
    const changed = this.#log.change(change, options);
    this.#read.addChange(change.id);
    this.#onChange(this);
    return changed;
  }

  /** Adds a note at the end of the log. */
  note(text: string, isProblem = false): void {
    if (!this.#keepsLog) return;
    this.#log.note(text, isProblem);
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
    if (this.#read.read()) this.#onChange(this);
  }

  /** Removes the mark before the messages that were unread. */
  clearMarker(): void {
    this.#read.clearMarker();
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

  /** Marks a pending message as refused; without `keepsLog` it is dropped. */
  fail(ref: Ref, problem: string): void {
    if (!this.#keepsLog) return this.settle(ref);
    this.#pending = this.#pending.map((pending) =>
      pending.ref === ref ? { ...pending, problem } : pending
    );
    this.#onChange(this);
  }

  #restart(): void {
    this.#log.restart();
    this.#read.restart();
    this.#hasOlder = false;
  }

  #settle(ref: Ref): void {
    this.#pending = this.#pending.filter((pending) => pending.ref !== ref);
  }

  #toEntry(message: ReceivedMessage, self: string, mine: HistoryPage["mine"] = {}): MessageEntry {
    const { id, from, text, at } = message;
    const { epoch } = this.#log;
    const isOwn = from === self;
    return {
      ...{ kind: "said", key: `${epoch} ${id}`, epoch, id, from, text, at, isOwn },
      isMention: isForUser(message, self),
      mine: mine[id] ?? [],
      ...stateOf(message),
    };
  }

  #onNewest({ id, at, text, isOwn, isMention }: MessageEntry): void {
    const echoed = isOwn ? this.#pending.find((pending) => pending.text === text) : undefined;
    if (echoed) this.#settle(echoed.ref);
    if (isOwn || this.isOnScreen) this.#read.addRead(id, at);
    else this.#read.addUnread(id, at, isMention || this.kind === "person");
  }

  /** Whether a message belongs to a new numbering: the server lost its messages, or the name has another owner. */
  #isOfNextEpoch({ id, at }: ReceivedMessage): boolean {
    const known = this.#timeOf(id);
    if (known !== undefined) return known !== at;
    const { last } = this.#read;
    return id < last.id && at > last.at;
  }

  #timeOf(id: number): number | undefined {
    const { last } = this.#read;
    return id === last.id ? last.at : this.#log.timeOf(id);
  }

  /** Bounds the log; while the user has not seen it, only without `keepsLog`, as unread messages would be dropped. */
  #trim(): void {
    if (!this.#keepsLog) this.#log.trim(MAX_RECENT[this.kind]);
    else if (this.isOnScreen && this.#log.trim()) this.#hasOlder = true;
  }
}
