import type {
  DirectMessage,
  RoomMessage,
  ServerMessage,
} from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { Bus, Delivery } from "../bus/bus.ts";
import { FairQueue } from "../collections/fair_queue.ts";
import type { Member } from "./member.ts";
import type { NewMessage, Outcome, Stored } from "../store/entry.ts";
import type { Store } from "../store/store.ts";
import { isStored, PartialStoreError, type StoreError } from "../store/store_error.ts";
import { tick } from "../send/tick.ts";

/** Destination of a message: a room or a user. */
export interface Destination {
  readonly kind: Delivery["kind"];
  /** Key of the conversation. */
  readonly conversation: string;
  /** Name of the room or the user. */
  readonly to: string;
}

/** A message that is not stored yet. */
export interface PendingMessage {
  readonly kind: Delivery["kind"];
  readonly message: NewMessage;
  readonly member: Member;
  readonly ref: Ref | undefined;
  readonly epoch: Epoch;
}

/** Messages added between two calls of {@linkcode MessagePipeline.settled}. */
interface Epoch {
  /** Number of its messages that are neither stored nor rejected. */
  unstored: number;
  /** Resolves when all earlier messages are settled. */
  readonly before: Promise<void>;
  /** Resolved when no message of it is left; after that it is closed. */
  settled?: PromiseWithResolvers<void>;
}

/** Observer of the results of storing. */
export interface PipelineObserver {
  /** The store failed: none of these messages is stored or delivered. */
  onRefused(messages: readonly PendingMessage[], error: unknown): void;
  /** The store wrote a batch. */
  onStored(): void;
}

/** Number of messages waiting for the store above which the server stops reading from senders. */
const MAX_UNSTORED = 8_192;

/**
 * Maximum cost of messages given to the store at a time, in units of {@linkcode costOf}: 1,024 short messages or 32 of the
 * longest, which take PostgreSQL about 0.1 s. Further messages wait for their turn, not behind all messages of others.
 */
const MAX_UNDERWAY = 128 * 1024;

/** Cost of a message in addition to its characters, of which each that starts a word goes into an index. */
const COST = 128;

function costOf({ message: { text } }: PendingMessage): number {
  return COST + text.length;
}

/**
 * Stores and delivers messages: those of one turn of the event loop are stored in one transaction, unless there are very
 * many, and only then delivered and acknowledged, in order. If more are sent than the store takes, they are stored in fair
 * turns over addresses and sessions; messages of a session keep their order.
 */
export class MessagePipeline {
  readonly #storage: Store;
  #bus: Bus;
  readonly #observer: PipelineObserver;
  #said: PendingMessage[] = [];
  /** Messages waiting to be given to the store. */
  readonly #waiting = new FairQueue<PendingMessage>();
  /** Cost of the messages that the store is working on, see {@linkcode costOf}. */
  #underway = 0;
  #unstored = 0;
  #added = 0;
  #epoch: Epoch = { unstored: 0, before: Promise.resolve() };

  /**
   * @param store Stores messages.
   * @param bus Carries them to all nodes.
   * @param observer See {@linkcode PipelineObserver}.
   */
  constructor(
    store: Store,
    bus: Bus,
    observer: PipelineObserver,
  ) {
    this.#storage = store;
    this.#bus = bus;
    this.#observer = observer;
  }

  /** Whether so many messages wait for the store that senders should not be read. */
  get isFull(): boolean {
    return this.#unstored >= MAX_UNSTORED;
  }

  /** Number of messages that are neither stored nor rejected. */
  get unstored(): number {
    return this.#unstored;
  }

  /** Number of messages added so far. */
  get added(): number {
    return this.#added;
  }

  add(
    member: Member,
    { kind, conversation, to }: Destination,
    { text, nonce, ref }: OutgoingMessage,
  ): void {
    const { name: from, identity: person, digest } = member;
    const at = Date.now();
    const message: NewMessage = nonce === undefined
      ? { conversation, to, from, text, at, person }
      : digest === person
      ? { conversation, to, from, text, at, person, nonce }
      : { conversation, to, from, text, at, person, nonce, digest };
    this.#added++;
    this.#unstored++;
    const epoch = this.#epoch;
    epoch.unstored++;
    if (this.#said.push({ kind, message, member, ref, epoch }) === 1) tick.append(this.#append);
  }

  /** Resolves when all messages added so far are delivered and acknowledged, or rejected. */
  settled(): Promise<void> {
    this.#append();
    const epoch = this.#epoch;
    if (epoch.unstored === 0) return epoch.before;
    epoch.settled = Promise.withResolvers();
    const before = Promise.all([epoch.before, epoch.settled.promise]).then(() => {});
    this.#epoch = { unstored: 0, before };
    return before;
  }

  #append = (): void => {
    const batch = this.#said;
    if (batch.length === 0) return;
    this.#said = [];
    const cost = batch.reduce((sum, said) => sum + costOf(said), 0);
    if (this.#waiting.size === 0 && this.#underway + cost <= MAX_UNDERWAY) {
      return this.#store(batch, cost);
    }
    for (const said of batch) {
      const { member } = said;
      const address = member.peer.address ?? member.session;
      this.#waiting.add({ address, session: member.session }, said);
    }
    this.#storeWaiting();
  };

