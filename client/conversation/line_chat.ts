import { format } from "@std/fmt/duration";
import { eventEntries } from "../../locale/render/event_lines.ts";
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { BellMode, ScreenMode, Secret } from "../../protocol/commands/command_entry.ts";
import type { CommandName } from "../../protocol/commands/commands.ts";
import type { ParsedClientLine } from "../../protocol/commands/parse_line.ts";
import type { ChangeEvent, Quote } from "../../protocol/messages/changes.ts";
import type { ClientMessage, Direct, Say } from "../../protocol/messages/client_messages.ts";
import type {
  DirectMessage,
  ErrorMessage,
  HistoryPage,
  RoomMessage,
  SearchResults,
  ServerMessage,
} from "../../protocol/messages/server_messages.ts";
import { toQuote } from "../../protocol/messages/to_quote.ts";
import { SILENT } from "../session/close_reasons.ts";
import type { ClientEvent } from "../session/event.ts";
import { explainError } from "./explain_error.ts";
import { commandForm } from "../../locale/render/problem_text.ts";
import { ChatModel, type ModelClient } from "./chat_model.ts";
import type { MessageEntry } from "./conversation_entry.ts";
import type { DisplayFilter } from "./display_filter.ts";
import type { DisplayEntry } from "./display_entry.ts";
import { HistoryPages } from "./history_pages.ts";
import { ShownChanges } from "./shown_changes.ts";
import { LineRooms, type UnreadRoom } from "./line_rooms.ts";
import { ReadPoints } from "./read_points.ts";
import { recentEntries } from "./recent_entries.ts";
import { findTarget } from "./message_target.ts";
import { overlaid } from "./overlaid.ts";
import type { ConnectionEvent, UserInterface } from "./user_interface.ts";

/** Output of a {@linkcode LineChat}, and the commands that depend on it. */
export interface LineOutput {
  show(entries: readonly DisplayEntry[]): void;
  /** Shows the help of one command, or of all. */
  showHelp(about?: CommandName): void;
  /** Asks for a password; `wasVisible` if the command was typed with one. */
  askPassword(secret: Secret, wasVisible: boolean): void;
  /** Sets when the bell rings; without a mode, shows when it does. */
  setBell(mode: BellMode | undefined): void;
  clear(): void;
  /** Shows the chat as lines or as a full screen. */
  setScreen(mode: ScreenMode): void;
  quit(): void;
}

/** Options of {@linkcode LineChat}. */
export interface LineChatOptions {
  readonly client: ModelClient;
  readonly texts: ChatTexts;
  /** Whether a line may contain a password, because the input is not visible. */
  readonly takesPasswords: boolean;
  /** Whether to show the latest messages of a room that the user enters. */
  readonly showsRecent: boolean;
  /** Decides what is shown; see {@linkcode ChatModelOptions}. */
  readonly filter?: DisplayFilter | undefined;
  /** The room to start in, which the client's `hello` names. */
  readonly room: string;
  /** How far rooms were read; by default in this run. */
  readonly points?: ReadPoints | undefined;
  readonly output: LineOutput;
}

/** The chat as lines, for terminal and pipe: input goes to one current room, and other rooms may be watched beside it. */
export class LineChat {
  readonly #client: ModelClient;
  readonly #texts: ChatTexts;
  readonly #output: LineOutput;
  readonly #showsRecent: boolean;
  readonly #model: ChatModel;
  readonly #rooms: LineRooms;
  readonly #pages = new HistoryPages();
  readonly #changes = new ShownChanges();
  readonly #points: ReadPoints;
  /** Why the user was removed from a room: shown last, after the room that the user goes to instead. */
  readonly #removal: DisplayEntry[] = [];
  #isRemoved = false;
  /** Whether the server said which room the user is in, or is not. */
  #hasBegun = false;
  /** Whether it was said that the user is in no room. */
  #isNowhere = false;
  /** Whether the line before what was missed while the connection was lost was shown. */
  #hasSeparated = false;
  /** Why the server refused the session last, while it is lost. */
  #refusal: string | undefined;
  /** What another view does in its own way, while the chat is lent. */
  #view: Partial<UserInterface> | undefined;

