import { format } from "@std/fmt/duration";
import type { Catalogue } from "../locale/catalogue.ts";
import { eventLines, helpEvents } from "../locale/event_lines.ts";
import { escapeControl } from "../protocol/escape_control.ts";
import { type Command, HERE, type Secret } from "../protocol/commands.ts";
import { readLine } from "../protocol/line.ts";
import type {
  ClientMessage,
  ErrorMessage,
  Found,
  History,
  Ref,
  ServerMessage,
} from "../protocol/messages.ts";
import { LOBBY, nameKey } from "../protocol/names.ts";
import { toTerms } from "../protocol/terms.ts";
import type { ChatClient } from "./client.ts";
import type { ClientEvent } from "./event.ts";
import { markTerms } from "./mark_terms.ts";
import { Pages } from "./pages.ts";

/** Begins the lines after the first of a message that has several. */
const CONTINUATION = "\n  ";

/** One person's talk, in one room at a time: turns typed lines into requests, and events into lines to show. */
export class Conversation {
  readonly #client: ChatClient;
  readonly #texts: Catalogue;
  /** The joins on the way that are to leave a room when they worked, with that room. */
  readonly #moves = new Map<Ref, string>();
  /** The terms of the searches on the way. */
  readonly #searches = new Map<Ref, readonly string[]>();
  readonly #pages = new Pages();
  /** The requests that nobody typed: their answers are not shown. */
  readonly #quiet = new Set<Ref>();
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

