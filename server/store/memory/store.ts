/**
 * The store in memory, for `--db :memory:` and tests. Its contents are lost when the process ends.
 *
 * @module
 */
import { MemoryAccounts } from "./accounts.ts";
import { MemoryRules } from "./rules.ts";
import { MemorySearch } from "./search.ts";
import { NOT_FOUND } from "../change_rights.ts";
import { nonceKey } from "../nonce_key.ts";
import { type PruneStep, Pruning } from "../pruning.ts";
import { readPage } from "../read_page.ts";
import { RecentMap } from "../../collections/recent_map.ts";
import { DAY } from "../../async/durations.ts";
import type { PrunedStore, Retention } from "../retention.ts";
import { changeRing } from "./changes.ts";
import { quoteFrom, shownEntries } from "./reading.ts";
import { Ring } from "./ring.ts";
import { SEARCH_TIME, type SearchTime } from "../search_time.ts";
import { messagesOf, type NewEntry, type Outcome } from "../entry.ts";
import {
  type EntryPage,
  type EntryRange,
  isDirectKey,
  NONCE_LIFETIME,
  type SearchPage,
  type SearchQuery,
  type StoredRoom,
} from "../store.ts";

/** Options of {@linkcode MemoryStore}. */
export interface MemoryStoreOptions extends Retention, SearchTime {
  /**
   * Maximum messages per conversation.
   *
   * @default {1000}
   */
  readonly keepMessages?: number;
  /**
   * Number of recently used conversations whose messages are kept; up to twice as many may be.
   *
   * @default {1000}
   */
  readonly keepConversations?: number;
  /**
   * Maximum length of all texts together, in UTF-16 code units. Above it, the least recently used conversations are deleted.
   *
   * @default {67108864}
   */
  readonly keepCharacters?: number;
}

/** Conversations whose last id is kept after their messages were deleted; up to twice as many may be. */
const LAST_IDS = 100_000;

/** Nonces kept for their lifetime; up to twice as many may be. */
const NONCES = 100_000;

/** The entry that used a nonce, and when. */
interface Used {
  readonly id: number;
  readonly at: number;
}

/**
 * Store in memory with the latest messages.
 *
 * If a conversation's messages are deleted in favour of conversations used later, its last id is kept and ids continue
 * after it. Only after 100,000 more conversations have been deleted do they restart at 1.
 */
export class MemoryStore implements PrunedStore {
  readonly accounts = new MemoryAccounts();
  readonly rules = new MemoryRules();
  readonly #size: number;
  readonly #keepCharacters: number;
  readonly #rings: RecentMap<Ring>;
  readonly #lastIds = new RecentMap<number>(LAST_IDS);
  readonly #nonces = new RecentMap<Used>(NONCES);
  readonly #search: MemorySearch;
  /** Only if messages expire by age. */
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

  append(entries: readonly NewEntry[]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    let conversation: string | undefined;
    let ring: Ring | undefined;
    for (const entry of entries) {
      const key = nonceKey(entry.person, entry.nonce);
      const other = entry.digest === undefined ? undefined : nonceKey(entry.digest, entry.nonce);
      const repeated = this.#findRepeated(key, entry.at) ?? this.#findRepeated(other, entry.at);
      if (repeated) {
        outcomes.push({ id: repeated.id, at: repeated.at, repeated: true });
        continue;
      }
      // Most entries of one turn of the event loop are in the same room.
      if (ring === undefined || conversation !== entry.conversation) {
        conversation = entry.conversation;
        ring = this.#ring(conversation);
      }
      const before = ring.characters;
      const outcome = store(ring, entry);
      outcomes.push(outcome);
      if ("code" in outcome || outcome.repeated) continue;
      this.#characters += ring.characters - before;
      const { id, at } = outcome;
      if (key !== undefined) this.#nonces.set(key, { id, at });
      if (other !== undefined) this.#nonces.set(other, { id, at });
      if (entry.conversation.startsWith("@")) this.accounts.note(entry.conversation, id);
    }
    if (this.#characters > this.#keepCharacters) this.#rings.forgetOld();
    return Promise.resolve(outcomes);
  }

  read(conversation: string, range: EntryRange): Promise<EntryPage> {
    const ring = this.#rings.get(conversation);
    const { reader } = range;
    if (ring === undefined) {
      const nothing = { entries: [], more: false, moreAfter: false, first: 0 };
      return Promise.resolve(reader === undefined ? nothing : { ...nothing, mine: new Map() });
    }
    const page = readPage(ring, range, (span) => shownEntries(ring, span));
    if (reader === undefined) return Promise.resolve(page);
    const mine = messagesOf(page.entries)
      .filter(({ reactions }) => reactions !== undefined)
      .map(({ id }): [number, readonly string[]] => [id, ring.reactionsBy(reader, id)])
      .filter(([, emoji]) => emoji.length > 0);
    return Promise.resolve({ ...page, mine: new Map(mine) });
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

  /** Finds the entry that used a nonce within its lifetime. */
  #findRepeated(key: string | undefined, at: number): Used | undefined {
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

/** Stores an entry whose nonce is new. */
function store(ring: Ring, entry: NewEntry): Outcome {
  if ("change" in entry) return changeRing(ring, entry);
  const { reply, at } = entry;
  if (reply === undefined) return { id: ring.push(entry), at, repeated: false };
  const quote = quoteFrom(ring, reply);
  if (quote === undefined) return NOT_FOUND;
  return { id: ring.push(entry), at, repeated: false, quote };
}
