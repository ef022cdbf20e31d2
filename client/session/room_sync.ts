import type {
  HistoryPage,
  Join,
  PresenceEvent,
  RoomMessage,
  ServerMessage,
} from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { utf8Length } from "../../protocol/text/utf8_length.ts";
import type { ClientEvent } from "./event.ts";
import type { Requests } from "./requests.ts";
import { MessageCursor } from "./message_cursor.ts";

/** Most messages of a room that wait for what was said last in it. */
const MAX_HELD = 10_000;

/** What {@linkcode RoomSync} needs of the client. */
export interface RoomSyncOptions {
  readonly requests: Requests;
  readonly onEvent: (event: ClientEvent) => void;
  /** Goes out of a room that one was put into. */
  readonly leave: (room: string) => void;
  /** Called when the server cannot say now what was missed in a room. */
  readonly onHeldUp: () => void;
  /** Called when all that was missed has been handed on. */
  readonly onCaughtUp: () => void;
}

/** Follows the conversation in the rooms that one is in: hands every message on once and in order, also after the connection was lost. */
export class RoomSync {
  readonly #options: RoomSyncOptions;
  readonly #cursor = new MessageCursor();
  /** While the client comes back: the keys of the rooms that still send what was missed. */
  #behind: Set<string> | undefined;
  /** What comes back into the rooms that the last `hello` had no room for. */
  #others: readonly Join[] = [];
  #caught = 0;
  /** The first room, and the request for what was said last in it. */
  #first: { readonly room: string; readonly ref: Ref } | undefined;

  constructor(options: RoomSyncOptions) {
    this.#options = options;
  }

  /** Whether what was missed is still being sent. */
  get isBehind(): boolean {
    return this.#behind !== undefined;
  }

  /**
   * Returns the last ids that were seen, for a `hello`: of the first room, into which everybody is put, and of as many others
   * as there is room for.
   *
   * @param most How many bytes they may have as JSON.
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

  /** What is to be said after `welcome`, to come back into the rooms that `hello` had no room for. */
  get others(): readonly Join[] {
    return this.#others;
  }

  /** Begins in the first room, of which the server tells what was said last only when asked. */
  begin(room: string): void {
    // Also to know which message is the last, in case the connection is lost before the next one.
    this.#first = { room, ref: this.#options.requests.add({ type: "history", room }).ref };
  }

  /** The connection is there again: what was missed is to come. */
  comeBack(): void {
    this.#cursor.forgetHeld();
    this.#behind = new Set(Object.keys(this.#cursor.resume).map(nameKey));
  }

  /** Tells the client if nothing is missing any more. */
  endIfCaughtUp(): void {
    if (this.#behind?.size !== 0) return;
    this.#behind = undefined;
    this.#options.onEvent({ type: "back", caught: this.#caught });
    this.#caught = 0;
    this.#options.onCaughtUp();
  }

  /**
   * Takes what a message means for the rooms.
   *
   * @param message What the server said.
   * @param self The name that one goes by.
   * @returns Whether it is also to be handed on as it is.
   */
  take(message: ServerMessage, self: string): boolean {
    switch (message.type) {
      case "message": {
        const isNew = this.#cursor.take(message);
        // The server does not say what was said last.
        if (this.#cursor.heldIn(message.room) > MAX_HELD) this.#open(message.room);
        return isNew;
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
        // The client asked for it by itself, not its user.
        return false;
      default:
        return true;
    }
  }

  /** Whether more than a message is to come of the answer that it is. */
  isPart(message: ServerMessage): boolean {
    if (message.type === "rooms" || message.type === "members" || message.type === "bans") {
      return message.more === true;
    }
    // If the connection were lost before the latest messages, there would be no id to resume from.
    return message.type === "joined" && this.#cursor.has(message.room) &&
      !this.#cursor.isOpen(message.room);
  }

  /** Returns whether to show it: after a resume, rooms of before are not announced. */
  #onJoined({ room, ref }: PresenceEvent): boolean {
    const wasThere = this.#cursor.has(room);
    if (ref !== undefined || this.#cursor.isEmpty) this.#cursor.enter(room);
    // A resume joins the first room, even if the user had left it.
    else if (!wasThere) this.#options.leave(room);
    return ref !== undefined || this.#cursor.has(room) && !wasThere;
  }

  /** Returns whether it is to be shown: not of a room that one was only put into on coming back. */
  #onLeft(room: string): boolean {
    const wasThere = this.#cursor.has(room);
    this.#cursor.end(room);
    this.#settleJoins(room);
    // A room that refuses the resume has nothing to catch up with.
    if (this.#behind?.delete(nameKey(room))) this.endIfCaughtUp();
    return wasThere;
  }

  #onHistory(history: HistoryPage): boolean {
    const { room, ref, more } = history;
    if (room === undefined || ref !== undefined && ref !== this.#first?.ref) return true;
    if (this.#cursor.has(room) && !this.#cursor.isOpen(room)) {
      this.#options.onEvent({ type: "recent", history });
      this.#open(room, history.messages);
      return false;
    }
    if (ref !== undefined) return false;
    const messages = this.#cursor.catchUp(history);
    if (history.lost !== undefined) this.#options.onEvent({ type: "gap", room });
    if (this.#behind) this.#caught += messages.length;
    this.#handOn(messages);
    if (!more && this.#behind?.delete(nameKey(room))) this.endIfCaughtUp();
    return false;
  }

  /** Begins to hand on what is said in a room: what was said last in it is known, or cannot be. */
  #open(room: string, messages?: HistoryPage["messages"]): void {
    this.#handOn(this.#cursor.open(room, messages));
    this.#settleJoins(room);
  }

  #settleJoins(room: string): void {
    for (const request of this.#options.requests) {
      const isJoin = request.type === "join" && nameKey(request.room) === nameKey(room);
      if (isJoin) this.#options.requests.settle(request.ref);
    }
  }

  #handOn(messages: readonly RoomMessage[]): void {
    for (const message of messages) {
      this.#options.onEvent({ type: "server", message: { type: "message", ...message } });
    }
  }
}
