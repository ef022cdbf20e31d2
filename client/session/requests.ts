import type { ChangeRequest } from "../../protocol/messages/changes.ts";
import type { ClientMessage, Direct, Say } from "../../protocol/messages/client_messages.ts";
import type { RoomMessage } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { nameKey } from "../../protocol/text/names.ts";

/** A request with a `ref`. */
export type Referred = ClientMessage & { readonly ref: Ref };

/** Prefix of refs created here. */
const OWN = "~";

/** Requests that contain a password, which are not repeated. */
const SECRETS: ReadonlySet<string> = new Set(["register", "login", "passwd"]);

/** Maximum messages per answer. */
const MAX_PARTS = 1_000;

/** What is stored, and must not be stored twice when it is repeated. */
type Stored = Say | Direct | ChangeRequest;

const STORED: ReadonlySet<string> = new Set<Stored["type"]>(
  ["say", "direct", "edit", "delete", "react"],
);

/** Unanswered requests, in order. */
export class Requests {
  readonly #pending = new Map<Ref, Referred>();
  /** Refs of sent messages that were received as messages of the room but are not acknowledged. */
  readonly #echoed = new Set<Ref>();
  /** Refs of requests that are not repeated after a reconnect. */
  readonly #once = new Set<Ref>();
  /** Number of messages received of answers in several parts. */
  readonly #parts = new Map<Ref, number>();
  #count = 0;
  #isClosed = false;
  #waiters: { readonly fewerThan: number; readonly resolve: () => void }[] = [];

  /** Iterates over the requests in the order in which they were made. */
  [Symbol.iterator](): Iterator<Referred> {
    return this.#pending.values();
  }

  /** Returns whether a `ref` was created here. */
  owns(ref: Ref): boolean {
    return typeof ref === "string" && ref.startsWith(OWN);
  }

  /**
   * Adds a request. Messages and changes get a nonce, so that they can be repeated without being stored twice.
   *
   * @param message The request.
   * @param isOnce Whether not to repeat it.
   * @returns The request with its `ref`.
   */
  add(message: ClientMessage, isOnce = false): Referred {
    const ref = message.ref ?? `${OWN}${++this.#count}`;
    const nonce = takesNonce(message) ? { nonce: message.nonce ?? crypto.randomUUID() } : {};
    const request = { ...message, ...nonce, ref };
    // `pong` is an answer itself.
    if (message.type !== "pong") this.#pending.set(ref, request);
    if (isOnce) this.#once.add(ref);
    return request;
  }

  /** Returns whether a request is unanswered. */
  has(ref: Ref): boolean {
    return this.#pending.has(ref);
  }

  /** Returns whether a part of the answer to a request was received. */
  isBegun(ref: Ref): boolean {
    return this.#parts.has(ref);
  }

  /** Notes one message of an answer in several parts; returns whether there may be more. */
  goesOn(ref: Ref): boolean {
    const parts = (this.#parts.get(ref) ?? 0) + 1;
    this.#parts.set(ref, parts);
    return parts < MAX_PARTS;
  }

  /**
   * Removes the requests that are not repeated after the connection was lost.
   *
   * @returns The requests whose unknown outcome must be reported.
   */
  giveUp(): readonly Referred[] {
    this.#parts.clear();
    const given = [...this.#pending.values()].filter(({ type }) => SECRETS.has(type));
    for (const ref of [...this.#once, ...given.map(({ ref }) => ref)]) this.settle(ref);
    return given;
  }

  /** Removes an answered request. */
  settle(ref: Ref): void {
    this.#pending.delete(ref);
    this.#echoed.delete(ref);
    this.#once.delete(ref);
    this.#parts.delete(ref);
    this.#wake();
  }

  /** Returns whether a message was sent from here and is not acknowledged; recognizes each once. */
  isEcho({ room, text, reply, action }: RoomMessage): boolean {
    for (const request of this.#pending.values()) {
      if (
        request.type === "say" && request.text === text && !this.#echoed.has(request.ref) &&
        request.reply === reply?.id && request.action === action &&
        nameKey(request.room) === nameKey(room)
      ) {
        this.#echoed.add(request.ref);
        return true;
      }
    }
    return false;
  }

  /** Resolves when fewer than `count` requests are unanswered, or no answers will come. */
  fewerThan(count: number): Promise<void> {
    if (this.#isClosed || this.#pending.size < count) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ fewerThan: count, resolve }));
  }

  /** The unanswered messages and changes, in order. */
  get stored(): readonly Stored[] {
    return [...this.#pending.values()].filter((request) => takesNonce(request));
  }

  /** Number of unanswered requests. */
  get size(): number {
    return this.#pending.size;
  }

  /** Ends all waits: no answers will come. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  #wake(): void {
    const isOver = ({ fewerThan }: { fewerThan: number }) =>
      this.#isClosed || this.#pending.size < fewerThan;
    const done = this.#waiters.filter(isOver);
    this.#waiters = this.#waiters.filter((waiter) => !isOver(waiter));
    for (const { resolve } of done) resolve();
  }
}

function takesNonce(message: ClientMessage): message is Stored {
  return STORED.has(message.type);
}
