import type { Catalogue } from "../../../locale/texts/catalogue.ts";
import { toTerms } from "../../../protocol/text/terms.ts";
import type { ChatModel } from "../../conversation/chat_model.ts";
import type { Conversation } from "../../conversation/conversation.ts";
import type { MessageEntry } from "../../conversation/conversation_entry.ts";
import { findTerms } from "../../conversation/highlight_terms.ts";
import type { Area } from "./layout.ts";
import { LogRows } from "./log_rows.ts";
import { type LogPosition, scrollLog, scrollTo, viewLog } from "./log_view.ts";

/** Options of {@linkcode LogPane}. */
export interface LogPaneOptions {
  readonly model: ChatModel;
  readonly texts: Catalogue;
  /** Returns the user's name. */
  readonly self: () => string;
  /** Called when the pane must be drawn again. */
  readonly onChange: () => void;
}

/** Results of a search, latest first, and which of them is shown. */
interface Results {
  readonly ids: readonly number[];
  readonly at: number;
}

/** The log of one conversation on the screen: what is seen of it, the selected message, and results of a search. */
export class LogPane {
  readonly conversation: Conversation;
  readonly #options: LogPaneOptions;
  #area: Area = { row: 0, column: 0, rows: 1, columns: 80 };
  /** The last row seen; `undefined` at the end, which the pane follows. */
  #last: LogPosition | undefined;
  #selected: string | undefined;
  #results: Results | undefined;
  #isLoading = false;
  /** Whether earlier messages are not loaded before the user scrolls: the last page brought none, or the log was cleared. */
  #isStuck = false;
  #cache = new WeakMap<object, readonly string[]>();
  /** What the cache depends on. */
  #cachedFor = "";

  constructor(conversation: Conversation, options: LogPaneOptions) {
    this.conversation = conversation;
    this.#options = options;
  }

  get columns(): number {
    return this.#area.columns;
  }

  get isLoading(): boolean {
    return this.#isLoading;
  }

  /** Whether the newest messages are seen. */
  get isAtEnd(): boolean {
    return this.#last === undefined && this.conversation.lastId === undefined;
  }

  /** Number of the result shown and of all; `undefined` without a search. */
  get result(): { readonly number: number; readonly count: number } | undefined {
    return this.#results && { number: this.#results.at + 1, count: this.#results.ids.length };
  }

