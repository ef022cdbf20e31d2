import {
  type Draft,
  type Hit,
  type Kept,
  NONCE_LIFETIME,
  type Page,
  type Query,
  type Range,
  type Store,
  type Stored,
} from "./store.ts";
import { matchesTerms, toTerms } from "./terms.ts";

/** Options of {@linkcode MemoryStore}. */
export interface MemoryStoreOptions {
  /**
   * Messages kept of each conversation.
   *
   * @default {1000}
   */
  readonly keepMessages?: number;
  /**
   * Conversations whose messages are kept: those in which something was said last.
   *
   * @default {1000}
   */
  readonly keepConversations?: number;
}

/** Conversations whose last id is remembered after their messages are gone, so that ids do not begin again. */
const MAX_LAST_IDS = 100_000;

/** Nonces that are remembered at the most. */
const MAX_NONCES = 100_000;

/** The latest messages of one conversation: a ring in which the message with the id `n` is at `(n - 1) % size`. */
interface Ring {
  readonly messages: Kept[];
  last: number;
  /** Up to which id nothing is kept, since the ring is younger than the conversation. */
  readonly before: number;
}

/** Keeps the latest messages in memory, and nothing when the process ends. */
export class MemoryStore implements Store {
  readonly #size: number;
  readonly #keepConversations: number;
  /** In the order in which something was said in them last. */
  readonly #rings = new Map<string, Ring>();
  readonly #lastIds = new Map<string, number>();
  readonly #nonces = new Map<string, Stored>();

  constructor({ keepMessages = 1_000, keepConversations = 1_000 }: MemoryStoreOptions = {}) {
    this.#size = keepMessages;
    this.#keepConversations = keepConversations;
  }

  append(drafts: readonly Draft[]): Promise<readonly Stored[]> {
    let conversation: string | undefined;
    let ring: Ring | undefined;
    const stored = drafts.map((draft) => {
      const repeated = draft.nonce === undefined ? undefined : this.#repeated(draft);
      if (repeated) return repeated;
      // Those of one turn are mostly of one room.
      if (ring === undefined || conversation !== draft.conversation) {
        conversation = draft.conversation;
        ring = this.#ring(conversation);
      }
      const { from, to, text, at } = draft;
      const id = ++ring.last;
      ring.messages[(id - 1) % this.#size] = { id, from, to, text, at };
      const outcome = { id, at, repeated: false };
      if (draft.nonce !== undefined) this.#remember(draft, outcome);
      return outcome;
    });
    return Promise.resolve(stored);
  }

  read(conversation: string, { before = Infinity, after, limit }: Range): Promise<Page> {
    const ring = this.#rings.get(conversation);
    const last = ring?.last ?? 0;
    const gone = Math.max(ring?.before ?? 0, last - this.#size);
    const first = last > gone ? gone + 1 : 0;
    const high = Math.min(last, before - 1);
    const low = Math.max(first, (after ?? 0) + 1);
    const [from, to] = after === undefined
      ? [Math.max(low, high - limit + 1), high]
      : [low, Math.min(high, low + limit - 1)];
    const messages: Kept[] = [];
    for (let id = from; ring && id <= to; id++) {
      messages.push(ring.messages[(id - 1) % this.#size]!);
    }
    const more = messages.length > 0 && (after === undefined ? from > low : to < high);
    return Promise.resolve({ messages, more, first });
  }

  last(conversation: string): Promise<number> {
    const ring = this.#rings.get(conversation);
    return Promise.resolve(ring?.last ?? this.#lastIds.get(conversation) ?? 0);
  }

  search(
    { terms, conversations, before = Infinity, limit }: Query,
  ): Promise<{ messages: Hit[]; more: boolean }> {
    const words = toTerms(terms);
    const hits = words.length === 0 ? [] : conversations.flatMap((conversation) => {
      const messages = this.#rings.get(conversation)?.messages ?? [];
      return messages
        .filter(({ at, text }) => at < before && matchesTerms(text, words))
        .map((message) => ({ ...message, conversation }));
    });
    hits.sort((one, other) => other.at - one.at || other.id - one.id);
    return Promise.resolve({ messages: hits.slice(0, limit), more: hits.length > limit });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }

  #ring(conversation: string): Ring {
    const known = this.#rings.get(conversation);
    const last = this.#lastIds.get(conversation) ?? 0;
    const ring = known ?? { messages: [], last, before: last };
    // Last in the order of the map is the one in which something was said last.
    if (known) this.#rings.delete(conversation);
    this.#rings.set(conversation, ring);
    if (this.#rings.size > this.#keepConversations) {
      const [oldest, { last }] = this.#rings.entries().next().value!;
      this.#rings.delete(oldest);
      put(this.#lastIds, oldest, last, MAX_LAST_IDS);
    }
    return ring;
  }

  #repeated(draft: Draft): Stored | undefined {
    const first = this.#nonces.get(nonceKey(draft));
    return first && draft.at - first.at < NONCE_LIFETIME ? { ...first, repeated: true } : undefined;
  }

  #remember(draft: Draft, outcome: Stored): void {
    put(this.#nonces, nonceKey(draft), outcome, MAX_NONCES);
  }
}

function nonceKey({ person, nonce }: Draft): string {
  return `${person}\n${nonce}`;
}

/** Puts an entry last, and takes the first one out where there are too many. */
function put<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value!);
}
