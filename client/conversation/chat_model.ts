/**
 * What every interface of the client shares: what a typed line does, and what an event shows.
 *
 * Nothing here knows a screen or the DOM.
 *
 * @module
 */
import { format } from "@std/fmt/duration";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { eventEntries } from "../../locale/render/event_lines.ts";
import { problemText } from "../../locale/render/problem_text.ts";
import {
  type Command,
  CURRENT_ROOM,
  type LocalCommand,
} from "../../protocol/commands/command_entry.ts";
import {
  type ParsedClientLine,
  readClientLine,
  readLine,
} from "../../protocol/commands/parse_line.ts";
import type {
  ClientMessage,
  ErrorMessage,
  HistoryPage,
  SearchResults,
  ServerMessage,
} from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { LOBBY, nameKey } from "../../protocol/text/names.ts";
import type { LineResult } from "./line_result.ts";
import type { ChatClient } from "../session/client.ts";
import type { ClientEvent } from "../session/event.ts";
import { HistoryPages } from "./history_pages.ts";
import { Searches } from "./searches.ts";
import type { DisplayEntry } from "./display_entry.ts";
import { type UnreadRoom, WatchedRooms } from "./watched_rooms.ts";

/** One person's talk, speaking in one room at a time: turns typed lines into requests, and events into what to show. */
export class ChatModel {
  readonly #client: ChatClient;
  readonly #texts: Catalogue;
  /** The joins on the way that are to leave a room when they worked, with that room. */
  readonly #moves = new Map<Ref, string>();
  readonly #searches = new Searches();
  readonly #historyPages = new HistoryPages();
  /** The requests that nobody typed: their answers are not shown. */
  readonly #quiet = new Set<Ref>();
  /** The joins on the way that are to follow a room beside the one in which one speaks. */
  readonly #watches = new Map<Ref, string>();
  readonly #watchedRooms = new WatchedRooms();
  readonly #isWatched: boolean;
  #room = LOBBY;

  /**
   * @param client The session.
   * @param texts The language.
   * @param isWatched Whether others may see what is typed: then no password is taken from a line.
   */
  constructor(client: ChatClient, texts: Catalogue, isWatched: boolean) {
    this.#client = client;
    this.#texts = texts;
    this.#isWatched = isWatched;
  }

  /** The room one speaks in. */
  get room(): string {
    return this.#room;
  }

  /** The other rooms that one follows, with what is unread in them. */
  get otherRooms(): readonly UnreadRoom[] {
    return this.#watchedRooms.others(this.#room);
  }

