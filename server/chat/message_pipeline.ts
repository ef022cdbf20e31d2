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
  /** The key under which it is kept. */
  readonly conversation: string;
  /** The name of the room or the person. */
  readonly to: string;
}

/** Something that was said and is not stored yet. */
export interface PendingMessage {
  readonly kind: Delivery["kind"];
  readonly message: NewMessage;
  readonly member: Member;
  readonly ref: Ref | undefined;
  readonly epoch: Epoch;
}

/** What was said between two moments for which it is asked whether all is settled. */
interface Epoch {
  /** Messages of it that are neither stored nor refused. */
  unstored: number;
  /** Resolves when all is settled that was said before. */
  readonly before: Promise<void>;
  /** Resolved when there are none of it any more; it is over then. */
  settled?: PromiseWithResolvers<void>;
}

/** What is told how messages fared. */
export interface PipelineObserver {
  /** The store failed: none of these messages is stored or delivered. */
  onRefused(messages: readonly PendingMessage[], error: unknown): void;
  /** The store wrote a batch. */
  onStored(): void;
}

/** Messages waiting for the store above which senders are not read. */
const MAX_UNSTORED = 8_192;

/**
 * What the store is given at a time, in units of {@linkcode costOf}: 1,024 short messages or 32 of the longest, which take
 * PostgreSQL about 0.1 s. What is said beyond that waits for its turn, and not behind all that others have said.
 */
const MAX_UNDERWAY = 128 * 1024;

/** What a message costs beside its characters, of which each that begins a word goes into an index. */
const COST = 128;

function costOf({ message: { text } }: PendingMessage): number {
  return COST + text.length;
}

/**
 * What is said on its way to the store and out: what comes in one turn of the event loop is stored in one transaction,
 * unless it is very much, and only then delivered and acknowledged, in order. Where more is said than the store takes, it
 * is stored in fair turns over addresses and sessions; what a session says stays in its order.
 */
export class MessagePipeline {
  readonly #storage: Store;
  #bus: Bus;
  readonly #observer: PipelineObserver;
  #said: PendingMessage[] = [];
  /** What waits for the store to take more. */
  readonly #waiting = new FairQueue<PendingMessage>();
  /** What the store has been given and has not answered, see {@linkcode costOf}. */
  #underway = 0;
  #unstored = 0;
  #added = 0;
  #epoch: Epoch = { unstored: 0, before: Promise.resolve() };

  /**
   * @param store Where messages are kept.
   * @param bus What carries them to those they are for.
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

  /** Messages that are neither stored nor refused. */
  get unstored(): number {
    return this.#unstored;
  }

  /** Messages that were ever added. */
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

  /** Resolves when all that was said so far is delivered and acknowledged, or refused. */
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

  /** Returns the store as much of what waits as it is given at a time. */
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

  /** Hands what was stored to the nodes whose members it is for. */
  #publish(batch: readonly PendingMessage[], stored: readonly Stored[]): void {
    const deliveries = new Map<string, DeliveryBuilder>();
    let last: DeliveryBuilder | undefined;
    for (let index = 0; index < batch.length; index++) {
      const { kind, message, member } = batch[index]!;
      const { id, at, repeated } = stored[index]!;
      if (repeated) continue;
      // Those of one turn are mostly of one room.
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

/** A delivery that is being put together. */
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

/** Message to be sent to a room or a user. */
export interface OutgoingMessage {
  readonly text: string;
  readonly nonce?: string;
  readonly ref?: Ref;
}
