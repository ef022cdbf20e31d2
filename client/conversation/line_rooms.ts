import { LOBBY, nameKey } from "../../protocol/text/names.ts";
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { ChatModel } from "./chat_model.ts";
import type { Conversation } from "./conversation.ts";
import type { Conversations } from "./conversations.ts";
import type { ReadPoints } from "./read_points.ts";

/** A watched room other than the current one. */
export interface UnreadRoom {
  readonly room: string;
  readonly unread: number;
  /** How many of them concern the user. */
  readonly mentions: number;
}

/** A room change that the server has not answered. */
interface Move {
  from: Conversation;
  readonly to: Conversation;
}

/** Options of {@linkcode LineRooms}. */
export interface LineRoomsOptions {
  readonly model: ChatModel;
  readonly texts: ChatTexts;
  /** The first room. */
  readonly room: string;
  /** Gets how far rooms were read when they are left. */
  readonly points: ReadPoints;
}

/** The current room of a {@linkcode LineChat}, and the rooms watched beside it. */
export class LineRooms {
  readonly #model: ChatModel;
  readonly #texts: ChatTexts;
  readonly #conversations: Conversations;
  /** Keys of the watched rooms. */
  readonly #watched = new Set<string>();
  readonly #moves = new Set<Move>();
  /** How far the rooms that are not open were read. */
  readonly #points: ReadPoints;
  /** Keys of the rooms that the user has been in, at most two: more make no difference. */
  readonly #visited = new Set<string>();

  constructor({ model, texts, room, points }: LineRoomsOptions) {
    this.#model = model;
    this.#texts = texts;
    this.#points = points;
    this.#conversations = model.conversations;
    this.#select(this.#conversations.open("room", room));
  }

  /** The room that input goes to. */
  get current(): Conversation {
    return this.#conversations.current!;
  }

  /** The watched rooms, without the current one. */
  get others(): readonly UnreadRoom[] {
    return [...this.#watched].flatMap((key) => {
      const room = this.#conversations.get("room", key);
      if (room === undefined || room === this.current) return [];
      const { name, unread, mentions } = room;
      return [{ room: name, unread, mentions }];
    });
  }

  /** Whether the session is in the current room. */
  get isIn(): boolean {
    return this.current.isJoined;
  }

  /** Whether the user is going to another room, and the server has not answered. */
  get isMoving(): boolean {
    return this.#moves.size > 0;
  }

  /** Whether a line must say which room it is about: there are, or were, several. */
  get hasSeveral(): boolean {
    return this.#visited.size > 1 || this.others.length > 0;
  }

  /** Notes that the session entered a room. */
  onEntered(name: string): void {
    if (this.#visited.size < 2) this.#visited.add(nameKey(name));
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
      this.#model.notices.tell(answer);
      if (answer.type !== "error" && move.from !== move.to) this.#leave(move.from);
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

  /** Watches all rooms that are open but the current one, after another view opened and closed rooms. */
  adopt(): void {
    const { current, rooms } = this.#conversations;
    const room = current?.kind === "room" ? current : rooms[0];
    this.#watched.clear();
    for (const other of rooms) if (other !== room) this.#watched.add(nameKey(other.name));
    this.#select(room ?? this.#conversations.open("room", LOBBY));
  }

  /**
   * Leaves a room, by default the current one. Input goes to a watched room then, if there is one.
   *
   * @param name The room.
   */
  leave(name: string = this.current.name): void {
    const room = this.#conversations.get("room", name);
    this.#watched.delete(nameKey(name));
    const [next] = this.others;
    const isHere = room === this.current;
    if (isHere && next) this.#select(this.#conversations.open("room", next.room));
    this.#model.ask({ type: "leave", room: name }, (answer) => {
      if (room) this.#forget(room);
      this.#model.notices.tell(answer);
      if (!isHere || !next || answer.type === "error") return;
      this.#model.notices.note(this.#texts.client.nowIn(this.current.name));
    });
  }

  /**
   * Goes to `#geral` if the user was removed from the current room.
   *
   * @param room The room.
   * @param isAsked Whether a request led to it.
   * @returns Whether the user goes to `#geral`.
   */
  onLeft(room: Conversation, isAsked: boolean): boolean {
    if (!isAsked) this.#watched.delete(nameKey(room.name));
    const isRemoved = !isAsked && room === this.current && nameKey(room.name) !== LOBBY;
    if (isRemoved) this.goTo(LOBBY);
    this.#forget(room);
    return isRemoved;
  }

  /** Notes how far the open rooms were read, of which by default everything was shown. */
  keepPoints(isShown: (room: Conversation) => boolean = () => true): void {
    for (const room of this.#conversations.rooms.filter(isShown)) {
      this.#points.set(room.name, room.last);
    }
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
    if (!room.isJoined) return this.#forget(room);
    this.#points.set(room.name, room.last);
    this.#model.notices.note(this.#texts.chat.left(room.name));
    this.#model.ask({ type: "leave", room: room.name }, () => this.#forget(room));
  }

  /** Closes a room that is neither current nor watched, and that no move may return to. */
  #forget(room: Conversation): void {
    const isMoving = [...this.#moves].some(({ from, to }) => from === room || to === room);
    if (isMoving || room === this.current || this.#isWatched(room)) return;
    this.#points.set(room.name, room.last);
    this.#conversations.close(room);
  }

  #isWatched({ name }: Conversation): boolean {
    return this.#watched.has(nameKey(name));
  }
}
