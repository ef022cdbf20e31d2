import type { Change } from "../../protocol/messages/changes.ts";
import type { HistoryPage } from "../../protocol/messages/server_messages.ts";
import { lastIdOf } from "../session/last_id_of.ts";
import type { MessageEntry } from "./conversation_entry.ts";
import { type Changed, type ChangeOptions, MessageLog } from "./message_log.ts";

/** Earlier messages that the user jumped to. */
interface HistoryWindow {
  readonly log: MessageLog;
  /** The greatest id up to which everything is in its log, changes included. */
  lastId: number;
}

/**
 * The messages of a conversation that are here: the latest ones and, in a window of its own, those around a message that the
 * user jumped to. Between the two, messages are missing; when that gap is closed, they are one.
 */
export class ConversationLog {
  /** The latest messages. */
  readonly latest = new MessageLog();
  #window: HistoryWindow | undefined;

  /** The messages that the user sees: those of the window, if there is one. */
  get shown(): MessageLog {
    return this.#window?.log ?? this.latest;
  }

  /** The greatest id in the window; `undefined` without one. */
  get lastId(): number | undefined {
    return this.#window?.lastId;
  }

  /** Returns a message, as changes left it. */
  get(id: number): MessageEntry | undefined {
    return this.shown.get(id) ?? this.latest.get(id);
  }

  /** Opens a window for a page, unless the latest messages follow it; returns where to add the page. */
  open(page: HistoryPage): MessageLog {
    this.#window = this.#isApart(page)
      ? { log: new MessageLog(this.latest.epoch), lastId: lastIdOf(page) }
      : undefined;
    return this.shown;
  }

  /**
   * Notes that a page was added at the end of the window. If the latest messages follow, those of the window become part of
   * them.
   *
   * @param log Where the page was added; nothing happens if that is no longer the window's.
   * @param page The page.
   * @param self The user's name.
   */
  extend(log: MessageLog, page: HistoryPage, self: string): void {
    const { latest } = this;
    if (this.#window?.log !== log) return;
    if (this.#isApart(page)) {
      this.#window.lastId = lastIdOf(page);
      return;
    }
    latest.add(log.messages.filter(({ id }) => latest.timeOf(id) === undefined), self);
    if (log.firstId !== undefined) latest.cover(log.firstId);
    latest.hasOlder = log.hasOlder;
    this.#window = undefined;
  }

  /** Closes the window: the latest messages are shown again. */
  close(): void {
    this.#window = undefined;
  }

  /** Applies a change to its message, and to quotes of it, wherever they are. */
  change(change: Change, options: ChangeOptions): Changed {
    const changed = this.latest.change(change, options);
    const shown = this.#window?.log.change(change, options);
    return changed.message === undefined && shown ? shown : changed;
  }

  /** Starts a new numbering, which a window does not belong to. */
  restart(): void {
    this.#window = undefined;
    this.latest.restart();
  }

  /** Whether messages may be missing between a page and the latest ones. */
  #isApart(page: HistoryPage): boolean {
    const { firstId = Infinity } = this.latest;
    return page.moreAfter === true && lastIdOf(page) + 1 < firstId;
  }
}
