/**
 * The chat as a client sees it: which conversations are open, what a typed line does, and what an event means.
 *
 * Terminal, pipe and page share it. Nothing here knows a screen or the DOM: a user interface is told what happens, and
 * carries out what it does in its own way, through `UserInterface`.
 *
 * @module
 */
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { ParsedClientLine } from "../../protocol/commands/parse_line.ts";
import type { ClientMessage, SearchRequest } from "../../protocol/messages/client_messages.ts";
import type {
  ErrorMessage,
  HistoryPage,
  SearchResults,
} from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { RequestedChange } from "../../protocol/messages/requested_change.ts";
import { toTerms } from "../../protocol/text/terms.ts";
import type { ChatClient } from "../session/client.ts";
import type { ClientEvent } from "../session/event.ts";
import { AwayUsers } from "./away_users.ts";
import { Answers, type OnAnswer } from "./answers.ts";
import { askMembers } from "./ask_members.ts";
import type { Conversation } from "./conversation.ts";
import { Conversations } from "./conversations.ts";
import { DisplayFilter } from "./display_filter.ts";
import { EventHandler } from "./event_handler.ts";
import { InputHandler } from "./input_handler.ts";
import { type HistoryRange, JUMP_SIZE, loadHistory, PAGE_SIZE } from "./load_history.ts";
import { type LinkTo, Notices } from "./notices.ts";
import type { SayOptions } from "./say_options.ts";
import { Sender } from "./sender.ts";
import type { UserInterface } from "./user_interface.ts";
import { noMessage } from "./no_message.ts";

/** What the chat needs of a client. */
export type ModelClient = Pick<
  ChatClient,
  | "name"
  | "isConnected"
  | "unanswered"
  | "limits"
  | "web"
  | "request"
  | "returnAs"
  | "reconnect"
  | "isEcho"
>;

/** Options of {@linkcode ChatModel}. */
export interface ChatModelOptions {
  readonly client: ModelClient;
  /** Returns the texts of the current language. */
  readonly texts: () => ChatTexts;
  /** Returns the text of an error. */
  readonly explain: (error: ErrorMessage) => string;
  /** Returns a link to the web page, if its address is known; by default, the one that the server tells. */
  readonly linkTo?: LinkTo;
  /** Whether conversations keep messages and members to be shown again; otherwise messages are only counted. */
  readonly keepsLog: boolean;
  /** Whether a line may contain a password, because the input is not visible. */
  readonly takesPasswords: boolean;
  /** Decides what is shown; without it, everything is unless the user says otherwise. */
  readonly filter?: DisplayFilter | undefined;
  readonly ui: UserInterface;
}

/** Conversations of one session: applies events to them and carries out typed lines. */
export class ChatModel {
  readonly conversations: Conversations;
  /** Shows notices. */
  readonly notices: Notices;
  /** Decides what is shown. */
  readonly filter: DisplayFilter;
  readonly #options: ChatModelOptions;
  readonly #answers: Answers;
  readonly #events: EventHandler;
  readonly #sender: Sender;
  readonly #input: InputHandler;
  #keepsLog: boolean;

