import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import type { RequestedChange } from "../../protocol/messages/requested_change.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { Bus, Delivery } from "../bus/bus.ts";
import { FairQueue } from "../collections/fair_queue.ts";
import { Deliveries } from "./deliveries.ts";
import type { Member } from "./member.ts";
import type {
  ChangeRights,
  NewEntry,
  NewMessage,
  Outcome,
  Rejected,
  Stored,
} from "../store/entry.ts";
import type { Store } from "../store/store.ts";
import { isStored, PartialStoreError, StoreError } from "../store/store_error.ts";
import { tick } from "../send/tick.ts";

/** Destination of an entry: a room or a user. */
export interface Destination {
  readonly kind: Delivery["kind"];
  /** Key of the conversation. */
  readonly conversation: string;
  /** Name of the room or the user. */
  readonly to: string;
}

/** An entry that is not stored yet. */
export interface PendingEntry {
  readonly kind: Delivery["kind"];
  readonly entry: NewEntry;
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
  /** The store failed: none of these entries is stored or delivered. */
  onRefused(entries: readonly PendingEntry[], error: unknown): void;
  /** The store wrote a batch. */
  onStored(): void;
  /** The store made a change for the first time. */
  onChanged(pending: PendingEntry, stored: Stored): void;
  /** Returns the error for the sender of a rejected entry. */
  toError(pending: PendingEntry, rejected: Rejected): ServerMessage;
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

/**
 * Cost of a change in addition to that: about as much as a message of the default maximum length, as a store may rewrite a row
 * of many messages.
 */
const CHANGE_COST = 4_000;

function costOf({ entry }: PendingEntry): number {
  if (!("change" in entry)) return COST + entry.text.length;
  const { change } = entry;
  return COST + CHANGE_COST + (change.type === "edit" ? change.text.length : 0);
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
  #said: PendingEntry[] = [];
  /** Time of the entries of this turn: reading the clock for each takes 1.5 % of the time in a profile. */
  #at = 0;
  /** Entries waiting to be given to the store. */
  readonly #waiting = new FairQueue<PendingEntry>();
  /** Cost of the entries that the store is working on, see {@linkcode costOf}. */
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

  /** Adds a message. */
  add(
    member: Member,
    to: Destination,
    { text, nonce, ref, reply, action }: OutgoingMessage,
  ): void {
    const { conversation, to: name } = to;
    const { name: from, identity: person, digest } = member;
    const at = this.#now();
    let message: NewMessage = nonce === undefined
      ? { conversation, to: name, from, text, at, person }
      : digest === person
      ? { conversation, to: name, from, text, at, person, nonce }
      : { conversation, to: name, from, text, at, person, nonce, digest };
    if (reply !== undefined) message = { ...message, reply };
    if (action !== undefined) message = { ...message, action };
    this.#add(member, to.kind, message, ref);
  }

  /** Adds a change of a message. */
  change(member: Member, to: Destination, { change, rights, nonce, ref }: OutgoingChange): void {
    const { kind, ...place } = to;
    const { name: from, identity: person, digest } = member;
    const entry = { ...place, from, at: this.#now(), person, change, rights };
    const named = nonce === undefined ? {} : { nonce, ...(digest !== person && { digest }) };
    this.#add(member, kind, { ...entry, ...named }, ref);
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

  #now(): number {
    if (this.#said.length === 0) this.#at = Date.now();
    return this.#at;
  }

  #add(member: Member, kind: Delivery["kind"], entry: NewEntry, ref: Ref | undefined): void {
    this.#added++;
    this.#unstored++;
    const epoch = this.#epoch;
    epoch.unstored++;
    if (this.#said.push({ kind, entry, member, ref, epoch }) === 1) tick.append(this.#append);
  }

  #append = (): void => {
    const batch = this.#said;
    if (batch.length === 0) return;
    this.#said = [];
    // Once a turn: reading the clock for each message took 2 % of the time.
    const now = performance.now();
    let cost = 0;
    for (const said of batch) {
      cost += costOf(said);
      said.member.lastSpoke = now;
    }
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
    const batch: PendingEntry[] = [];
    let cost = 0;
    while (this.#waiting.size > 0 && this.#underway + cost < MAX_UNDERWAY) {
      const said = this.#waiting.take()!;
      batch.push(said);
      cost += costOf(said);
    }
    if (batch.length > 0) this.#store(batch, cost);
  }

  #store(batch: readonly PendingEntry[], cost: number): void {
    this.#underway += cost;
    const settle = () => {
      for (const { epoch } of batch) if (--epoch.unstored === 0) epoch.settled?.resolve();
      this.#storeWaiting();
    };
    this.#storage.append(batch.map(({ entry }) => entry)).then(
      (outcomes) => {
        this.#underway -= cost;
        this.#unstored -= batch.length;
        this.#observer.onStored();
        this.#finish(batch, outcomes);
      },
      (error) => {
        this.#underway -= cost;
        this.#unstored -= batch.length;
        if (!(error instanceof PartialStoreError)) return this.#observer.onRefused(batch, error);
        const { outcomes } = error;
        this.#finish(batch, outcomes);
        const refused = batch.filter((_, index) => outcomes[index] instanceof StoreError);
        this.#observer.onRefused(refused, error);
      },
    ).finally(settle);
  }

  /** Publishes what was stored on the bus; then acknowledges it, and sends an error for what the store rejected. */
  #finish(batch: readonly PendingEntry[], outcomes: readonly (Outcome | StoreError)[]): void {
    const deliveries = new Deliveries();
    const answers = new Map<Member, ServerMessage[]>();
    const answer = ({ member }: PendingEntry, event: ServerMessage) => {
      const others = answers.get(member);
      if (others) others.push(event);
      else answers.set(member, [event]);
    };
    for (let index = 0; index < batch.length; index++) {
      const pending = batch[index]!;
      const outcome = outcomes[index];
      if (!isStored(outcome)) {
        if (outcome === undefined || outcome instanceof StoreError) continue;
        answer(pending, this.#observer.toError(pending, outcome));
        continue;
      }
      const { kind, entry, member, ref } = pending;
      const { id, at, repeated } = outcome;
      if (ref !== undefined) answer(pending, { type: "ack", ref, id, at });
      if (repeated) continue;
      deliveries.add(kind, entry, outcome, member.session);
      if ("change" in entry) this.#observer.onChanged(pending, outcome);
    }
    for (const delivery of deliveries) this.#bus.publish(delivery);
    for (const [member, events] of answers) member.send(...events);
  }
}

/** A message to a room or a user. */
export interface OutgoingMessage {
  readonly text: string;
  readonly nonce?: string;
  readonly ref?: Ref;
  /** The `id` of the message that it replies to. */
  readonly reply?: number;
  readonly action?: true;
}

/** Change of a message of a room or a private conversation. */
export interface OutgoingChange {
  readonly change: RequestedChange;
  readonly rights: ChangeRights;
  readonly nonce?: string;
  readonly ref?: Ref;
}
