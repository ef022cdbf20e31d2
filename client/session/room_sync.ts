import { isChange } from "../../protocol/messages/changes.ts";
import type { Join } from "../../protocol/messages/client_messages.ts";
import type {
  HistoryPage,
  PresenceEvent,
  ServerMessage,
} from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { utf8Length } from "../../protocol/text/utf8_length.ts";
import type { ClientEvent } from "./event.ts";
import type { Requests } from "./requests.ts";
import { MessageCursor, type RoomEntry } from "./message_cursor.ts";

/** Maximum messages and changes of a room that wait for its latest history. */
const MAX_HELD = 10_000;

/** What {@linkcode RoomSync} needs of the client. */
export interface RoomSyncOptions {
  readonly requests: Requests;
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
  /** The first room, and the `ref` of the request for its latest history. */
  #first: { readonly room: string; readonly ref: Ref } | undefined;

  constructor(options: RoomSyncOptions) {
    this.#options = options;
  }

  /** Whether missed messages are still arriving. */
  get isBehind(): boolean {
    return this.#behind !== undefined;
  }

  /**
   * Returns the last ids for a `hello`: of the first room, which every session joins, and of as many others as fit.
   *
   * @param most Maximum bytes of them as JSON.
   */
  resume(most: number): Record<string, number> {
    const isFirst = (room: string) => Number(nameKey(room) === nameKey(this.#first?.room ?? ""));
    const rooms = Object.entries(this.#cursor.resume)
      .sort(([one], [other]) => isFirst(other) - isFirst(one));
    let bytes = "{}".length;
    const end = rooms.findIndex(([room, id]) =>
      (bytes += utf8Length(`${JSON.stringify(room)}:${id},`)) > most
    );
    const named = end < 0 ? rooms : rooms.slice(0, end);
    this.#others = rooms.slice(named.length).map(([room, after]) => ({
      type: "join",
      room,
      after,
    }));
    return Object.fromEntries(named);
  }

  /** Requests to send after `welcome`, for the rooms that did not fit in `hello`. */
  get others(): readonly Join[] {
    return this.#others;
  }

  /** Starts in the first room, whose latest history the server sends only on request. */
  begin(room: string): void {
    // Also needed for the last id, in case the connection is lost before the next message.
    this.#first = { room, ref: this.#options.requests.add({ type: "history", room }).ref };
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
        if (this.#first === undefined || message.ref !== this.#first.ref) return true;
        this.#open(this.#first.room);
        // The client requested it by itself, not the user.
        return false;
      default:
        return true;
    }
  }

  /** Returns whether a message is a part of an answer that continues. */
  isPart(message: ServerMessage): boolean {
    if (message.type === "rooms" || message.type === "members" || message.type === "bans") {
      return message.more === true;
    }
    // If the connection were lost before the latest messages, there would be no id to resume from.
    return message.type === "joined" && this.#cursor.has(message.room) &&
      !this.#cursor.isOpen(message.room);
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
    if (ref !== undefined || this.#cursor.isEmpty) this.#cursor.enter(room);
    // A resume joins the first room, even if the user had left it.
    else if (!wasThere) this.#options.leave(room);
    if (isFirst && this.#options.repeatsRecent) this.#cursor.open(room);
    return ref !== undefined || this.#cursor.has(room) && !wasThere;
  }

  /** Whether a room is the first one, and its latest history is requested and has not arrived. */
  #isAwaitingFirst(room: string): boolean {
    if (this.#first === undefined || nameKey(room) !== nameKey(this.#first.room)) return false;
    return this.#options.requests.has(this.#first.ref);
  }

  /** Returns whether to show a `left`: not for a room that the server joined only on resuming. */
  #onLeft(room: string): boolean {
    const wasThere = this.#cursor.has(room);
    this.#cursor.end(room);
    this.#settleJoins(room);
    // A room that rejects the resume has nothing to catch up on.
    if (this.#behind?.delete(nameKey(room))) this.endIfCaughtUp();
    return wasThere;
  }

  #onHistory(history: HistoryPage): boolean {
    const { room, ref, more } = history;
    if (room === undefined || ref !== undefined && ref !== this.#first?.ref) return true;
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

  #settleJoins(room: string): void {
    for (const request of this.#options.requests) {
      const isJoin = request.type === "join" && nameKey(request.room) === nameKey(room);
      if (isJoin) this.#options.requests.settle(request.ref);
    }
  }

  #handOn(entries: readonly RoomEntry[]): void {
    for (const entry of entries) {
      const message = isChange(entry) ? entry : { type: "message" as const, ...entry };
      this.#options.onEvent({ type: "server", message });
    }
  }
}
