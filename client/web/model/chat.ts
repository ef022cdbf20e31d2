/**
 * State of the page, as signals: conversations, drafts, dialogs, notifications.
 *
 * Nothing here renders; the components in `ui/` read the signals. What a command does and what an event means is decided
 * in `client/conversation/`.
 *
 * @module
 */
import { signal } from "@preact/signals";
import type { ClientMessage, SearchRequest } from "../../../protocol/messages/client_messages.ts";
import type { ErrorMessage, SearchResults } from "../../../protocol/messages/server_messages.ts";
import type { RequestedChange } from "../../../protocol/messages/requested_change.ts";
import { toName } from "../../../protocol/text/names.ts";
import type { ChangeEvent } from "../../../protocol/messages/changes.ts";
import type { Dial } from "../../connection/transport.ts";
import type { OnAnswer } from "../../conversation/answers.ts";
import type { ChatModel } from "../../conversation/chat_model.ts";
import type { Conversation } from "../../conversation/conversation.ts";
import { DisplayFilter } from "../../conversation/display_filter.ts";
import { explainError } from "../../conversation/explain_error.ts";
import type { SayOptions } from "../../conversation/say_options.ts";
import type { ChatClient } from "../../session/client.ts";
import type { ClientEvent } from "../../session/event.ts";
import { ConversationList } from "./conversation_list.ts";
import type { ConversationSignals } from "./conversation_signals.ts";
import { FILTER_STORE } from "./filter_store.ts";
import { HistoryLoader } from "./history_loader.ts";
import { catalogue, explain, loadLanguage, loginTexts } from "./language.ts";
import { linkTo } from "./link_to.ts";
import { LoginState } from "./login_state.ts";
import type { ConnectionStatus, Open, Page } from "./page_state.ts";
import { loadTabState, type TabState } from "./session_storage.ts";
import { type TabPage, TabSession } from "./tab_session.ts";
import { withReply } from "./with_reply.ts";
import { errorText } from "../../../locale/render/error_message.ts";
import { badName } from "../../../protocol/messages/name_problem.ts";

/** See `session_code.ts`. */
type SessionCode = typeof import("./session_code.ts");

/**
 * State of one tab's session, and what a user can do in it: name, conversations, open dialog, requests.
 *
 * It touches no DOM; the components in `ui/` render its signals.
 */
