import { isChange } from "../../protocol/messages/changes.ts";
import type { Hello, Join } from "../../protocol/messages/client_messages.ts";
import type {
  ErrorMessage,
  HistoryPage,
  PresenceEvent,
  RoomEntry,
  ServerMessage,
} from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { utf8Length } from "../../protocol/text/utf8_length.ts";
import type { ClientEvent } from "./event.ts";
import type { Requests } from "./requests.ts";
import { MessageCursor } from "./message_cursor.ts";

/** Maximum messages and changes of a room that wait for its latest history. */
const MAX_HELD = 10_000;

/** What {@linkcode RoomSync} needs of the client. */
export interface RoomSyncOptions {
  readonly requests: Requests;
  /** See `ClientOptions.rooms`. */
  readonly rooms: readonly string[] | undefined;
  /** See `ClientOptions.repeatsRecent`. */
  readonly repeatsRecent: boolean;
  readonly onEvent: (event: ClientEvent) => void;
  /** Leaves a room that the server joined unasked. */
  readonly leave: (room: string) => void;
  /** Called when the server cannot send a room's missed messages now. */
  readonly onHeldUp: () => void;
  /** Called when all missed messages were passed on. */
  readonly onCaughtUp: () => void;
}

/** Synchronizes the rooms of the session: passes on every message once and in order, across reconnects. */
export class RoomSync {
  readonly #options: RoomSyncOptions;
  readonly #cursor = new MessageCursor();
  /** While resuming: keys of the rooms whose missed messages are incomplete. */
  #behind: Set<string> | undefined;
  /** Requests for the rooms that did not fit in the last `hello`. */
  #others: readonly Join[] = [];
  #caught = 0;
  /** The rooms of the first `hello` by key, with the `ref` of the request for the latest history of each. */
  readonly #first = new Map<string, { readonly room: string; readonly ref: Ref }>();
  #isBegun = false;

  constructor(options: RoomSyncOptions) {
    this.#options = options;
  }

  /** Whether missed messages are still arriving. */
  get isBehind(): boolean {
    return this.#behind !== undefined;
  }