  constructor(options: LineChatOptions) {
    const { client, texts, takesPasswords, showsRecent, room, filter, output } = options;
    const { points = new ReadPoints() } = options;
    this.#points = points;
    this.#showsRecent = showsRecent;
    this.#client = client;
    this.#texts = texts;
    this.#output = output;
    this.#model = new ChatModel({
      client,
      texts: () => texts,
      explain: (error) => explainError(error, texts),
      keepsLog: false,
      takesPasswords,
      filter,
      ui: overlaid(this.#userInterface(), () => this.#view),
    });
    this.#rooms = new LineRooms({ model: this.#model, texts, room, points });
  }

  /** The room that input goes to. */
  get room(): string {
    return this.#rooms.current.name;
  }

  /** Whether the user is in no room, and is not going to one. */
  get isNowhere(): boolean {
    return this.#isNowhere && !this.#rooms.isMoving;
  }

  /** Whether a line must say which room it is about, as there are, or were, several. */
  get areRoomsSeveral(): boolean {
    return this.#rooms.areSeveral;
  }

  /** The watched rooms, without the current one. */
  get otherRooms(): readonly UnreadRoom[] {
    return this.#rooms.others;
  }

  /** Why the server refused the session last, while it is lost. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** Number of commands about messages that the server has not acknowledged; they are not sent before. */
  get waiting(): number {
    return this.#model.waiting;
  }

  /** The command that edits the user's latest message, of the current room or private; `undefined` without one. */
  get editOfLast(): string | undefined {
    const { conversations } = this.#model;
    const places = [this.#rooms.current, ...conversations.people];
    const latest = places.flatMap((place) => {
      const { pending, messages, kind, name } = place;
      const to = kind === "person" ? `@${name} ` : "";
      const sent = pending.all.at(-1);
      if (sent) return [{ at: Infinity, line: `/edit ${to}-1 ${sent.text}` }];
      const own = messages.findLast(({ isOwn }) => isOwn);
      return own ? [{ at: own.at, line: `/edit ${to}${own.id} ${own.text}` }] : [];
    });
    return latest.sort((one, other) => other.at - one.at)[0]?.line;
  }

  /** Returns the message that a command replies to, as far as it is known; `undefined` if it replies to none. */
  quoteOf(command: Say | Direct): Pick<Quote, "from" | "text"> | undefined {
    if (command.reply === undefined) return undefined;
    const of = command.type === "say"
      ? this.#rooms.current
      : this.#model.conversations.get("person", command.to);
    const target = findTarget(of, command.reply, false);
    if (target === undefined) return undefined;
    if (target.kind === "sent") return { from: this.#client.name, text: target.pending.text };
    return of ? toQuote(target.id, of.get(target.id)) : {};
  }

  /** The user who sent the latest private message to this one. */
  get lastSender(): string | undefined {
    return this.#model.conversations.lastSender;
  }

  /** Whether the user is logged in to an account. */
  get isRegistered(): boolean {
    return this.#model.isRegistered;
  }

  /** Shows an error that the server answered. */
  refuse(error: ErrorMessage): void {
    this.#model.notices.tell(error);
  }

  /** Handles an event of the client. */
  receive(event: ClientEvent): void {
    const message = event.type === "server" ? event.message : undefined;
    if (message?.type === "welcome") this.#points.load(message.name);
    if (event.type === "lost" || message?.type === "bye") this.#endRemoval();
    this.#model.receive(event);
    if (message?.type === "joined" && message.name === this.#client.name) {
      this.#hasBegun = true;
      this.#rooms.onEntered(message.room);
    }
    if (event.type === "lost") this.#hasSeparated = false;
    const isAway = event.type === "lost" ||
      message?.type === "left" && message.name === this.#client.name;
    // The client may end before it can keep them.
    if (isAway) this.savePoints();
    this.#afterEvent();
  }

  /** Keeps how far the rooms were read. */
  savePoints(): void {
    const { name } = this.#client;
    // Not signed in.
    if (name === "") return;
    // Among lines, unread messages of watched rooms were shown.
    this.#rooms.keepPoints(this.#view ? ({ unread }) => unread === 0 : undefined);
    this.#points.save(name);
  }

  /** Sends a request; see {@linkcode ChatModel.ask}. */
  ask(
    message: ClientMessage,
    onAnswer?: (answer: ServerMessage) => void,
    options?: { readonly isOnce?: boolean },
  ): void {
    if (!this.#model.returnAs(message)) this.#model.ask(message, onAnswer, options);
  }

  /** Carries out a typed line. */
  perform(line: ParsedClientLine): void {
    const before = this.#unfinished;
    this.#endRemoval();
    if (line.kind === "command" && line.command.type === "say" && this.isNowhere) {
      return this.#model.notices.problem(this.#texts.client.nowhere);
    }
    if (line.kind === "command" && line.command.type !== "history") this.#pages.close();
    this.#model.perform(line, this.#rooms.current);
    const isSent = this.#unfinished > before;
    if (isSent && !this.#client.isConnected) this.#say(this.#texts.client.queued);
  }

  /** Number of requests that are unanswered, or wait for the answer to an earlier one. */
  get #unfinished(): number {
    return this.#client.unanswered + this.waiting;
  }

  /**
   * Lends the chat to a view that shows rooms beside each other and keeps their messages.
   *
   * @param view What the view does in its own way; the rest is still done here.
   */
  lend(view: Partial<UserInterface>): ChatModel {
    if (this.isNowhere) this.#model.conversations.close(this.#rooms.current);
    this.#view = view;
    this.#model.keepsLog = true;
    return this.#model;
  }

  /** Takes the chat back: of the rooms that are open, the current one stays so, and the others are watched. */
  takeBack(): void {
    this.#view = undefined;
    this.#model.keepsLog = false;
    this.#rooms.adopt();
    this.#hasBegun = true;
    this.#afterEvent();
  }

  /** Enters a room, which input goes to from now on, and leaves the current one unless it is watched. */
  goToRoom(room: string): void {
    this.#rooms.goTo(room);
  }

  #userInterface(): UserInterface {
    return {
      onChange: () => {},
      onMessage: (message) => this.#onMessage(message),
      onChanged: (change, message) => this.#onChanged(change, message),
      onRecent: (history) => this.#onRecent(history),
      onMissed: (history) => this.#showOld(history),
      onNotice: (notice) => {
        if (!this.#isRemoved) return this.#output.show([notice]);
        this.#isRemoved = false;
        this.#removal.push(notice);
      },
      onLeft: (room, isAsked) => {
        this.#isRemoved = this.#rooms.onLeft(room, isAsked);
        this.#hasBegun = true;
      },
      onConnection: (event) => this.#onConnection(event),
      goToRoom: (room, code) => this.#rooms.goTo(room, code),
      sendPrivately: (to, text, options) =>
        this.#model.say(this.#model.conversations.open("person", to), text, options),
      leaveConversation: (_, room) => this.#rooms.leave(room),
      // Private messages have no place of their own among lines.
      openPrivate: () => this.#output.show([{ type: "error", text: this.#usageOfPrivate() }]),
      clear: () => this.#output.clear(),
      watch: (room) => this.#rooms.watch(room),
      unwatch: (room) => this.#rooms.unwatch(room),
      listRooms: () =>
        this.#model.ask({ type: "list" }, (answer) => this.#model.notices.tell(answer)),
      search: (terms) => this.#search(terms),
      showHistory: (_, limit) => this.#showHistory(limit),
      askPassword: (secret) => this.#output.askPassword(secret, false),
      warnOfPassword: (_, secret) => this.#output.askPassword(secret, true),
      // The current conversation is always a room.
      warnOfPrivate: () => {},
      setBell: (_, mode) => this.#output.setBell(mode),
      setScreen: (_, mode) => this.#output.setScreen(mode),
      showHelp: (about) => this.#output.showHelp(about),
      quit: () => this.#output.quit(),
    };
  }

  /** The form of the command that says something to a user. */
  #usageOfPrivate(): string {
    return this.#texts.chat.usage(commandForm("msg", this.#texts));
  }

  #search(terms: string): void {
    this.#model.search({ terms }, (answer, terms) => {
      if (answer.type === "error") return this.#model.notices.tell(answer);
      this.#output.show(this.#old(answer).map((entry) => ({ ...entry, isFound: true, terms })));
    });
  }

  #showHistory(limit: number | undefined): void {
    const room = this.#rooms.current;
    const before = this.#pages.next(room.name);
    this.#model.loadHistory(room, { before, limit }, (answer) => {
      if (answer.type === "error") return this.#model.notices.tell(answer);
      this.#pages.show(answer);
      room.addPage(answer, this.#client.name);
      const shown = { ...answer, messages: this.#model.filter.select(answer.messages) };
      const [title, ...messages] = this.#old(shown).map((entry) => ({
        ...entry,
        hasId: true as const,
      }));
      if (before === undefined) return this.#output.show([title!, ...messages]);
      this.#say(this.#texts.client.earlier(room.name, messages.length));
      this.#output.show(messages);
    });
  }

  #onMessage(message: RoomMessage | DirectMessage): void {
    // What was missed while the connection was lost.
    if (this.#showsRecent && !this.#client.isConnected && !this.#hasSeparated) {
      this.#hasSeparated = true;
      this.#output.show([{ type: "separator", text: this.#texts.client.newMessages }]);
    }
    this.#output.show([{ type: "said", message }]);
  }

  #onChanged(change: ChangeEvent, message: MessageEntry | undefined): void {
    const { filter } = this.#model;
    if (filter.ignores(change.from) || message && filter.ignores(message.from)) return;
    if (!this.#changes.take(change, message, this.#client.name)) return;
    this.#output.show([{ type: "changed", change, ...(message && { message }) }]);
  }

  /** Shows what is new in a room that the user enters. */
  #onRecent(history: HistoryPage): void {
    if (!this.#showsRecent) return;
    const read = this.#points.get(history.room ?? "");
    this.#output.show(
      recentEntries(history, read, { self: this.#client.name, texts: this.#texts }),
    );
  }

  /** Says why the user was removed from a room, or that the user is in none, once nothing else is to come. */
  #afterEvent(): void {
    if (this.#view) return;
    const { isIn, isMoving, current } = this.#rooms;
    if (isIn) this.#isNowhere = false;
    if (isMoving || isIn && !current.isLoaded) return;
    this.#endRemoval();
    const isNowhere = this.#hasBegun && !isIn;
    if (isNowhere && !this.#isNowhere) this.#say(this.#texts.client.nowhere);
    this.#isNowhere = isNowhere;
  }

  #endRemoval(): void {
    const [...entries] = this.#removal;
    this.#removal.length = 0;
    if (entries.length > 0) this.#output.show(entries);
  }

  #onConnection(event: ConnectionEvent): void {
    const { client } = this.#texts;
    switch (event.type) {
      case "lost":
        return this.#say(lostText(event, client));
      case "refused":
        return this.#onRefused(event);
      case "back":
        this.#refusal = undefined;
        return this.#say(client.back(event.caught));
      case "unreadable":
        return this.#say(client.unreadable());
      case "trying":
      case "closed":
        return;
    }
  }

  /** Says once why the server does not have the session back, and what the user can do. */
  #onRefused({ error, next }: ConnectionEvent & { readonly type: "refused" }): void {
    const text = explainError(error, this.#texts);
    // The code that runs the client says why it closes.
    if (next === "close" || next === "retry" && text === this.#refusal) return;
    this.#refusal = text;
    this.#output.show([{ type: "error", text }]);
    if (next === "retry") this.#say(this.#texts.client.retrying(commandForm("nick", this.#texts)));
  }

  #showOld(history: HistoryPage): void {
    this.#output.show(this.#old(history));
  }

  #old(event: HistoryPage | SearchResults): readonly DisplayEntry[] {
    return eventEntries(event, this.#texts).map((entry) => ({ ...entry, isOld: true }));
  }

  #say(text: string): void {
    this.#output.show([{ type: "system", text }]);
  }
}

/** Formats the notice that the connection is lost, with the reason if known. */
function lostText(
  { wait, reason, error }: ConnectionEvent & { readonly type: "lost" },
  { tryingAgain, silent, lost, failed }: ChatTexts["client"],
): string {
  if (wait === 0) return tryingAgain;
  if (error !== undefined) return failed(error, inSeconds(wait));
  return (reason === SILENT ? silent : lost)(inSeconds(wait));
}

/** Formats a time in whole seconds, at least one. */
function inSeconds(milliseconds: number): string {
  return format(Math.ceil(milliseconds / 1_000) * 1_000, { ignoreZero: true });
}
