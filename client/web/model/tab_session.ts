import type { ClientMessage } from "../../../protocol/messages/client_messages.ts";
import type { ErrorMessage, HistoryPage } from "../../../protocol/messages/server_messages.ts";
import { nameKey } from "../../../protocol/text/names.ts";
import type { OnAnswer } from "../../conversation/answers.ts";
import type { ConversationSignals } from "./conversation_signals.ts";
import type { Page } from "./page_state.ts";
import { loadTabState, saveTabState, type TabState } from "./session_storage.ts";
import { continueLog, loadTabLog, removeTabLog, restoreLog, saveTabLog } from "./tab_log.ts";
import { draftOf, restoreUnsent, unsentOf } from "./unsent.ts";

/** The part of the page that {@linkcode TabSession} needs. */
export interface TabPage
  extends Pick<Page, "name" | "away" | "conversations" | "history" | "forget"> {
  ask(message: ClientMessage, onAnswer?: OnAnswer): void;
  select(conversation: ConversationSignals): void;
  /** Adds an error to the current conversation. */
  noteError(error: ErrorMessage): void;
}

/** What this tab gets back after a reload or a new login under the same name: identity, conversations and drafts. */
export class TabSession {
  readonly #page: TabPage;
  #token: string | undefined;
  /** What was typed and not sent in an earlier session of this page, by the keys of conversations. */
  readonly #drafts = new Map<string, string>();
  /** Rooms that show stored messages, until the latest ones arrive. */
  readonly #restored = new Set<ConversationSignals>();

  constructor(page: TabPage) {
    this.#page = page;
  }

  /** Returns the stored session, if it is of this user; otherwise its messages are removed. */
  load(name: string): TabState | undefined {
    const stored = loadTabState();
    if (stored && nameKey(stored.name) === nameKey(name)) return stored;
    removeTabLog();
    return undefined;
  }

  /** Sets what authenticates the session. */
  setToken(token: string): void {
    this.#token = token;
  }

  /** Stores the session. */
  keep(): void {
    if (this.#token === undefined) return;
    const { name, away, conversations } = this.#page;
    const current = conversations.current.value;
    saveTabState({
      name: name.value,
      token: this.#token,
      ...(away.value !== undefined && { away: away.value }),
      conversations: conversations.all.value.map((conversation) => ({
        key: conversations.keyOf(conversation),
        name: conversation.name.value,
        read: conversation.model.readId,
        ...unsentOf(conversation),
      })),
      current: current ? conversations.keyOf(current) : "",
    });
  }

  /** Stores the messages of the rooms, those of the current one first. */
  keepLog(): void {
    if (this.#token === undefined) return;
    const { conversations } = this.#page;
    const current = conversations.current.value;
    const others = conversations.all.value.filter((conversation) => conversation !== current);
    const all = current ? [current, ...others] : others;
    saveTabLog(all.map((conversation) => [conversations.keyOf(conversation), conversation]));
  }

  /** Keeps what is typed and not sent until {@linkcode restore}. */
  keepDrafts(): void {
    const { conversations } = this.#page;
    for (const conversation of conversations.all.value) {
      this.#drafts.set(conversations.keyOf(conversation), draftOf(conversation));
    }
  }

  /** Forgets the session, in the storage of the browser, too. */
  forget(): void {
    saveTabState(undefined);
    removeTabLog();
    this.#token = undefined;
    this.#drafts.clear();
  }

  /** Shows the stored messages of the rooms, as the page was opened without a connection. */
  restoreLog({ name, token }: TabState): void {
    this.#token = token;
    const log = loadTabLog();
    const { conversations } = this.#page;
    this.#restored.clear();
    for (const conversation of conversations.all.value) {
      if (conversation.kind !== "room") continue;
      restoreLog(conversation, log[conversations.keyOf(conversation)] ?? [], name);
      this.#restored.add(conversation);
    }
  }

  /** Prepares a room for its latest messages, which are about to be added. */
  continueLog(page: HistoryPage): void {
    const conversation = this.#page.conversations.get("room", page.room ?? "");
    if (conversation && this.#restored.delete(conversation)) continueLog(conversation, page);
  }

  /**
   * Restores drafts, rooms, private conversations, the current one, and whether the user is away, after login.
   *
   * @param stored The earlier session.
   */
  restore(stored: TabState | undefined): void {
    this.#restoreDrafts();
    const { conversations } = this.#page;
    const earlier = stored?.conversations ?? [];
    for (const stored of earlier) {
      const { key, name } = stored;
      const conversation = conversations.get(key.startsWith("@") ? "person" : "room", name);
      if (conversation) restoreUnsent(conversation, stored);
      if (conversation?.kind === "person") void this.#page.history.loadOlder(conversation);
      else if (conversation) this.#rejoin(conversation);
    }
    if (stored?.away !== undefined) this.#page.ask({ type: "away", text: stored.away });
    const all = conversations.all.value;
    const current =
      all.find((conversation) => conversations.keyOf(conversation) === stored?.current) ?? all[0];
    if (current) this.#page.select(current);
  }

  #restoreDrafts(): void {
    const { conversations } = this.#page;
    for (const conversation of conversations.all.value) {
      conversation.draft.value ||= this.#drafts.get(conversations.keyOf(conversation)) ?? "";
    }
    this.#drafts.clear();
  }

  /** Joins a restored room, and closes it if the server no longer lets the user in. */
  #rejoin(conversation: ConversationSignals): void {
    this.#page.ask({ type: "join", room: conversation.name.value }, (answer) => {
      if (answer.type !== "error") return;
      this.#page.forget(conversation.model);
      this.#page.noteError(answer);
    });
  }
}
