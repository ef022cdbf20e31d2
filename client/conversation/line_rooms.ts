import { LOBBY, nameKey } from "../../protocol/text/names.ts";
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { ChatModel } from "./chat_model.ts";
import type { Conversation } from "./conversation.ts";
import type { Conversations } from "./conversations.ts";

/** A watched room other than the current one. */
export interface UnreadRoom {
  readonly room: string;
  readonly unread: number;
}

/** A room change that the server has not answered. */
interface Move {
  from: Conversation;
  readonly to: Conversation;
}

/** The current room of a {@linkcode LineChat}, and the rooms watched beside it. */
export class LineRooms {
  readonly #model: ChatModel;
  readonly #texts: ChatTexts;
  readonly #conversations: Conversations;
  /** Keys of the watched rooms. */
  readonly #watched = new Set<string>();
  readonly #moves = new Set<Move>();

  constructor(model: ChatModel, texts: ChatTexts) {
    this.#model = model;
    this.#texts = texts;
    this.#conversations = model.conversations;
    this.#select(this.#conversations.open("room", LOBBY));
  }

  /** The room that input goes to. */
  get current(): Conversation {
    return this.#conversations.current!;
  }

  /** The watched rooms, without the current one. */
  get others(): readonly UnreadRoom[] {
    return [...this.#watched].flatMap((key) => {
      const room = this.#conversations.get("room", key);
      return room && room !== this.current ? [{ room: room.name, unread: room.unread }] : [];
    });
  }

  /**
   * Enters a room, which input goes to from now on, and leaves the current one unless it is watched.
   *
   * @param name The room.
   * @param code The code of an invitation link to it.
   */
  goTo(name: string, code?: string): void {
    const move: Move = { from: this.current, to: this.#conversations.open("room", name) };
    this.#moves.add(move);
    this.#select(move.to);
    const join = { type: "join", room: name, ...(code !== undefined && { code }) } as const;
    this.#model.ask(join, (answer) => {
      this.#moves.delete(move);
      if (answer.type === "error") this.#goBack(move);
      else if (move.from !== move.to) this.#leave(move.from);
      this.#model.notices.tell(answer);
    });
  }

  /** Watches a room: enters it, and keeps the current one. */
  watch(name: string): void {
    const { watching } = this.#texts.client;
    const key = nameKey(name);
    const room = this.#conversations.open("room", name);
    const isIn = room === this.current || this.#watched.has(key);
    this.#watched.add(key);
    if (isIn) return this.#model.notices.note(watching(room === this.current ? room.name : name));
    this.#model.ask({ type: "join", room: name }, (answer) => {
      if (answer.type === "joined") return this.#model.notices.note(watching(answer.room));
      this.#watched.delete(key);
      this.#forget(room);
      this.#model.notices.tell(answer);
    });
  }

  /** Stops watching a room, and leaves it unless it is the current one. */
  unwatch(name: string): void {
    const { notWatching, unwatched } = this.#texts.client;
    if (!this.#watched.delete(nameKey(name))) return this.#model.notices.problem(notWatching(name));
    const isHere = nameKey(name) === nameKey(this.current.name);
    // The user stays in the current room until they go to another one.
    if (isHere) return this.#model.notices.note(unwatched(this.current.name));
    this.#model.ask({ type: "leave", room: name });
  }

  /** Goes to the first room if the user was removed from the current one. `isAsked`: a request led to it. */
  onLeft(room: Conversation, isAsked: boolean): void {
    if (!isAsked) {
      this.#watched.delete(nameKey(room.name));
      const isHere = room === this.current && nameKey(room.name) !== LOBBY;
      if (isHere) this.goTo(LOBBY);
    }
    this.#forget(room);
  }

  #select(room: Conversation): void {
    const before = this.#conversations.current;
    if (before) before.isOnScreen = false;
    room.isOnScreen = true;
    room.read();
    this.#conversations.select(room);
  }

  /** Returns to the room before a refused move, unless the user has moved on. */
  #goBack({ from, to }: Move): void {
    for (const later of this.#moves) if (later.from === to) later.from = from;
    if (this.current === to) this.#select(from);
    this.#forget(to);
  }

  /** Leaves a room after a move, unless the user has returned to it or watches it. */
  #leave(room: Conversation): void {
    if (room === this.current || this.#isWatched(room)) return;
    this.#model.ask({ type: "leave", room: room.name }, () => this.#forget(room));
  }

  /** Closes a room that is neither current nor watched, and that no move may return to. */
  #forget(room: Conversation): void {
    const isMoving = [...this.#moves].some(({ from, to }) => from === room || to === room);
    if (isMoving || room === this.current || this.#isWatched(room)) return;
    this.#conversations.close(room);
  }

  #isWatched({ name }: Conversation): boolean {
    return this.#watched.has(nameKey(name));
  }
}
