import {
  type EntryPage,
  type EntryRange,
  isDirectKey,
  type LastId,
  parties,
  toDirectMessage,
  toRoomMessage,
} from "../store/store.ts";
import type { Delivery, ReceivedDelivery } from "./bus.ts";
import { type Item, Sequence } from "./sequence.ts";

/** What is read where a bus is not enough. */
export interface MessageSource {
  /** Reads a part of a conversation. */
  read(conversation: string, range: EntryRange): Promise<EntryPage>;
  /** Returns the last ids of all conversations that there are of some topics: of a room, one; of a person, each conversation. */
  lastIds(topics: readonly string[]): Promise<readonly LastId[]>;
}

/** What a {@linkcode BusTopic} is made of. */
export interface BusTopicOptions {
  readonly source: MessageSource;
  /** Called with messages, each once and in the order of the ids of a conversation. */
  readonly onMessages: (received: ReceivedDelivery) => void;
  /** Called when reading from the source failed; it is tried again. */
  readonly onError: (error: unknown) => void;
}

/** One room, or one person, as a node hears it. */
export class BusTopic {
  /** How often it is held. */
  subscribers = 0;
  /** Resolves when it is heard. */
  opened: Promise<void> | undefined;
  readonly #name: string;
  readonly #options: BusTopicOptions;
  readonly #sequences = new Map<string, Sequence>();
  /** What came before it was known which ids went before. */
  #early: Delivery[] | undefined = [];

  /**
   * @param name The topic.
   * @param options See {@linkcode BusTopicOptions}.
   */
  constructor(name: string, options: BusTopicOptions) {
    this.#name = name;
    this.#options = options;
  }

  /** Begins to deliver, after these ids. */
  begin(lastIds: readonly LastId[]): void {
    for (const { conversation, last } of lastIds) this.#sequence(conversation, last);
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const delivery of early) this.take(delivery);
  }

  /** Takes what another program says was said; returns whether it is of this topic. */
  hear(delivery: Delivery): boolean {
    if (!this.#isOf(delivery.conversation)) return false;
    this.take(delivery);
    return true;
  }

  /** Takes what another program says is the last id; returns whether it is of this topic. */
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

  /** Takes what was said, in any order. */
  take(delivery: Delivery): void {
    if (this.#early) this.#early.push(delivery);
    else this.#sequence(delivery.conversation, 0).take(toItems(delivery));
  }

  /** Learns which was the last id of a conversation. */
  expect({ conversation, last }: LastId): void {
    if (!this.#early) this.#sequence(conversation, 0).expect(last);
  }

  /** Delivers nothing more. */
  async close(): Promise<void> {
    await Promise.all([...this.#sequences.values()].map((sequence) => sequence.close()));
  }

  /** @param delivered The last id before it, where the conversation is new here. */
  #sequence(conversation: string, delivered: number): Sequence {
    const known = this.#sequences.get(conversation);
    if (known) return known;
    const { source, onMessages, onError } = this.#options;
    const isDirect = isDirectKey(conversation);
    const sequence = new Sequence({
      delivered,
      read: (range) => source.read(conversation, range),
      onMessages: (items) => onMessages(this.#received(conversation, items)),
      toMessage: isDirect ? toDirectMessage : toRoomMessage,
      // It was made up; there would be no end of them.
      onUnknown: () => this.#sequences.delete(conversation),
      onError,
    });
    this.#sequences.set(conversation, sequence);
    return sequence;
  }

  #received(conversation: string, items: readonly Item[]): ReceivedDelivery {
    const sessions = items.map(({ session }) => session);
    if (!isDirectKey(conversation)) {
      const messages = items.flatMap(({ message }) => "room" in message ? [message] : []);
      return { kind: "room", conversation, messages, sessions };
    }
    const messages = items.flatMap(({ message }) => "to" in message ? [message] : []);
    return { kind: "direct", party: this.#name.slice(1), conversation, messages, sessions };
  }
}

function toItems({ messages, sessions }: Delivery): Item[] {
  return messages.map((message, index) => ({ message, session: sessions[index] ?? "" }));
}
