import type { History, Presence, Ref, RoomMessage, ServerMessage } from "../protocol/messages.ts";
import { nameKey } from "../protocol/names.ts";
import type { ClientEvent } from "./event.ts";
import type { Requests } from "./requests.ts";
import { Seen } from "./seen.ts";

/** What {@linkcode Following} needs of the client. */
export interface FollowingOptions {
  readonly requests: Requests;
  readonly onEvent: (event: ClientEvent) => void;
  /** Goes out of a room that one was put into. */
  readonly leave: (room: string) => void;
  /** Called when all that was missed has been handed on. */
  readonly onCaughtUp: () => void;
}

/** Follows the talk in the rooms that one is in: hands every message on once and in order, also after the connection was lost. */
export class Following {
  readonly #options: FollowingOptions;
  readonly #seen = new Seen();
  /** While the client comes back: the keys of the rooms that still send what was missed. */
  #behind: Set<string> | undefined;
  #caught = 0;
  /** The first room, and the request for what was said last in it. */
  #first: { readonly room: string; readonly ref: Ref } | undefined;

  constructor(options: FollowingOptions) {
    this.#options = options;
  }

  /** Whether what was missed is still being sent. */
  get isBehind(): boolean {
    return this.#behind !== undefined;
  }

  /** The last ids that were seen, as `hello` names them. */
  get resume(): Record<string, number> {
    return this.#seen.resume;
  }

  /** Begins in the first room, of which the server tells what was said last only when asked. */
  begin(room: string): void {
    // Also to know which message is the last, in case the connection is lost before the next one.
    this.#first = { room, ref: this.#options.requests.add({ type: "history", room }).ref };
  }

  /** The connection is there again: what was missed is to come. */
  comeBack(): void {
    this.#seen.forgetHeld();
    this.#behind = new Set(Object.keys(this.#seen.resume).map(nameKey));
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
      case "message":
        return this.#seen.take(message);
      case "joined":
        return message.name !== self || this.#onJoined(message);
      case "left":
        if (message.name === self) this.#onLeft(message.room);
        return true;
      case "history":
        return this.#onHistory(message);
      case "error":
        if (this.#first === undefined || message.ref !== this.#first.ref) return true;
        this.#open(this.#first.room);
        // Why one is not in it was said already.
        return message.code !== "not_in_room";
      default:
        return true;
    }
  }

  /** Whether more than a message is to come of the answer that it is. */
  isPart(message: ServerMessage): boolean {
    if (message.type === "rooms" || message.type === "members" || message.type === "bans") {
      return message.more === true;
    }
    // Were the connection lost before the latest messages, nobody could tell where to go on in the room.
    return message.type === "joined" && this.#seen.has(message.room) &&
      !this.#seen.isOpen(message.room);
  }

  /** Returns whether it is to be shown: who comes back is told nothing of the rooms that they were in. */
  #onJoined({ room, ref }: Presence): boolean {
    const wasThere = this.#seen.has(room);
    if (ref !== undefined || this.#seen.isEmpty) this.#seen.enter(room);
    // Everybody is put into the first room on coming back, also who had left it.
    else if (!wasThere) this.#options.leave(room);
    return ref !== undefined || this.#seen.has(room) && !wasThere;
  }

  #onLeft(room: string): void {
    this.#seen.end(room);
    this.#settleJoins(room);
    // Who may not come back into a room misses nothing more in it.
    if (this.#behind?.delete(nameKey(room))) this.endIfCaughtUp();
  }

  #onHistory(history: History): boolean {
    const { room, ref, more } = history;
    if (room === undefined || ref !== undefined && ref !== this.#first?.ref) return true;
    if (this.#seen.has(room) && !this.#seen.isOpen(room)) {
      this.#options.onEvent({ type: "recent", history });
      this.#open(room, history.messages);
      return false;
    }
    if (ref !== undefined) return false;
    const messages = this.#seen.catchUp(history);
    if (history.lost !== undefined) this.#options.onEvent({ type: "gap", room });
    if (this.#behind) this.#caught += messages.length;
    this.#handOn(messages);
    if (!more && this.#behind?.delete(nameKey(room))) this.endIfCaughtUp();
    return false;
  }

  /** Begins to hand on what is said in a room: what was said last in it is known, or cannot be. */
  #open(room: string, messages?: History["messages"]): void {
    this.#handOn(this.#seen.open(room, messages));
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