  constructor(options: ChatModelOptions) {
    const { client, keepsLog, takesPasswords, filter = new DisplayFilter(), ui } = options;
    this.#options = options;
    this.#keepsLog = keepsLog;
    this.filter = filter;
    this.conversations = new Conversations({
      keepsLog,
      filter,
      onChange: (one) => ui.onChange(one),
    });
    this.#answers = new Answers(client);
    this.notices = new Notices({ ...options, observer: ui });
    const awayUsers = new AwayUsers();
    this.#events = new EventHandler({
      client,
      conversations: this.conversations,
      answers: this.#answers,
      notices: this.notices,
      observer: ui,
      filter,
      awayUsers,
      keepsMembers: () => this.#keepsLog,
    });
    this.#sender = new Sender({
      client,
      conversations: this.conversations,
      answers: this.#answers,
      notices: this.notices,
      events: this.#events,
      awayUsers,
    });
    this.#input = new InputHandler({
      client,
      conversations: this.conversations,
      answers: this.#answers,
      notices: this.notices,
      sender: this.#sender,
      filter,
      takesPasswords,
      ui,
    });
  }

  /** Whether the user is logged in to an account. */
  get isRegistered(): boolean {
    return this.#events.isRegistered;
  }

  /** Sets whether messages and members are kept from now on, and asks for the members if so; see {@linkcode ChatModelOptions}. */
  set keepsLog(keepsLog: boolean) {
    this.#keepsLog = keepsLog;
    this.conversations.keepsLog = keepsLog;
    this.#events.askAllMembers();
  }

  /** Number of commands that wait for the id of a message. */
  get waiting(): number {
    return this.#sender.waiting;
  }

  /** Handles an event of the client. */
  receive(event: ClientEvent): void {
    this.#events.receive(event);
  }

  /**
   * Sends a request.
   *
   * @param message The request.
   * @param onAnswer Called with the answer; without it, only an error is shown.
   * @param options `isOnce`: the request is not sent again after a reconnect.
   * @returns The `ref` of the request.
   */
  ask(message: ClientMessage, onAnswer?: OnAnswer, options?: { readonly isOnce?: boolean }): Ref {
    return this.#answers.ask(message, onAnswer, options);
  }

  /**
   * Returns under the name of a `rename` or `login` if the connection is lost: the server may refuse the present name.
   *
   * @returns Whether the message is dealt with.
   */
  returnAs(message: ClientMessage): boolean {
    return this.#input.returnAs(message);
  }

  /** Asks who is in a room. A large room does not announce who joins and leaves. */
  askMembers(room: Conversation): void {
    askMembers(this.#answers, room);
  }

  /**
   * Sends a message to a conversation; it is pending there until the server acknowledges it.
   *
   * @param to The conversation.
   * @param text The text.
   * @param options `reply`: the id of the message that it replies to; `action`: it tells what the user does, as `/me`.
   */
  say(to: Conversation, text: string, options?: SayOptions): void {
    this.#sender.say(to, text, options);
  }

  /**
   * Changes a message: edits or deletes it, or reacts to it.
   *
   * @param of The conversation.
   * @param change What to change, and the id of the message in `about`.
   */
  change(of: Conversation, change: RequestedChange): void {
    this.#sender.change(of, change, of);
  }

  /**
   * Asks for earlier messages of a conversation.
   *
   * @param of The conversation.
   * @param range Which messages.
   * @param onAnswer Called with the messages, those of ignored users too, or the error.
   */
  loadHistory(
    of: Conversation,
    range: HistoryRange,
    onAnswer: (answer: HistoryPage | ErrorMessage) => void,
  ): void {
    loadHistory(this.#answers, of, range, onAnswer);
  }

  /**
   * Loads the messages before those that are shown.
   *
   * @param of The conversation.
   * @param onLoaded Called when they were added or refused.
   * @param limit Most messages.
   */
  loadOlder(of: Conversation, onLoaded: () => void, limit: number = PAGE_SIZE): void {
    // The page belongs there, even if the user sees others by then.
    const { shownLog, firstId: before } = of;
    this.#load(of, { before, limit }, onLoaded, (page, self) => {
      of.addPage(page, self, shownLog);
      of.setOlder(page.more, shownLog);
    });
  }

  /** Loads the messages after those that are shown, after a jump; see {@linkcode ChatModel.loadOlder}. */
  loadNewer(of: Conversation, onLoaded: () => void): void {
    const { shownLog, lastId: after } = of;
    if (after === undefined) return onLoaded();
    this.#load(of, { after, limit: PAGE_SIZE }, onLoaded, (page, self) => {
      of.addNewer(page, self, shownLog);
    });
  }

  /**
   * Shows a message, with those around it, whatever lies between them and the latest ones; tells the user if it is gone.
   *
   * @param of The conversation.
   * @param id The message.
   * @param onShown Called when it is shown or cannot be; `isThere` tells which.
   */
  jumpTo(of: Conversation, id: number, onShown: (isThere: boolean) => void): void {
    if (of.shownLog.get(id)) return onShown(true);
    if (of.get(id)) {
      of.showLatest();
      return onShown(true);
    }
    let isThere = false;
    this.#load(of, { around: id, limit: JUMP_SIZE }, () => onShown(isThere), (page, self) => {
      isThere = page.messages.some((message) => message.id === id);
      if (isThere) of.jumpTo(page, self);
      else of.note(noMessage(id, of, this.notices.texts), true);
    });
  }

  /** Loads a page of a conversation; `onLoaded` is called at the end in any case. */
  #load(
    of: Conversation,
    range: HistoryRange,
    onLoaded: () => void,
    onPage: (page: HistoryPage, self: string) => void,
  ): void {
    this.loadHistory(of, range, (answer) => {
      if (answer.type === "history") onPage(answer, this.#options.client.name);
      // Where a message is pending, its refusal gives the same reason.
      else if (of.pending.all.length === 0) of.note(this.notices.explain(answer), true);
      onLoaded();
    });
  }

  /**
   * Searches the rooms that the user is in.
   *
   * @param request The terms, and optionally the room and the time before which to search.
   * @param onAnswer Called with the results or the error, and the terms to highlight.
   */
  search(
    request: Omit<SearchRequest, "type">,
    onAnswer: (answer: SearchResults | ErrorMessage, terms: readonly string[]) => void,
  ): void {
    const terms = toTerms(request.terms);
    this.ask({ ...request, type: "search" }, (answer) => {
      if (answer.type === "error") onAnswer(answer, terms);
      if (answer.type !== "found") return;
      onAnswer({ ...answer, messages: this.filter.select(answer.messages) }, terms);
    });
  }

  /**
   * Carries out a line.
   *
   * @param line The line, parsed.
   * @param from The conversation where it was typed.
   * @param typed The line as typed, to be shown if the server refuses it; it must not have a password.
   * @returns Whether it was understood; if not, the reason is shown.
   */
  perform(line: ParsedClientLine, from: Conversation, typed?: string): boolean {
    return this.#input.perform(line, from, typed);
  }
}
