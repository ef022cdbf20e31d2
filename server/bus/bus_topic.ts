import type { RoomEntry } from "../../protocol/messages/server_messages.ts";
import {
  type EntryPage,
  type EntryRange,
  isDirectKey,
  type LastId,
  parties,
} from "../store/store.ts";
import { type DirectEntry, toRoomEntry } from "../store/wire_entry.ts";
import type { Delivery, ReceivedDelivery } from "./bus.ts";
import { type Item, Sequence } from "./sequence.ts";

/** Source of messages that the bus missed. */
export interface MessageSource {
  /** Reads a page of a conversation. */
  read(conversation: string, range: EntryRange): Promise<EntryPage>;
  /** Returns the last ids of the conversations of some topics: a room is one, a user has several. */
  lastIds(topics: readonly string[]): Promise<readonly LastId[]>;
}

/** Options of a {@linkcode BusTopic}. */
export interface BusTopicOptions {
  readonly source: MessageSource;
  /** Called with entries, each once and in the order of the ids of a conversation. */
  readonly onEntries: (received: ReceivedDelivery) => void;
  /** Called when reading from the source failed; the read is repeated. */
  readonly onError: (error: unknown) => void;
}

/** A room or a user whose messages a node receives. */
export class BusTopic {
  /** Number of subscribers. */
  subscribers = 0;
  /** Resolves when messages of the topic arrive. */
  opened: Promise<void> | undefined;
  readonly #name: string;
  readonly #options: BusTopicOptions;
  readonly #sequences = new Map<string, Sequence>();
  /** Deliveries that arrived before the last ids were known. */
  #early: Delivery[] | undefined = [];

  /**
   * @param name The topic.
   * @param options See {@linkcode BusTopicOptions}.
   */
  constructor(name: string, options: BusTopicOptions) {
    this.#name = name;
    this.#options = options;
  }

  /** Starts to deliver messages after these ids. */
  begin(lastIds: readonly LastId[]): void {
    for (const { conversation, last } of lastIds) this.#sequence(conversation, last);
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const delivery of early) this.take(delivery);
  }

  /** Handles a delivery from another program; returns whether it belongs to this topic. */
  hear(delivery: Delivery): boolean {
    if (!this.#isOf(delivery.conversation)) return false;
    this.take(delivery);
    return true;
  }

  /** Handles a last id from another program; returns whether it belongs to this topic. */
  hearLast(last: Omit<LastId, "topic">): boolean {
    if (!this.#isOf(last.conversation)) return false;
    this.expect({ ...last, topic: this.#name });
    return true;
  }

  #isOf(conversation: string): boolean {
    return isDirectKey(conversation)
      ? parties(conversation).includes(this.#name.slice(1))
      : conversation === this.#name;
  }

  /** Handles a delivery; they may come in any order. */
  take(delivery: Delivery): void {
    if (this.#early) this.#early.push(delivery);
    else this.#sequence(delivery.conversation, 0).take(toItems(delivery));
  }

  /** Notes the last id of a conversation. */
  expect({ conversation, last }: LastId): void {
    if (!this.#early) this.#sequence(conversation, 0).expect(last);
  }

  /** Stops delivering. */
  async close(): Promise<void> {
    await Promise.all([...this.#sequences.values()].map((sequence) => sequence.close()));
  }

  /** @param delivered Last id before this node received the conversation. */
  #sequence(conversation: string, delivered: number): Sequence {
    const known = this.#sequences.get(conversation);
    if (known) return known;
    const { source, onEntries, onError } = this.#options;
    const isDirect = isDirectKey(conversation);
    const sequence = new Sequence({
      delivered,
      read: (range) => source.read(conversation, range),
      onEntries: (items) => onEntries(this.#received(conversation, items)),
      toEntry: isDirect ? (entry) => entry : toRoomEntry,
      // The conversation does not exist. Forged names would fill the memory.
      onUnknown: () => this.#sequences.delete(conversation),
      onError,
    });
    this.#sequences.set(conversation, sequence);
    return sequence;
  }

  #received(conversation: string, items: readonly Item[]): ReceivedDelivery {
    const sessions = items.map(({ session }) => session);
    const entries = items.map(({ entry }) => entry);
    // Entries of another kind of conversation were refused when they arrived.
    if (!isDirectKey(conversation)) {
      return { kind: "room", conversation, entries: entries as RoomEntry[], sessions };
    }
    const party = this.#name.slice(1);
    return { kind: "direct", party, conversation, entries: entries as DirectEntry[], sessions };
  }
}

function toItems({ entries, sessions }: Delivery): Item[] {
  return entries.map((entry, index) => ({ entry, session: sessions[index] ?? "" }));
}