  /** The selected message. */
  get selected(): MessageEntry | undefined {
    if (this.#selected === undefined) return undefined;
    return this.#selectable.find(({ key }) => key === this.#selected);
  }

  /** Draws the log. */
  draw(area: Area): readonly string[] {
    this.#area = area;
    const log = this.#log();
    // The area may have become smaller.
    if (this.#selected !== undefined) {
      this.#last = scrollTo(log, area.rows, this.#last, this.#selected);
    }
    const { rows, last, isAtStart } = viewLog(log, area.rows, this.#last);
    // After a jump there are messages below, which the pane does not follow.
    if (this.conversation.lastId === undefined) this.#last = last;
    this.#track();
    const { hasOlder, isLoaded, kind } = this.conversation;
    const hasMore = hasOlder || kind === "person" && !isLoaded;
    if (isAtStart && hasMore && !this.#isStuck) this.#loadOlder();
    return rows;
  }

  /** Scrolls by a page. */
  scroll(direction: "up" | "down"): void {
    const height = this.#area.rows;
    const by = Math.max(1, height - 1);
    const log = this.#log();
    this.#isStuck = false;
    this.#last = scrollLog(log, height, this.#last, direction === "up" ? -by : by);
    const { lastId } = this.conversation;
    if (this.#last === undefined && lastId !== undefined) this.#loadNewer(log);
  }

  /** Shows the latest messages. */
  toEnd(): void {
    this.unselect();
    this.conversation.showLatest();
    this.#last = undefined;
  }

  /** Hides what came until now, until the user scrolls up. */
  clear(): void {
    this.toEnd();
    this.#isStuck = true;
    this.#options.onChange();
  }

  /** Tells the conversation that it is no longer on the screen. */
  leave(): void {
    this.unselect();
    this.conversation.isOnScreen = false;
    this.conversation.isReadingBack = false;
  }

  /**
   * Selects the message before or after the selected one. With none selected, the last one that is seen or,
   * if only notices are, the newest.
   *
   * @returns Whether a message is selected.
   */
  select(step: -1 | 1): boolean {
    const all = this.#selectable;
    const index = all.findIndex(({ key }) => key === this.#selected);
    const next = index < 0 ? this.#lastSeen(all) ?? all.at(-1) : all[index + step];
    if (next) this.#show(next.key);
    else if (step < 0 && index === 0 && this.conversation.hasOlder) this.#loadOlder();
    return this.#selected !== undefined;
  }

  unselect(): void {
    this.#selected = undefined;
    this.#results = undefined;
  }

  /**
   * Searches the conversation, and shows the latest message found. The server searches rooms; of a private conversation,
   * the messages that are here are searched.
   *
   * @param terms The words.
   * @param onNothing Called if there is none.
   */
  search(terms: string, onNothing: () => void): void {
    const { model, onChange } = this.#options;
    const { kind, name } = this.conversation;
    const show = (ids: readonly number[]) => {
      if (ids.length === 0) onNothing();
      else this.#showResult({ ids: ids.toSorted((one, other) => other - one), at: 0 });
      onChange();
    };
    if (kind === "person") return show(this.#searchHere(toTerms(terms)));
    model.search({ terms, room: name }, (answer) => {
      if (answer.type === "found") show(answer.messages.map(({ id }) => id));
      else model.notices.tell(answer, [this.conversation]);
    });
  }

  /** Shows the next older or newer result, if there is one; returns whether there was a search. */
  turnResults(step: -1 | 1): boolean {
    if (!this.#results) return false;
    const at = this.#results.at + step;
    if (at >= 0 && at < this.#results.ids.length) this.#showResult({ ...this.#results, at });
    return true;
  }

  /** The messages that commands can be about: the server knows them. */
  get #selectable(): readonly MessageEntry[] {
    const { conversation } = this;
    const { epoch } = conversation.shownLog;
    return conversation.entries.filter((entry): entry is MessageEntry =>
      entry.kind === "said" && entry.epoch === epoch && entry.deleted === undefined
    );
  }

  #lastSeen(all: readonly MessageEntry[]): MessageEntry | undefined {
    const seen = new Set(viewLog(this.#log(), this.#area.rows, this.#last).keys);
    return all.findLast(({ key }) => seen.has(key));
  }

  #show(key: string): void {
    this.#selected = key;
    this.#last = scrollTo(this.#log(), this.#area.rows, this.#last, key);
  }

  #showResult(results: Results): void {
    const { model, onChange } = this.#options;
    const id = results.ids[results.at]!;
    this.#results = results;
    model.jumpTo(this.conversation, id, (isThere) => {
      // The user may have left the search meanwhile.
      if (this.#results !== results) return;
      const message = this.conversation.get(id);
      if (isThere && message) this.#show(message.key);
      onChange();
    });
  }

  #searchHere(terms: readonly string[]): readonly number[] {
    const found = this.conversation.messages.filter(({ text }) => {
      const parts = terms.map((term) => findTerms(text, [term]));
      return parts.length > 0 && parts.every((words) => words.some(({ isFound }) => isFound));
    });
    return found.map(({ id }) => id);
  }

  /** Tells the conversation whether what comes is seen. */
  #track(): void {
    const { conversation, isAtEnd } = this;
    conversation.isOnScreen = isAtEnd;
    conversation.isReadingBack = !isAtEnd;
    if (isAtEnd) conversation.read();
  }

  #loadOlder(): void {
    const { firstId } = this.conversation;
    this.#load((model, onLoaded) => model.loadOlder(this.conversation, onLoaded), () => {
      this.#isStuck = this.conversation.firstId === firstId;
    });
  }

  /** Loads what follows, and stays where it is meanwhile. */
  #loadNewer(log: LogRows): void {
    const index = log.length - 1;
    if (index < 0) return;
    this.#last = { key: log.keyAt(index), row: log.rowsAt(index).length - 1 };
    this.#load((model, onLoaded) => model.loadNewer(this.conversation, onLoaded));
  }

  #load(
    load: (model: ChatModel, onLoaded: () => void) => void,
    onLoaded: () => void = () => {},
  ): void {
    if (this.#isLoading) return;
    this.#isLoading = true;
    load(this.#options.model, () => {
      this.#isLoading = false;
      onLoaded();
      this.#options.onChange();
    });
  }

  #log(): LogRows {
    const { texts, self } = this.#options;
    const { name, entries, pending, marker, lastId } = this.conversation;
    const { columns } = this.#area;
    const cachedFor = `${columns} ${self()}`;
    if (cachedFor !== this.#cachedFor) this.#cache = new WeakMap();
    this.#cachedFor = cachedFor;
    // What was sent follows the latest messages.
    const content = { name, entries, pending: lastId === undefined ? pending.all : [], marker };
    const options = { columns, texts, self: self(), selected: this.#selected };
    return new LogRows(content, { ...options, cache: this.#cache, now: Date.now() });
  }
}
