/**
 * The store in memory: what `--db :memory:` and tests use. Nothing of it outlives the process.
 *
 * @module
 */
import { MemoryAccounts } from "./accounts.ts";
import { MemoryRules } from "./rules.ts";
import { MemorySearch } from "./search.ts";
import { nonceKey } from "../nonce_key.ts";
import { type PruneStep, Pruning } from "../pruning.ts";
import { ReadBudget } from "../read_budget.ts";
import { RecentMap } from "../../collections/recent_map.ts";
import { DAY, type PrunedStore, type Retention } from "../retention.ts";
import { Ring } from "./ring.ts";
import { SEARCH_TIME, type SearchTime } from "../search_time.ts";
import {
  isDirectKey,
  type MessagePage,
  type MessageRange,
  type NewMessage,
  NONCE_LIFETIME,
  type SearchPage,
  type SearchQuery,
  type Stored,
  type StoredRoom,
} from "../store.ts";
import { ringWindow } from "../window.ts";

/** Options of {@linkcode MemoryStore}. */
export interface MemoryStoreOptions extends Retention, SearchTime {
  /**
   * Messages kept of each conversation.
   *
   * @default {1000}
   */
  readonly keepMessages?: number;
  /**
   * Conversations whose messages are kept: those used last. As many again may be there.
   *
   * @default {1000}
   */
  readonly keepConversations?: number;
  /**
   * Length of all texts together, in UTF-16 code units, beyond which the conversations used longest ago are forgotten.
   *
   * @default {67108864}
   */
  readonly keepCharacters?: number;
}

/** Conversations whose last id is remembered after their messages are gone; up to twice as many are kept. */
const LAST_IDS = 100_000;

/** Nonces that are remembered for their time; as many again may be. */
const NONCES = 100_000;

/**
 * Keeps the latest messages in memory, and nothing when the process ends.
 *
 * Where a conversation's messages are forgotten for others that were used later, its last id is not: ids go on counting
 * when something is said there again. Only after 100,000 more conversations have been forgotten do they begin at 1.
 */
export class MemoryStore implements PrunedStore {
  readonly accounts = new MemoryAccounts();
  readonly rules = new MemoryRules();
  readonly #size: number;
  readonly #keepCharacters: number;
  readonly #rings: RecentMap<Ring>;
  readonly #lastIds = new RecentMap<number>(LAST_IDS);
  readonly #nonces = new RecentMap<Stored>(NONCES);
  readonly #search: MemorySearch;
  /** Only where something grows too old. */
  readonly #pruning: Pruning | undefined;
  #characters = 0;

  constructor({
    keepMessages = 1_000,
    keepDays,
    keepConversations = 1_000,
    keepCharacters = 64 * 1024 * 1024,
    searchTime = SEARCH_TIME,
  }: MemoryStoreOptions = {}) {
    this.#size = keepMessages;
    this.#keepCharacters = keepCharacters;
    if (keepDays !== undefined) {
      this.#pruning = new Pruning(() => this.#dropBefore(Date.now() - keepDays * DAY));
    }
    this.#rings = new RecentMap(keepConversations, (forgotten) => {
      for (const [conversation, { last, characters }] of forgotten) {
        this.#lastIds.set(conversation, last);
        this.#characters -= characters;
      }
    });
    this.#search = new MemorySearch((conversation) => this.#rings.get(conversation), searchTime);
  }

  append(messages: readonly NewMessage[]): Promise<readonly Stored[]> {
    const outcomes: Stored[] = [];
    let conversation: string | undefined;
    let ring: Ring | undefined;
    for (const message of messages) {
      const key = nonceKey(message.person, message.nonce);
      const other = message.digest === undefined
        ? undefined
        : nonceKey(message.digest, message.nonce);
      const repeated = this.#findRepeated(key, message.at) ?? this.#findRepeated(other, message.at);
      if (repeated) {
        outcomes.push({ id: repeated.id, at: repeated.at, repeated: true });
        continue;
      }
      // Those of one turn are mostly of one room.
      if (ring === undefined || conversation !== message.conversation) {
        conversation = message.conversation;
        ring = this.#ring(conversation);
      }
      const before = ring.characters;
      const stored = { id: ring.push(message), at: message.at, repeated: false };
      this.#characters += ring.characters - before;
      if (key !== undefined) this.#nonces.set(key, stored);
      if (other !== undefined) this.#nonces.set(other, stored);
      outcomes.push(stored);
      if (message.conversation.startsWith("@")) this.accounts.note(message.conversation, stored.id);
    }
    if (this.#characters > this.#keepCharacters) this.#rings.forgetOld();
    return Promise.resolve(outcomes);
  }

  read(conversation: string, range: MessageRange): Promise<MessagePage> {
    const ring = this.#rings.get(conversation);
    const first = ring?.first ?? 0;
    const { from, to, more } = ringWindow(first, ring?.last ?? 0, range);
    const budget = new ReadBudget(range);
    const { messages } = budget;
    const wanted = to - from + 1;
    if (range.after === undefined) {
      for (let id = to; id >= from && budget.take(ring!.get(id)); id--);
      messages.reverse();
    } else {
      for (let id = from; id <= to && budget.take(ring!.get(id)); id++);
    }
    return Promise.resolve({ messages, more: more || messages.length < wanted, first });
  }

  last(conversation: string): Promise<number> {
    const ring = this.#rings.get(conversation);
    return Promise.resolve(ring?.last ?? this.#lastIds.get(conversation) ?? 0);
  }

  rooms(limit: number): Promise<readonly StoredRoom[]> {
    const rooms: StoredRoom[] = [];
    for (const [key, ring] of this.#rings.entries()) {
      if (isDirectKey(key) || ring.first === 0) continue;
      const { to, at } = ring.get(ring.last);
      rooms.push({ key, name: to, at });
    }
    rooms.sort((one, other) => other.at - one.at);
    return Promise.resolve(rooms.slice(0, limit));
  }

  search(query: SearchQuery): Promise<SearchPage> {
    return this.#search.search(query);
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  /** Does nothing: messages are stored at once. */
  abandon(): void {}

  prune(): Promise<number> {
    return this.#pruning?.run() ?? Promise.resolve(0);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pruning?.stop() ?? Promise.resolve();
  }

  #dropBefore(time: number): Promise<PruneStep> {
    let removed = 0;
    for (const [, ring] of this.#rings.entries()) {
      const { characters } = ring;
      removed += ring.dropBefore(time);
      this.#characters += ring.characters - characters;
    }
    return Promise.resolve({ removed, more: false });
  }

  /** Finds the message that used a nonce, if it is recent enough. */
  #findRepeated(key: string | undefined, at: number): Stored | undefined {
    const repeated = key === undefined ? undefined : this.#nonces.get(key);
    return repeated && at - repeated.at < NONCE_LIFETIME ? repeated : undefined;
  }

  #ring(conversation: string): Ring {
    const known = this.#rings.get(conversation);
    if (known) return known;
    const ring = new Ring(this.#size, this.#lastIds.get(conversation) ?? 0);
    this.#rings.set(conversation, ring);
    return ring;
  }
}