export class Chat implements Page, TabPage {
  readonly #dial: Dial;
  readonly conversations = new ConversationList();
  /** Loads earlier messages. */
  readonly history = new HistoryLoader(() => this.#model);
  readonly login = new LoginState();
  readonly connection = signal<ConnectionStatus>({ state: "online" });
  readonly name = signal("");
  readonly isRegistered = signal(false);
  /** What the user says about being away; `undefined` if the user is not. */
  readonly away = signal<string | undefined>(undefined);
  readonly open = signal<Open | undefined>(undefined);
  readonly notice = signal<string | undefined>(undefined);
  readonly changed = signal<ChangeEvent | undefined>(undefined);
  /** What the user chose not to see. */
  readonly filter = new DisplayFilter(FILTER_STORE);
  /** The column that is open as a drawer, in a narrow window. */
  readonly drawer = signal<"rooms" | "members" | undefined>(undefined);
  /** Called with each new message from another user. */
  onMessage: Page["onMessage"] = () => {};
  #code: SessionCode | undefined;
  #client: ChatClient | undefined;
  #model: ChatModel | undefined;
  readonly #tab = new TabSession(this);

  constructor(dial: Dial) {
    this.#dial = dial;
  }

  get client(): ChatClient | undefined {
    return this.#client;
  }

  /**
   * Connects and logs in; restores the session of this tab if the name is the same.
   *
   * @param given The name as typed.
   * @param password Password of the name, if the server asked for one.
   */
  async enter(given: string, password?: string): Promise<void> {
    this.login.begin();
    try {
      [this.#code] = await Promise.all([import("./session_code.ts"), loadLanguage()]);
    } catch {
      return this.#refuse(loginTexts.value.cannotReach);
    }
    const name = toName(given);
    if (name === undefined) return this.#refuse(errorText(badName(given), catalogue.value));
    const stored = this.#tab.load(name);
    this.#tab.keepDrafts();
    const { ChatClient, asksPassword, signIn } = this.#code;
    const client = new ChatClient({
      dial: this.#dial,
      asksUser: true,
      onEvent: (event) => this.#onEvent(client, event),
      // Its rooms are entered afterwards, `#geral` only if it is one of them.
      ...(stored && { token: stored.token, rooms: [] }),
    });
    this.#begin(client, this.#code);
    // Messages may follow the welcome at once: their conversations must exist by then.
    for (const { key, name, read } of stored?.conversations ?? []) {
      this.#model!.conversations.open(key.startsWith("@") ? "person" : "room", name, read);
    }
    try {
      await client.connect();
    } catch {
      if (!stored) return this.#refuse(loginTexts.value.cannotReach);
      client.keepTrying();
      this.#openOffline(stored);
    }
    const answer = await signIn(client, name, password);
    // The user has signed out meanwhile.
    if (this.#client !== client) return;
    if (answer?.type === "welcome") return this.#onEntered(stored);
    this.keep();
    client.close();
    this.login.asksPassword.value = answer !== undefined && asksPassword(answer);
    if (answer === undefined) return this.#refuse(loginTexts.value.cannotReach);
    const isAsked = answer.code === "password_required" && password === undefined;
    this.#refuse(isAsked ? "" : explainError(answer, catalogue.value));
  }

  /**
   * Returns under another name, or with another password, after the server refused to have the session back.
   *
   * @param given The name as typed.
   * @param password Password of the name, if the server asked for one.
   * @returns Why the name is invalid; empty if it is sent to the server.
   */
  returnAs(given: string, password: string | undefined): string {
    const name = toName(given);
    if (name === undefined) return errorText(badName(given), catalogue.value);
    this.#client?.returnAs(name, password);
    return "";
  }

  /** Logs in again after a reload, if this tab had a session. */
  async resume(): Promise<void> {
    const stored = loadTabState();
    if (stored) await this.enter(stored.name);
  }

  /** Shows the login form because the session cannot be shown; the tab gets it back at the next login. */
  giveUp(reason: string): void {
    this.keep();
    this.#client?.close();
    this.#refuse(reason);
  }

  /** Ends the session and forgets it. */
  leave(): void {
    this.#tab.forget();
    this.#client?.quit();
    this.#client = undefined;
    this.#model = undefined;
    this.update();
    this.open.value = undefined;
    this.drawer.value = undefined;
    this.login.end();
  }

  /** Carries out a typed line, whose message replies to `reply`; returns whether it was understood. */
  enterLine(conversation: ConversationSignals, line: string, reply?: number): boolean {
    if (!this.#code || !this.#client || !this.#model) return false;
    const { readClientLine, resemblesPassword } = this.#code;
    const read = withReply(readClientLine(line, this.#client.limits), reply);
    return this.#model.perform(
      read,
      conversation.model,
      resemblesPassword(line) ? undefined : line,
    );
  }

  /** Sends a request; see {@linkcode ChatModel.ask}. Without `onAnswer`, an error is a note in the current conversation. */
  ask(
    message: ClientMessage,
    onAnswer?: OnAnswer,
    options?: { readonly isOnce?: boolean },
  ): void {
    this.#model?.ask(message, onAnswer, options);
  }

  /** Sends a message to a conversation; it is pending until the server confirms it. */
  say(conversation: ConversationSignals, text: string, options?: SayOptions): void {
    this.#model?.say(conversation.model, text, options);
  }

  /** Ignores a user, or no longer; a note in the conversation says so. */
  setIgnored(conversation: ConversationSignals, name: string, isIgnored: boolean): void {
    const type = isIgnored ? "ignore" : "unignore";
    this.#model?.perform({ kind: "local", command: { type, name } }, conversation.model);
  }

  /** Edits or deletes a message, or reacts to it; see {@linkcode ChatModel.change}. */
  change(conversation: ConversationSignals, change: RequestedChange): void {
    this.#model?.change(conversation.model, change);
  }

  /** Searches the rooms that the user is in; see {@linkcode ChatModel.search}. */
  search(
    request: Omit<SearchRequest, "type">,
    onAnswer: (answer: SearchResults | ErrorMessage, terms: readonly string[]) => void,
  ): void {
    this.#model?.search(request, onAnswer);
  }

  /**
   * Shows a room, and joins it first if needed.
   *
   * @param name The room.
   * @param code The code of an invitation link to it.
   * @param onDone Called when the room is shown, or without it when the server refuses it.
   */
  goToRoom(
    name: string,
    code?: string,
    onDone: (room: ConversationSignals | undefined) => void = () => {},
  ): void {
    const conversation = this.conversations.get("room", name);
    if (conversation) {
      this.select(conversation);
      return onDone(conversation);
    }
    this.ask({ type: "join", room: name, ...(code !== undefined && { code }) }, (answer) => {
      const entered = answer.type === "joined" && this.conversations.get("room", answer.room);
      if (entered) this.select(entered);
      else if (answer.type === "error") this.noteError(answer);
      onDone(entered || undefined);
    });
  }

  /** Joins a room without showing it. */
  join(name: string): void {
    this.ask({ type: "join", room: name });
  }

  /** Shows the private conversation with a user, and starts it if needed. */
  goToPerson(name: string): ConversationSignals | undefined {
    const known = this.conversations.get("person", name);
    if (!known) this.#model?.conversations.open("person", name);
    const conversation = known ?? this.conversations.get("person", name);
    if (!conversation) return undefined;
    if (!known) void this.history.loadOlder(conversation);
    this.select(conversation);
    return conversation;
  }

  select(conversation: ConversationSignals): void {
    this.#model?.conversations.select(conversation.model);
    // A large room does not announce who joins and leaves.
    if (conversation.kind === "room") this.#model?.askMembers(conversation.model);
    this.drawer.value = undefined;
    this.keep();
  }

  /** Leaves a room, or removes a private conversation from the list. */
  close(conversation: ConversationSignals): void {
    if (conversation.kind === "room") this.ask({ type: "leave", room: conversation.name.value });
    this.#model?.conversations.close(conversation.model);
    this.keep();
  }

  /** Closes a room that the user is no longer in. */
  forget(conversation: Conversation): void {
    this.#model?.conversations.close(conversation);
  }

  /** Copies from the model which conversations are open, and who the user is. */
  update(): void {
    this.conversations.update(this.#model?.conversations);
    if (this.conversations.current.peek()) this.notice.value = undefined;
    this.name.value = this.#client?.name || this.name.value;
    this.away.value = this.#client?.away;
    this.isRegistered.value = this.#model?.isRegistered ?? false;
  }

  /** Stores the session and its messages: the page may end. */
  keepAll(): void {
    this.keep();
    if (this.login.phase.value === "in") this.#tab.keepLog();
  }

  /** Stores the session, to restore it after a reload. */
  keep(): void {
    if (this.login.phase.value === "in") this.#tab.keep();
  }

  /** Adds an error to the current conversation, or shows it if there is none. */
  noteError(error: ErrorMessage): void {
    const { current } = this.#model?.conversations ?? {};
    if (current) current.note(explain(error), true);
    else this.notice.value = explain(error);
  }

  #begin(client: ChatClient, { ChatModel, pageInterface }: SessionCode): void {
    this.#client = client;
    this.#model = new ChatModel({
      client,
      texts: () => catalogue.value,
      explain,
      keepsLog: true,
      takesPasswords: false,
      filter: this.filter,
      linkTo,
      ui: pageInterface(this),
    });
    this.update();
  }

  /** Shows what the tab had, and asks for the rest once there is a connection. */
  #openOffline(stored: TabState): void {
    this.name.value = stored.name;
    this.#tab.restoreLog(stored);
    this.#show(stored);
  }

  /** Begins the session, and asks for what the tab had if that has not been done. */
  #onEntered(stored: TabState | undefined): void {
    this.connection.value = { state: "online" };
    if (this.login.phase.value !== "in") this.#show(stored);
  }

  #show(stored: TabState | undefined): void {
    this.login.succeed();
    this.#tab.restore(stored);
  }

  #refuse(reason: string): void {
    this.#client = undefined;
    this.#model = undefined;
    this.login.fail(reason);
  }

  #onEvent(client: ChatClient, event: ClientEvent): void {
    // The previous client may still report that it closed.
    if (client !== this.#client || !this.#model) return;
    const message = event.type === "server" ? event.message : undefined;
    if (message?.type === "welcome") this.#tab.setToken(message.token);
    if (event.type === "recent") this.#tab.continueLog(event.history);
    this.#model.receive(event);
    const isKept = event.type === "back" || message?.type === "renamed" ||
      message?.type === "away" && message.ref !== undefined ||
      message?.type === "joined" && message.name === client.name;
    if (isKept) this.keep();
  }
}