  /**
   * Does what a line says.
   *
   * @param line The line as typed.
   * @returns What to show at once, or what is left to do.
   */
  enter(line: string): LineResult {
    return this.perform((this.#isWatched ? readClientLine : readLine)(line, this.#client.limits));
  }

  /**
   * Does what a line says that was read already.
   *
   * @param read What it says.
   * @returns What to show at once, or what is left to do.
   */
  perform(read: ParsedClientLine): LineResult {
    switch (read.kind) {
      case "nothing":
        return [];
      case "help":
        return { type: "help" };
      case "problem":
        return [{ type: "error", text: problemText(read.problem, this.#texts) }];
      case "secret":
        return read.secret;
      case "local":
        return this.#do(read.command);
      case "command":
        if (this.#isWatched && "password" in read.command) {
          return [this.#system(this.#texts.client.notInLine)];
        }
        return read.command.type === "quit" ? { type: "quit" } : this.#request(read.command);
    }
  }

  /** Goes to a room, and leaves the one that one is in; what is said from now on is said there. */
  move(room: string): void {
    this.#moves.set(this.#client.request({ type: "join", room }), this.#room);
    this.#room = room;
    this.#watchedRooms.read(room);
  }

  /** Asks for something whose answer is of use to the program and not to be shown. */
  ask(message: ClientMessage, options: { readonly isOnce?: boolean } = {}): void {
    this.#quiet.add(this.#client.request(message, options));
  }

  #do(command: LocalCommand): LineResult {
    switch (command.type) {
      case "bell":
        return command;
      case "reconnect":
        this.#client.reconnect();
        return [];
      case "watch":
        return this.#watch(command.room);
      case "unwatch":
        return this.#unwatch(command.room);
    }
  }

  #watch(room: string): readonly DisplayEntry[] {
    const isHere = nameKey(room) === nameKey(this.#room);
    if (isHere || this.#watchedRooms.has(room)) {
      this.#watchedRooms.add(room);
      return [this.#system(this.#texts.client.watching(isHere ? this.#room : room))];
    }
    this.#watchedRooms.add(room);
    this.#watches.set(this.#client.request({ type: "join", room }), room);
    return this.#ifQueued();
  }

  #unwatch(room: string): readonly DisplayEntry[] {
    const wasWatched = this.#watchedRooms.delete(room);
    if (!wasWatched) return [{ type: "error", text: this.#texts.client.notWatching(room) }];
    // Whoever speaks there stays, and leaves the room on going to another.
    if (nameKey(room) === nameKey(this.#room)) {
      return [this.#system(this.#texts.client.unwatched(this.#room))];
    }
    this.#client.request({ type: "leave", room });
    return this.#ifQueued();
  }

  #request(command: Exclude<Command, { type: "quit" }>): readonly DisplayEntry[] {
    const request = command.type === "move" ? command : this.#here(command);
    if (request.type !== "history") this.#historyPages.close();
    if (request.type === "move") this.move(request.room);
    else if (request.type === "history") {
      this.#historyPages.request(request, (page) => this.#client.request(page));
    } else if (request.type === "search") {
      this.#searches.start(request, (search) => this.#client.request(search));
    } else this.#client.request(request);
    return this.#ifQueued();
  }

  #ifQueued(): readonly DisplayEntry[] {
    return this.#client.isConnected ? [] : [this.#system(this.#texts.client.queued)];
  }

  #here(message: ClientMessage): ClientMessage {
    return "room" in message && message.room === CURRENT_ROOM
      ? { ...message, room: this.#room }
      : message;
  }

  /**
   * Says what an event comes to.
   *
   * @param event What happened.
   * @returns What to show, in order; nothing for what need not be seen.
   */
  show(event: ClientEvent): readonly DisplayEntry[] {
    const { client } = this.#texts;
    switch (event.type) {
      case "server":
        return this.#onServer(event.message);
      case "recent":
        return this.#onRecent(event.history);
      case "gap":
        return [this.#system(client.historyGap(event.room))];
      case "lost":
        return [
          this.#system(event.wait === 0 ? client.tryingAgain : client.lost(inSeconds(event.wait))),
        ];
      case "back":
        return [this.#system(client.back(event.caught))];
      case "unreadable":
        return [this.#system(client.unreadable())];
      case "trying":
      case "closed":
        return [];
    }
  }

  /** Shows what was said before one came between two lines, so that nobody answers it as if it were new. */
  #onRecent(history: HistoryPage): readonly DisplayEntry[] {
    const { room = "", messages } = history;
    if (messages.length === 0) return [];
    return [...this.#showOld(history), this.#system(this.#texts.client.recentEnd(room))];
  }

  #onServer(message: ServerMessage): readonly DisplayEntry[] {
    const { client } = this.#texts;
    if ("ref" in message && message.ref !== undefined && this.#quiet.has(message.ref)) return [];
    switch (message.type) {
      case "message":
        return this.#onMessage(message);
      case "joined":
        if (message.name === this.#client.name) return this.#onJoined(message.room, message.ref);
        return [this.#system(client.joined(message.name, message.room))];
      case "left":
        if (message.name === this.#client.name) return this.#onLeft(message);
        return message.by === undefined
          ? [this.#system(client.left(message.name, message.room))]
          : this.#show(message);
      case "renamed":
        if (message.name === this.#client.name) return this.#show(message);
        return [this.#system(client.renamed(message.from, message.name))];
      case "history":
        return this.#onHistory(message);
      case "found":
        return this.#onFound(message);
      case "error":
        return this.#onError(message);
      default:
        return this.#show(message);
    }
  }

  #onMessage(message: ServerMessage & { readonly type: "message" }): readonly DisplayEntry[] {
    if (this.#client.isEcho(message)) return [];
    if (nameKey(message.room) !== nameKey(this.#room)) this.#watchedRooms.count(message);
    return this.#show(message);
  }

  #onJoined(room: string, ref: Ref | undefined): readonly DisplayEntry[] {
    this.#watchedRooms.rename(room);
    if (ref !== undefined && this.#watches.delete(ref)) {
      return [this.#system(this.#texts.client.watching(room))];
    }
    const before = ref === undefined ? undefined : this.#moves.get(ref);
    if (ref !== undefined) this.#moves.delete(ref);
    if (
      before !== undefined && nameKey(before) !== nameKey(room) && !this.#watchedRooms.has(before)
    ) {
      this.ask({ type: "leave", room: before });
    }
    // As whoever made the room wrote it.
    if (nameKey(room) === nameKey(this.#room)) this.#room = room;
    return this.#show({ type: "joined", room, name: this.#client.name });
  }

  #onLeft(message: ServerMessage & { readonly type: "left" | "joined" }): readonly DisplayEntry[] {
    const { room, ref } = message;
    this.#watchedRooms.delete(room);
    const isHere = nameKey(room) === nameKey(this.#room);
    // Put out, one goes where everybody is.
    if (ref === undefined && isHere && nameKey(room) !== LOBBY) this.move(LOBBY);
    return this.#show(message);
  }

  #onHistory(history: HistoryPage): readonly DisplayEntry[] {
    const isFurther = this.#historyPages.take(history);
    const [title, ...said] = this.#showOld(history);
    const { earlier: older } = this.#texts.client;
    const { room = "", messages } = history;
    return [isFurther ? this.#system(older(room, messages.length)) : title!, ...said];
  }

  #onFound(found: SearchResults): readonly DisplayEntry[] {
    const shown = this.#showOld(this.#searches.take(found));
    return shown.map((one) => ({ ...one, isFound: true }));
  }

  /** Stays where one was, if it was the way to another room that was refused. */
  #onError(error: ErrorMessage): readonly DisplayEntry[] {
    const { ref } = error;
    if (ref !== undefined) {
      this.#searches.delete(ref);
      this.#watchedRooms.delete(this.#watches.get(ref) ?? "");
      this.#watches.delete(ref);
      this.#room = this.#moves.get(ref) ?? this.#room;
      this.#moves.delete(ref);
    }
    // The client says it itself, in no language.
    const isOwn = error.code === "outcome_unknown";
    return this.#show(
      isOwn ? { ...error, message: this.#texts.errors.outcome_unknown("") } : error,
    );
  }

  #show(event: ServerMessage): readonly DisplayEntry[] {
    return eventEntries(event, this.#texts);
  }

  #showOld(event: ServerMessage): readonly DisplayEntry[] {
    return this.#show(event).map((entry) => ({ ...entry, isOld: true }));
  }

  #system(text: string): DisplayEntry {
    return { type: "system", text };
  }
}

/** Says a time in whole seconds, at least one. */
function inSeconds(milliseconds: number): string {
  return format(Math.ceil(milliseconds / 1_000) * 1_000, { ignoreZero: true });
}
