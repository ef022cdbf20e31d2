import type { ClientMessage, RoomMessage } from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { nameKey } from "../../protocol/text/names.ts";

/** A request that has what it takes to find its answer. */
export type Referred = ClientMessage & { readonly ref: Ref };

/** Begins the refs that are made up here. */
const OWN = "~";

/** What may be done twice where it is sent again, and has a password in it. */
const SECRETS: ReadonlySet<string> = new Set(["register", "login", "passwd"]);

/** Most messages of one answer. */
const MAX_PARTS = 1_000;

/** What was asked of the server and is not answered, in order. */
export class Requests {
  readonly #pending = new Map<Ref, Referred>();
  /** Of what was said, that which came back already as a message of the room. */
  readonly #echoed = new Set<Ref>();
  /** Those that are of no use any more where the connection was lost. */
  readonly #once = new Set<Ref>();
  /** How many messages came of an answer that goes on. */
  readonly #parts = new Map<Ref, number>();
  #count = 0;
  #isClosed = false;
  #waiters: { readonly fewerThan: number; readonly resolve: () => void }[] = [];

  /** The requests, in the order in which they were made. */
  [Symbol.iterator](): Iterator<Referred> {
    return this.#pending.values();
  }

  /** Whether a `ref` was made up here. */
  owns(ref: Ref): boolean {
    return typeof ref === "string" && ref.startsWith(OWN);
  }

  /**
   * Adds a request; what is said gets a nonce, so that it can be sent again without being said twice.
   *
   * @param message The request.
   * @param isOnce Whether it is not sent again.
   * @returns The request with its `ref`.
   */
  add(message: ClientMessage, isOnce = false): Referred {
    const ref = message.ref ?? `${OWN}${++this.#count}`;
    const nonce = message.type === "say" || message.type === "direct"
      ? { nonce: message.nonce ?? crypto.randomUUID() }
      : {};
    const request = { ...message, ...nonce, ref };
    // `pong` is an answer itself.
    if (message.type !== "pong") this.#pending.set(ref, request);
    if (isOnce) this.#once.add(ref);
    return request;
  }

  /** Whether a request has no answer yet. */
  has(ref: Ref): boolean {
    return this.#pending.has(ref);
  }

  /** Notes that a message came of an answer that goes on; returns whether there may be more. */
  goesOn(ref: Ref): boolean {
    const parts = (this.#parts.get(ref) ?? 0) + 1;
    this.#parts.set(ref, parts);
    return parts < MAX_PARTS;
  }

  /**
   * Returns up what is not sent again where the connection was lost.
   *
   * @returns The requests of which it is to be said: what came of them is not known.
   */
  giveUp(): readonly Referred[] {
    this.#parts.clear();
    const given = [...this.#pending.values()].filter(({ type }) => SECRETS.has(type));
    for (const ref of [...this.#once, ...given.map(({ ref }) => ref)]) this.settle(ref);
    return given;
  }

  /** Takes a request off the list: it is answered. */
  settle(ref: Ref): void {
    this.#pending.delete(ref);
    this.#echoed.delete(ref);
    this.#once.delete(ref);
    this.#parts.delete(ref);
    this.#wake();
  }

  /** Whether a message is one that was said here and is not acknowledged yet; each is recognized once. */
  isEcho({ room, text }: RoomMessage): boolean {
    for (const request of this.#pending.values()) {
      if (
        request.type === "say" && request.text === text && !this.#echoed.has(request.ref) &&
        nameKey(request.room) === nameKey(room)
      ) {
        this.#echoed.add(request.ref);
        return true;
      }
    }
    return false;
  }

  /** Resolves when fewer than so many requests are unanswered, or no answers will come. */
  fewerThan(count: number): Promise<void> {
    if (this.#isClosed || this.#pending.size < count) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ fewerThan: count, resolve }));
  }

  /** How many requests are unanswered. */
  get size(): number {
    return this.#pending.size;
  }

  /** Returns up: no answers will come. */
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
