import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { ParsedClientLine } from "../../protocol/commands/parse_line.ts";
import type { ChangeEvent, Quote } from "../../protocol/messages/changes.ts";
import type { ClientMessage, Direct, Say } from "../../protocol/messages/client_messages.ts";
import type {
  DirectMessage,
  ErrorMessage,
  HistoryPage,
  RoomMessage,
  ServerMessage,
} from "../../protocol/messages/server_messages.ts";
import { toQuote } from "../../protocol/messages/to_quote.ts";
import type { ClientEvent } from "../session/event.ts";
import { explainError } from "./explain_error.ts";
import { ChatModel, type ModelClient } from "./chat_model.ts";
import { ConnectionNotices } from "./connection_notices.ts";
import type { MessageEntry } from "./conversation_entry.ts";
import type { DisplayFilter } from "./display_filter.ts";
import { HistoryLines } from "./history_lines.ts";
import { ShownChanges } from "./shown_changes.ts";
import type { LineOutput } from "./line_output.ts";
import { LineRooms, type UnreadRoom } from "./line_rooms.ts";
import { oldEntries } from "./old_entries.ts";
import { PlaceNotices } from "./place_notices.ts";
import { ReadPoints } from "./read_points.ts";
import { firstNew, recentEntries } from "./recent_entries.ts";
import { findTarget } from "./message_target.ts";
import { overlaid } from "./overlaid.ts";
import type { UserInterface } from "./user_interface.ts";

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
  readonly #history: HistoryLines;
  readonly #place: PlaceNotices;
  readonly #connection: ConnectionNotices;
  readonly #changes = new ShownChanges();
  readonly #points: ReadPoints;
  /** Whether the line before what was missed while the connection was lost was shown. */
  #hasSeparated = false;
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
    this.#history = new HistoryLines({ client, model: this.#model, texts, output });
    this.#place = new PlaceNotices({ texts, output });
    this.#connection = new ConnectionNotices({ texts, output });
  }

  /** The room that input goes to. */
  get room(): string {
    return this.#rooms.current.name;
  }

  /** Whether the user is in no room, and is not going to one. */
  get isNowhere(): boolean {
    return this.#place.isNowhere && !this.#rooms.isMoving;
  }

  /** Whether a line must say which room it is about, as there are, or were, several. */
  get hasSeveralRooms(): boolean {
    return this.#rooms.hasSeveral;
  }

  /** The watched rooms, without the current one. */
  get otherRooms(): readonly UnreadRoom[] {
    return this.#rooms.others;
  }

  /** Why the server refused the session last, while it is lost. */
  get refusal(): string | undefined {
    return this.#connection.refusal;
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
    if (event.type === "lost" || message?.type === "bye") this.#place.flush();
    this.#model.receive(event);
    if (event.type === "recent") this.#markNew(event.history);
    if (message?.type === "joined" && message.name === this.#client.name) {
      this.#place.begin();
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
    this.#place.flush();
    // A user who speaks among lines has seen what is above.
    if (!this.#view && line.kind === "command") this.#rooms.current.clearMarker();
    if (line.kind === "command" && line.command.type === "say" && this.isNowhere) {
      return this.#model.notices.problem(this.#texts.client.nowhere);
    }
    if (line.kind === "command" && line.command.type !== "history") this.#history.close();
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
    this.#place.begin();
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
      onMissed: (history) => this.#output.show(oldEntries(history, this.#texts)),
      onNotice: (notice) => this.#place.show(notice),
      onMove: (move) => this.#output.showMove(move),
      onLeft: (room, isAsked) => this.#place.onLeft(this.#rooms.onLeft(room, isAsked)),
      onConnection: (event) => this.#connection.receive(event),
      goToRoom: (room, code) => this.#rooms.goTo(room, code),
      sendPrivately: (to, text, options) =>
        this.#model.say(this.#model.conversations.open("person", to), text, options),
      leaveConversation: (_, room) => this.#rooms.leave(room),
      // Private messages have no place of their own among lines.
      openPrivate: (name) => this.#model.notices.problem(this.#texts.client.privateInLines(name)),
      clear: () => this.#output.clear(),
      watch: (room) => this.#rooms.watch(room),
      unwatch: (room) => this.#rooms.unwatch(room),
      listRooms: () =>
        this.#model.ask({ type: "list" }, (answer) => this.#model.notices.tell(answer)),
      search: (terms) => this.#history.search(terms),
      showHistory: (_, limit) => this.#history.showPage(this.#rooms.current, limit),
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

  /** Marks what is new in a room that the user enters, for a view that shows its log. */
  #markNew({ room = "", messages }: HistoryPage): void {
    const read = this.#points.get(room);
    const first = messages[firstNew(messages, read, this.#client.name)];
    if (!read || !first) return;
    // An id below is of another numbering.
    const before = first.id > read.id ? read.id : first.id - 1;
    this.#model.conversations.get("room", room)?.markAfter(before);
  }

  #afterEvent(): void {
    if (!this.#view) this.#place.update(this.#rooms);
  }

  #say(text: string): void {
    this.#output.show([{ type: "system", text }]);
  }
}
