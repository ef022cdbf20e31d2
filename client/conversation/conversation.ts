import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { Change } from "../../protocol/messages/changes.ts";
import type { HistoryPage } from "../../protocol/messages/server_messages.ts";
import type {
  ConversationEntry,
  MessageEntry,
  Note,
  Pending,
  ReceivedMessage,
} from "./conversation_entry.ts";
import { ConversationLog } from "./conversation_log.ts";
import { DisplayFilter } from "./display_filter.ts";
import { Members } from "./members.ts";
import type { Changed, ChangeOptions, MessageLog } from "./message_log.ts";
import { toMessageEntry } from "./message_entry.ts";
import type { Move } from "./move_run.ts";
import { NotedMoves } from "./noted_moves.ts";
import { PendingMessages } from "./pending_messages.ts";
import { ReadState } from "./read_state.ts";
import { ShownEntries } from "./shown_entries.ts";

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
  /** Decides which messages are shown; by default all are. */
  readonly filter?: DisplayFilter;
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
  /** What was sent from here and is not acknowledged; without `keepsLog`, nothing that was refused. */
  readonly pending: PendingMessages;
  #keepsLog: boolean;
  readonly #log = new ConversationLog();
  readonly #moves = new NotedMoves();
  readonly #read = new ReadState();
  readonly #filter: DisplayFilter;
  readonly #onChange: (conversation: Conversation) => void;
  readonly #shown: ShownEntries;
  #name: string;
  #topic = "";
  #isLoaded = false;
  #problem: Note | undefined;
  /** Whether the user sees the newest messages, which are then read at once. */
  isOnScreen = false;
  /** Whether the session is in the room. */
  isJoined = false;
  /** Whether the user has scrolled up, and reads what would be dropped first. */
  isReadingBack = false;

  constructor(
    { kind, name, readId, keepsLog, filter = new DisplayFilter(), onChange }: ConversationOptions,
  ) {
    this.kind = kind;
    this.#name = name;
    this.#keepsLog = keepsLog;
    this.#filter = filter;
    this.#onChange = onChange;
    this.#shown = new ShownEntries(filter);
    this.members = new Members(() => onChange(this));
    this.pending = new PendingMessages({ keepsRefused: keepsLog, onChange: () => onChange(this) });
    if (readId !== undefined) this.#read.begin(readId);
  }

  get name(): string {
    return this.#name;
  }

  /** Sets whether the log is kept from now on; see {@linkcode ConversationOptions}. */
  set keepsLog(keepsLog: boolean) {
    this.#keepsLog = keepsLog;
    this.pending.keepsRefused = keepsLog;
  }

  /** What the user sees: the latest messages, or those around one that the user jumped to. */
  get entries(): readonly ConversationEntry[] {
    return this.#shown.of(this.#log.shown.entries);
  }

  /** The latest note of a problem. */
  get problem(): Note | undefined {
    return this.#problem;
  }

  get topic(): string {
    return this.#topic;
  }

  /** The part of the log that the user sees. */
  get shownLog(): MessageLog {
    return this.#log.shown;
  }

  /** Whether the server has messages older than the shown ones. */
  get hasOlder(): boolean {
    return this.#log.shown.hasOlder;
  }

  /** The last id of the shown messages, if there are newer ones: the user jumped to earlier messages. */
  get lastId(): number | undefined {
    return this.#log.lastId;
  }

  /** Whether its latest messages have arrived, if there are any. */
  get isLoaded(): boolean {
    return this.#isLoaded;
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

  /** Id and time of the newest message; the id is 0 in an empty conversation. */
  get last(): { readonly id: number; readonly at: number } {
    return this.#read.last;
  }

  /** The smallest id from which on everything is shown, changes included: what an earlier page comes before. */
  get firstId(): number | undefined {
    return this.#log.shown.firstId;
  }

  /** Returns a message, as changes left it. */
  get(id: number): MessageEntry | undefined {
    return this.#log.get(id);
  }

  /** The latest messages that are shown and not deleted, oldest first. */
  get messages(): readonly MessageEntry[] {
    const messages = this.#log.latest.messages.filter(({ deleted }) => deleted === undefined);
    return this.#filter.select(messages);
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
    const { latest } = this.#log;
    const added = new Map<number, ReceivedMessage>();
    const known: MessageEntry[] = [];
    for (const message of messages) {
      if (this.#timeOf(message.id) === undefined) added.set(message.id, message);
      else known.push(this.#toEntry(message, self, mine));
    }
    if (!this.#read.isBegun) {
      const [first, last] = [messages[0]?.id ?? 1, messages.at(-1)?.id ?? 0];
      // Messages from before the user joined count as read; those after a gap do not.
      this.#read.begin(latest.epoch === 0 ? last : first - 1);
    }
    latest.update(known);
    const entries = [...added.values()].map((message) => this.#toEntry(message, self, mine));
    let hasNewest = false;
    for (const entry of latest.add(entries, self)) {
      if (entry.id <= this.#read.last.id) continue;
      this.#onNewest(entry);
      hasNewest = true;
    }
    // Earlier messages were loaded to be read.
    if (hasNewest) this.#trim();
    if (entries.length > 0) this.#read.clamp();
    this.#onChange(this);
    return [...added.values()];
  }

  /**
   * Adds a page of the history: its messages, and what changes in it mean for messages that are here.
   *
   * @param page The page, which adjoins the messages in its log.
   * @param self The user's name.
   * @param log Where to add it; by default to the latest messages.
   * @returns The messages that were not here.
   */
  addPage(
    { messages, changes = [], first, mine }: HistoryPage,
    self: string,
    log = this.#log.latest,
  ): HistoryPage["messages"] {
    const added = log === this.#log.latest
      ? this.add(messages, self, mine)
      : this.#addTo(log, messages, self, mine);
    for (const change of changes) {
      log.change(change, { self, source: "page" });
      this.#read.addChange(change.id);
    }
    if (first !== undefined) log.cover(first);
    if (changes.length > 0) this.#onChange(this);
    return added as HistoryPage["messages"];
  }

  /** Adds a page after the messages around one that the user jumped to; `log` is theirs. */
  addNewer(page: HistoryPage, self: string, log: MessageLog): void {
    this.addPage(page, self, log);
    this.#log.extend(log, page, self);
    this.#onChange(this);
  }

  /** Shows a page of earlier messages, and not the latest ones unless they follow it. */
  jumpTo(page: HistoryPage, self: string): void {
    const log = this.#log.open(page);
    this.addPage(page, self, log);
    this.setOlder(page.more, log);
  }

  /** Shows the latest messages again, after a jump. */
  showLatest(): void {
    if (this.lastId === undefined) return;
    this.#log.close();
    this.#onChange(this);
  }

  /** Applies a change to its message, and to quotes of it. */
  change(change: Change, options: ChangeOptions): Changed {
    const changed = this.#log.change(change, options);
    this.pending.change(change);
    this.#read.addChange(change.id);
    this.#onChange(this);
    return changed;
  }

  /** Adds a note at the end of the log; `line` is what the user typed, if the note says why it was refused. */
  note(text: string, isProblem = false, line?: string): void {
    if (!this.#keepsLog) return;
    const note = this.#log.latest.note(text, isProblem, line);
    if (isProblem) this.#problem = note;
    this.#trim();
    this.#onChange(this);
  }

  /** Adds a join or leave at the end of the log: to the last note, if that is about others. */
  noteMove(move: Move, texts: ChatTexts): void {
    if (!this.#keepsLog) return;
    this.#moves.note(this.#log.latest, move, texts);
    this.#trim();
    this.#onChange(this);
  }

  /** Drops what is shown, which the server has still; without `keepsLog` there is nothing to drop. */
  clear(): void {
    if (!this.#keepsLog) return;
    this.#log.close();
    this.#log.latest.trim(0);
    this.#onChange(this);
  }

  /** Removes a note. */
  dropNote(key: string): void {
    this.#log.latest.dropNote(key);
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

  /** Marks the messages after one as new, as the user has seen it earlier; a mark that is there stays. */
  markAfter(id: number): void {
    this.#read.markAfter(id);
    this.#onChange(this);
  }

  /** Removes the mark before the messages that were unread. */
  clearMarker(): void {
    this.#read.clearMarker();
    this.#onChange(this);
  }

  /** Sets whether the server has messages older than those in a log, by default the latest ones. */
  setOlder(hasOlder: boolean, log = this.#log.latest): void {
    log.hasOlder = hasOlder;
    this.#isLoaded = true;
    this.#onChange(this);
  }

  /** Called when the filter changes what is shown. */
  onFilter(): void {
    this.#onChange(this);
  }

  setTopic(topic: string): void {
    this.#topic = topic;
    this.#onChange(this);
  }

  /** Adds a message that is on its way to the server, and shows the latest messages, which it follows. */
  addPending(pending: Pending): void {
    this.#log.close();
    this.pending.add(pending);
  }

  #restart(): void {
    this.#log.restart();
    this.#read.restart();
  }

  #addTo(
    log: MessageLog,
    messages: readonly ReceivedMessage[],
    self: string,
    mine: HistoryPage["mine"],
  ): readonly ReceivedMessage[] {
    const isHere = ({ id }: ReceivedMessage) => log.timeOf(id) !== undefined;
    const added = messages.filter((message) => !isHere(message));
    const toEntry = (message: ReceivedMessage) => this.#toEntry(message, self, mine);
    log.update(messages.filter(isHere).map(toEntry));
    log.add(added.map(toEntry), self);
    return added;
  }

  #toEntry(message: ReceivedMessage, self: string, mine: HistoryPage["mine"] = {}): MessageEntry {
    return toMessageEntry(message, { epoch: this.#log.latest.epoch, self, mine });
  }

  #onNewest({ id, at, from, text, isOwn, isMention }: MessageEntry): void {
    if (this.#filter.ignores(from)) return this.#read.addHidden(id, at);
    if (isOwn) this.pending.settleEcho(text);
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
    return id === last.id ? last.at : this.#log.latest.timeOf(id);
  }

  /** Bounds the log. What is dropped is loaded again when the user scrolls up to it, unread messages too. */
  #trim(): void {
    if (!this.#keepsLog) this.#log.latest.trim(MAX_RECENT[this.kind]);
    else if (!this.isReadingBack) this.#log.latest.trim();
  }
}