  /**
   * Does what a line says.
   *
   * @param line The line as typed.
   * @returns Lines to show at once, `"quit"`, or what a password is needed for.
   */
  enter(line: string): readonly string[] | "quit" | Secret {
    const read = readLine(line, this.#client.limits);
    switch (read.kind) {
      case "nothing":
        return [];
      case "help":
        return helpEvents(this.#texts).flatMap((event) => eventLines(event, this.#texts));
      case "problem": {
        const { code, detail } = read.problem;
        const message = this.#texts.errors[code](detail);
        return eventLines({ type: "error", code, message }, this.#texts);
      }
      case "secret":
        return read.secret;
      case "command":
        if (this.#isWatched && "password" in read.command) {
          return [this.#system(this.#texts.client.notInLine)];
        }
        return read.command.type === "quit" ? "quit" : this.#request(read.command);
    }
  }

  /** Says how a command is written that needs a password, where nobody can be asked for one. */
  usage({ type }: Secret): readonly string[] {
    const message = this.#texts.errors.bad_message(`/${type} ${this.#texts.commands[type].form}`);
    return eventLines({ type: "error", code: "bad_message", message }, this.#texts);
  }

  /** Goes to a room, and leaves the one that one is in; what is said from now on is said there. */
  move(room: string): void {
    this.#moves.set(this.#client.request({ type: "join", room }), this.#room);
    this.#room = room;
  }

  /** Asks for something whose answer is of use to the program and not to be shown. */
  ask(message: ClientMessage): void {
    this.#quiet.add(this.#client.request(message));
  }

  /**
   * Says an event in lines, each safe to show on a terminal.
   *
   * @param event What happened.
   * @returns The lines; none for what need not be seen.
   */
  lines(event: ClientEvent): readonly string[] {
    return this.#lines(event).map((line) => line.split("\n").map(escapeControl).join("\n"));
  }

  #request(command: Exclude<Command, { type: "quit" }>): readonly string[] {
    const request = command.type === "move" ? command : this.#here(command);
    if (request.type !== "history") this.#pages.close();
    if (request.type === "move") this.move(request.room);
    else if (request.type === "history") {
      this.#pages.turn(request, (page) => this.#client.request(page));
    } else if (request.type === "search") this.#search(request);
    else this.#client.request(request);
    return this.#client.isConnected ? [] : [this.#system(this.#texts.client.queued)];
  }

  #search(message: ClientMessage & { readonly type: "search" }): void {
    this.#searches.set(this.#client.request(message), toTerms(message.terms));
  }

  #here(message: ClientMessage): ClientMessage {
    return "room" in message && message.room === HERE ? { ...message, room: this.#room } : message;
  }

  #lines(event: ClientEvent): readonly string[] {
    const { client } = this.#texts;
    switch (event.type) {
      case "server":
        return this.#serverLines(event.message);
      case "recent":
        return this.#recentLines(event.history);
      case "gap":
        return [this.#system(client.notKept(event.room))];
      case "lost":
        return [this.#system(client.lost(inSeconds(event.wait)))];
      case "back":
        return [this.#system(client.back(event.caught))];
      case "unreadable":
        return [this.#system(client.unreadable())];
      case "closed":
        return [];
    }
  }

  /** Shows what was said before one came between two lines, so that nobody answers it as if it were new. */
  #recentLines(history: History): readonly string[] {
    const { room = "", messages } = history;
    if (messages.length === 0) return [];
    return [...this.#show(history), this.#system(this.#texts.client.recentEnd(room))];
  }

  #serverLines(message: ServerMessage): readonly string[] {
    const { client } = this.#texts;
    if ("ref" in message && message.ref !== undefined && this.#quiet.has(message.ref)) return [];
    switch (message.type) {
      case "message":
        return this.#client.isEcho(message) ? [] : this.#show(message);
      case "joined":
        if (message.name === this.#client.name) return this.#onJoined(message.room, message.ref);
        return [this.#system(client.joined(message.name, message.room))];
      case "left":
        if (message.name !== this.#client.name && message.by === undefined) {
          return [this.#system(client.left(message.name, message.room))];
        }
        return this.#show(message);
      case "renamed":
        if (message.name === this.#client.name) return this.#show(message);
        return [this.#system(client.renamed(message.from, message.name))];
      case "history":
        return this.#historyLines(message);
      case "found":
        return this.#foundLines(message);
      case "error":
        return this.#onError(message);
      default:
        return this.#show(message);
    }
  }

  #onJoined(room: string, ref: Ref | undefined): readonly string[] {
    const before = ref === undefined ? undefined : this.#moves.get(ref);
    if (ref !== undefined) this.#moves.delete(ref);
    if (before !== undefined && nameKey(before) !== nameKey(room)) {
      this.ask({ type: "leave", room: before });
    }
    // As whoever made the room wrote it.
    if (nameKey(room) === nameKey(this.#room)) this.#room = room;
    return this.#show({ type: "joined", room, name: this.#client.name });
  }

  #historyLines(history: History): readonly string[] {
    const isFurther = this.#pages.take(history);
    const [title = "", ...lines] = this.#show(history);
    const { earlier } = this.#texts.client;
    const { room = "", messages } = history;
    return [isFurther ? this.#system(earlier(room, messages.length)) : title, ...lines];
  }

  /** Says when each message was said, too, since what was found may be of any day. */
  #foundLines(found: Found): readonly string[] {
    const terms = this.#searches.get(found.ref!) ?? [];
    this.#searches.delete(found.ref!);
    const messages = found.messages.map((message) => ({
      ...message,
      text: markTerms(message.text, terms),
    }));
    const [title = "", ...lines] = this.#show({ ...found, messages });
    const { moment } = this.#texts.client;
    return [title, ...lines.map((line, index) => `${moment(messages[index]!.at)} ${line}`)];
  }

  /** Stays where one was, if it was the way to another room that was refused. */
  #onError(error: ErrorMessage): readonly string[] {
    const before = error.ref === undefined ? undefined : this.#moves.get(error.ref);
    if (error.ref !== undefined) this.#searches.delete(error.ref);
    if (before !== undefined) {
      this.#room = before;
      this.#moves.delete(error.ref!);
    }
    return this.#show(error);
  }

  #show(event: ServerMessage): readonly string[] {
    const showText = (text: string) => text.split("\n").map(escapeControl).join(CONTINUATION);
    return eventLines(event, this.#texts, showText);
  }

  #system(text: string): string {
    return `[${this.#texts.chat.system}] ${text}`;
  }
}

/** Says a time in whole seconds, at least one. */
function inSeconds(milliseconds: number): string {
  return format(Math.ceil(milliseconds / 1_000) * 1_000, { ignoreZero: true });
}