  /**
   * Returns the rooms for a `hello`, as many as fit: those to resume with their last ids, and those to enter, of which no id
   * is known.
   *
   * @param most Maximum bytes of their names and ids as JSON.
   */
  hello(most: number): Pick<Hello, "rooms" | "resume"> {
    const given = this.#options.rooms;
    if (!this.#isBegun && given === undefined) return {};
    const rooms: string[] = [];
    const resume: Record<string, number> = {};
    const others: Join[] = [];
    let bytes = 0;
    const fits = (json: string) => (bytes += utf8Length(json)) <= most;
    for (const [room, after] of Object.entries(this.#cursor.resume)) {
      if (fits(`${JSON.stringify(room)}:${after},`)) resume[room] = after;
      else others.push({ type: "join", room, after });
    }
    for (const room of this.#isBegun ? this.#unresumable : given ?? []) {
      if (fits(`${JSON.stringify(room)},`)) rooms.push(room);
      else others.push({ type: "join", room });
    }
    this.#others = others;
    return this.#isBegun ? { rooms, resume } : { rooms };
  }

  /** Requests to send after `welcome`, for the rooms that did not fit in `hello`. */
  get others(): readonly Join[] {
    return this.#others;
  }

  /**
   * Starts in the rooms of the first `hello`, whose latest history the server sends only on request.
   *
   * @param room The room of `welcome`: where the session is if it named no rooms.
   */
  begin(room: string | undefined): void {
    this.#isBegun = true;
    const { requests, rooms = room === undefined ? [] : [room] } = this.#options;
    const others = new Set(this.#others.map(({ room }) => room));
    for (const join of this.#others) requests.add(join);
    for (const room of rooms) {
      if (others.has(room)) continue;
      // Also needed for the last id, in case the connection is lost before the next message.
      const { ref } = requests.add({ type: "history", room });
      this.#first.set(nameKey(room), { room, ref });
    }
  }

  /** Starts resuming after a reconnect. */
  comeBack(): void {
    this.#cursor.forgetHeld();
    this.#behind = new Set(Object.keys(this.#cursor.resume).map(nameKey));
  }

  /** Notifies the client if nothing is missing any more. */
  endIfCaughtUp(): void {
    if (this.#behind?.size !== 0) return;
    this.#behind = undefined;
    this.#options.onEvent({ type: "back", caught: this.#caught });
    this.#caught = 0;
    this.#options.onCaughtUp();
  }

  /**
   * Applies a message to the rooms.
   *
   * @param message The message.
   * @param self Name of the session.
   * @returns Whether to pass the message on, too.
   */
  take(message: ServerMessage, self: string): boolean {
    switch (message.type) {
      case "message":
        return this.#onEntry(message);
      case "edited":
      case "deleted":
      case "reacted": {
        const { room } = message;
        return room === undefined || this.#onEntry({ ...message, room });
      }
      case "joined":
        return message.name !== self || this.#onJoined(message);
      case "left":
        return message.name !== self || this.#onLeft(message.room);
      case "history":
        return this.#onHistory(message);
      case "error":
        // `busy` without a `ref`: the server could not resume a room.
        if (this.isBehind && message.code === "busy" && message.ref === undefined) {
          this.#options.onHeldUp();
        }
        return this.#onError(message);
      default:
        return true;
    }
  }

  /** Returns whether a message is a part of an answer that continues: a `joined` does until the room's latest history. */
  isPart(message: ServerMessage): boolean {
    switch (message.type) {
      case "rooms":
      case "members":
      case "bans":
      case "invites":
        return message.more === true;
    }
    // If the connection were lost before the latest messages, there would be no id to resume from.
    return message.type === "joined" && this.#cursor.has(message.room) &&
      !this.#cursor.isOpen(message.room);
  }

  /** Returns whether to pass on an error: not if it answers a request of the client's own. */
  #onError({ ref }: ErrorMessage): boolean {
    if (ref === undefined) return true;
    for (const first of this.#first.values()) {
      if (first.ref !== ref) continue;
      this.#open(first.room);
      return false;
    }
    return true;
  }

  /** Returns whether to pass on a message or a change now. */
  #onEntry(entry: RoomEntry): boolean {
    const isNew = this.#cursor.take(entry);
    // The server cannot send the latest messages.
    if (this.#cursor.heldIn(entry.room) > MAX_HELD) this.#open(entry.room);
    return isNew;
  }

  /** Returns whether to show a `joined`: after a resume, earlier rooms are not announced. */
  #onJoined({ room, ref }: PresenceEvent): boolean {
    const wasThere = this.#cursor.has(room);
    const isFirst = !wasThere && this.#isAwaitingFirst(room);
    if (ref !== undefined || isFirst) this.#cursor.enter(room);
    // Earlier servers join `#geral` in any case.
    else if (!wasThere) this.#options.leave(room);
    if (isFirst && this.#options.repeatsRecent) this.#cursor.open(room);
    return ref !== undefined || this.#cursor.has(room) && !wasThere;
  }

  /** Whether a room is one of the first, and its latest history is requested and has not arrived. */
  #isAwaitingFirst(room: string): boolean {
    const first = this.#first.get(nameKey(room));
    return first !== undefined && this.#options.requests.has(first.ref);
  }

  /** Rooms without a last id that no request enters. */
  get #unresumable(): readonly string[] {
    const { requests } = this.#options;
    const awaited = [...this.#first.values()].filter(({ ref }) => requests.has(ref));
    const names = [...awaited.map(({ room }) => room), ...this.#cursor.unknown];
    const rooms = new Map(names.map((name) => [nameKey(name), name]));
    for (const request of requests) {
      if (request.type === "join") rooms.delete(nameKey(request.room));
    }
    return [...rooms.values()];
  }

  /** Returns whether to show a `left`: not for a room that the server joined unasked. */
  #onLeft(room: string): boolean {
    const wasThere = this.#cursor.has(room) || this.#isAwaitingFirst(room);
    this.#cursor.end(room);
    this.#settleJoins(room);
    // A room that rejects the resume has nothing to catch up on.
    if (this.#behind?.delete(nameKey(room))) this.endIfCaughtUp();
    return wasThere;
  }

  #onHistory(history: HistoryPage): boolean {
    const { room, ref, more } = history;
    if (room === undefined) return true;
    if (ref !== undefined && ref !== this.#first.get(nameKey(room))?.ref) return true;
    if (this.#cursor.has(room) && !this.#cursor.isOpen(room)) {
      this.#options.onEvent({ type: "recent", history });
      this.#open(room, history);
      return false;
    }
    if (ref !== undefined) {
      if (this.#options.repeatsRecent && this.#cursor.has(room)) this.#repeat(history);
      return false;
    }
    const entries = this.#cursor.catchUp(history);
    if (history.lost !== undefined) this.#options.onEvent({ type: "gap", room });
    if (this.#behind) this.#caught += entries.filter((entry) => !isChange(entry)).length;
    this.#handOn(entries);
    if (!more && this.#behind?.delete(nameKey(room))) this.endIfCaughtUp();
    return false;
  }

  /** Passes on the latest history of the first room, whose messages are passed on as they arrive, too. */
  #repeat(history: HistoryPage): void {
    this.#cursor.setLatest(history);
    this.#options.onEvent({ type: "recent", history });
  }

  /** Starts to pass on what is said in a room: its latest history has arrived, or is not available. */
  #open(room: string, history?: HistoryPage): void {
    this.#handOn(this.#cursor.open(room, history));
    this.#settleJoins(room);
  }

  /** Settles the requests to join a room that are answered; others have answers of their own. */
  #settleJoins(room: string): void {
    const { requests } = this.#options;
    for (const request of requests) {
      const isJoin = request.type === "join" && nameKey(request.room) === nameKey(room);
      if (isJoin && requests.isBegun(request.ref)) requests.settle(request.ref);
    }
  }

  #handOn(entries: readonly RoomEntry[]): void {
    for (const entry of entries) {
      const message = isChange(entry) ? entry : { type: "message" as const, ...entry };
      this.#options.onEvent({ type: "server", message });
    }
  }
}