  /** Gives the store as many waiting messages as it takes at a time. */
  #storeWaiting(): void {
    const batch: PendingMessage[] = [];
    let cost = 0;
    while (this.#waiting.size > 0 && this.#underway + cost < MAX_UNDERWAY) {
      const said = this.#waiting.take()!;
      batch.push(said);
      cost += costOf(said);
    }
    if (batch.length > 0) this.#store(batch, cost);
  }

  #store(batch: readonly PendingMessage[], cost: number): void {
    this.#underway += cost;
    const settle = () => {
      for (const { epoch } of batch) if (--epoch.unstored === 0) epoch.settled?.resolve();
      this.#storeWaiting();
    };
    this.#storage.append(batch.map(({ message }) => message)).then(
      (outcomes) => {
        this.#underway -= cost;
        this.#unstored -= batch.length;
        this.#observer.onStored();
        this.#announce(batch, outcomes);
      },
      (error) => {
        this.#underway -= cost;
        this.#unstored -= batch.length;
        if (!(error instanceof PartialStoreError)) return this.#observer.onRefused(batch, error);
        const { outcomes } = error;
        this.#announce(batch, outcomes);
        const refused = batch.filter((_, index) => !isStored(outcomes[index]));
        this.#observer.onRefused(refused, error);
      },
    ).finally(settle);
  }

  /** Publishes and acknowledges what was stored. */
  #announce(batch: readonly PendingMessage[], outcomes: readonly (Outcome | StoreError)[]): void {
    const stored = outcomes.filter(isStored);
    const kept = stored.length === batch.length
      ? batch
      : batch.filter((_, index) => isStored(outcomes[index]));
    this.#publish(kept, stored);
    acknowledge(kept, stored);
  }

  /** Publishes stored messages on the bus. */
  #publish(batch: readonly PendingMessage[], stored: readonly Stored[]): void {
    const deliveries = new Map<string, DeliveryBuilder>();
    let last: DeliveryBuilder | undefined;
    for (let index = 0; index < batch.length; index++) {
      const { kind, message, member } = batch[index]!;
      const { id, at, repeated } = stored[index]!;
      if (repeated) continue;
      // Most messages of one turn are in the same room.
      if (last?.conversation !== message.conversation) {
        last = deliveryFor(deliveries, kind, message.conversation);
      }
      const { from, to, text } = message;
      if (last.kind === "room") last.messages.push({ id, room: to, from, text, at });
      else last.messages.push({ id, from, to, text, at });
      last.sessions.push(member.session);
    }
    for (const delivery of deliveries.values()) this.#bus.publish(delivery);
  }
}

/** A delivery under construction. */
type DeliveryBuilder =
  & { readonly conversation: string; readonly sessions: string[] }
  & (
    | { readonly kind: "room"; readonly messages: RoomMessage[] }
    | { readonly kind: "direct"; readonly messages: DirectMessage[] }
  );

function deliveryFor(
  deliveries: Map<string, DeliveryBuilder>,
  kind: Delivery["kind"],
  conversation: string,
): DeliveryBuilder {
  const known = deliveries.get(conversation);
  if (known !== undefined) return known;
  const delivery: DeliveryBuilder = kind === "room"
    ? { kind, conversation, sessions: [], messages: [] }
    : { kind, conversation, sessions: [], messages: [] };
  deliveries.set(conversation, delivery);
  return delivery;
}

function acknowledge(batch: readonly PendingMessage[], stored: readonly Stored[]): void {
  const acks = new Map<Member, ServerMessage[]>();
  for (const [index, { member, ref }] of batch.entries()) {
    if (ref === undefined) continue;
    const { id, at } = stored[index]!;
    const ack: ServerMessage = { type: "ack", ref, id, at };
    const others = acks.get(member);
    if (others) others.push(ack);
    else acks.set(member, [ack]);
  }
  for (const [member, events] of acks) member.send(...events);
}

/** A message to a room or a user. */
export interface OutgoingMessage {
  readonly text: string;
  readonly nonce?: string;
  readonly ref?: Ref;
}
