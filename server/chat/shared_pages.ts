import type { Wire } from "../dialect/dialect.ts";
import type { Room } from "./room.ts";

/** A page of what members missed in a room, encoded once for all of them. */
export interface SharedPage {
  /** The answer; shared by the send queues of all members. */
  readonly bytes: Uint8Array;
  /** Last id that a member has after it. */
  readonly cursor: number;
  /** Whether the room had nothing newer. */
  readonly isAll: boolean;
  /** Whether it contains no entry. */
  readonly isEmpty: boolean;
  /** Last id of the room when the page was read. */
  readonly last: number;
}

/** What {@linkcode SharedPages} keeps of a page. */
interface KeptPage {
  readonly room: Room;
  readonly page: SharedPage;
  readonly expiresAt: number;
}

/**
 * How long a page is used, in milliseconds: an expired message may still be sent for that long. Everything else that changes a
 * page is an entry with an id of its own, which ends its use at once.
 */
const LIFETIME = 1_000;

/** Maximum bytes of all pages. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Pages of missed messages that were sent a moment ago. After a restart thousands of clients miss the same messages of the
 * same rooms: the first one has them read from the store, and all get the same bytes.
 *
 * - A page MUST NOT be used once a later entry was delivered in its room, so that no edit or deletion is missing.
 * - A page MUST NOT be added if another reader would get another one.
 */
export class SharedPages {
  /** Oldest first. */
  readonly #pages = new Map<string, KeptPage>();
  /** A number for each wire. */
  readonly #wires = new Map<Wire, number>();
  readonly #now: () => number;
  #bytes = 0;

  /** @param now Returns the time of a monotonic clock, in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Finds the page that a member needs next.
   *
   * @param room The room.
   * @param wire The member's wire.
   * @param after Last id that the member has, or `undefined` for the latest messages only.
   */
  find(room: Room, wire: Wire, after: number | undefined): SharedPage | undefined {
    const key = this.#keyOf(room, wire, after);
    const kept = this.#pages.get(key);
    if (kept === undefined) return undefined;
    // A room that closed and opened again counts what is delivered anew.
    const isCurrent = kept.room === room && kept.page.last >= room.delivered &&
      this.#now() < kept.expiresAt;
    if (isCurrent) return kept.page;
    this.#delete(key, kept);
    return undefined;
  }

  /** Adds a page; see {@linkcode SharedPages.find}. */
  add(room: Room, wire: Wire, after: number | undefined, page: SharedPage): void {
    const key = this.#keyOf(room, wire, after);
    const before = this.#pages.get(key);
    if (before !== undefined) this.#delete(key, before);
    this.#pages.set(key, { room, page, expiresAt: this.#now() + LIFETIME });
    this.#bytes += page.bytes.length;
    for (const [key, kept] of this.#pages) {
      if (this.#bytes <= MAX_BYTES) return;
      this.#delete(key, kept);
    }
  }

  /** Frees the memory of pages that are not used any more. Call it periodically. */
  tick(): void {
    const now = this.#now();
    for (const [key, kept] of this.#pages) {
      if (now < kept.expiresAt) return;
      this.#delete(key, kept);
    }
  }

  #keyOf({ key }: Room, wire: Wire, after: number | undefined): string {
    let nth = this.#wires.get(wire);
    if (nth === undefined) this.#wires.set(wire, nth = this.#wires.size);
    return `${nth} ${after} ${key}`;
  }

  #delete(key: string, { page }: KeptPage): void {
    this.#pages.delete(key);
    this.#bytes -= page.bytes.length;
  }
}
