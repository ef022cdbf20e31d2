import type { DirectMessage, Ref, RoomMessage, ServerMessage } from "../protocol/messages.ts";
import type { Bus, Delivery } from "./bus/bus.ts";
import type { Words } from "./hub_options.ts";
import type { Member } from "./member.ts";
import type { Draft, Store, Stored } from "./store/store.ts";
import { turn } from "./turn.ts";

/** Where something is said: in a room, or to somebody. */
export interface Destination {
  readonly kind: Delivery["kind"];
  /** The key under which it is kept. */
  readonly conversation: string;
  /** The name of the room or the person. */
  readonly to: string;
}

/** Something that was said and is not stored yet. */
export interface Said {
  readonly kind: Delivery["kind"];
  readonly draft: Draft;
  readonly member: Member;
  readonly ref: Ref | undefined;
}

/** From how many messages on that are not stored yet those who speak are read no further. */
const MAX_UNSTORED = 8_192;

/**
 * What is said on its way to the store and out: what comes in one turn of the event loop is stored in one transaction,
 * and only then delivered and acknowledged, in order.
 */
export class Talk {
  #store: Store;
  #bus: Bus;
  #onRefused: (said: readonly Said[], error: unknown) => void;
  #onStored: () => void;
  #said: Said[] = [];
  #unstored = 0;
  #settled: Promise<void> = Promise.resolve();

  /**
   * @param store Where messages are kept.
   * @param bus What carries them to those they are for.
   * @param onRefused Called when the store failed: nothing of what was said is kept or delivered.
   * @param onStored Called when the store kept what was said in a turn.
   */
  constructor(
    store: Store,
    bus: Bus,
    onRefused: (said: readonly Said[], error: unknown) => void,
    onStored: () => void,
  ) {
    this.#store = store;
    this.#bus = bus;
    this.#onRefused = onRefused;
    this.#onStored = onStored;
  }

  /** Whether so much waits for the store that nobody should be read further. */
  get isFull(): boolean {
    return this.#unstored >= MAX_UNSTORED;
  }

  /** Messages that are neither stored nor refused. */
  get unstored(): number {
    return this.#unstored;
  }

  add(member: Member, { kind, conversation, to }: Destination, { text, nonce, ref }: Words): void {
    const { name: from, identity: person } = member;
    const at = Date.now();
    const draft: Draft = nonce === undefined
      ? { conversation, to, from, text, at, person }
      : { conversation, to, from, text, at, person, nonce };
    this.#unstored++;
    if (this.#said.push({ kind, draft, member, ref }) === 1) turn.append(this.#append);
  }

  /** Resolves when all that was said so far is delivered and acknowledged, or refused. */
  settled(): Promise<void> {
    this.#append();
    return this.#settled;
  }

  #append = (): void => {
    const batch = this.#said;
    if (batch.length === 0) return;
    this.#said = [];
    this.#settled = this.#store.append(batch.map(({ draft }) => draft)).then(
      (stored) => {
        this.#unstored -= batch.length;
        this.#onStored();
        this.#deliver(batch, stored);
        acknowledge(batch, stored);
      },
      (error) => {
        this.#unstored -= batch.length;
        this.#onRefused(batch, error);
      },
    );
  };

  #deliver(batch: readonly Said[], stored: readonly Stored[]): void {
    const deliveries = new Map<string, Gathered>();
    let last: Gathered | undefined;
    for (let index = 0; index < batch.length; index++) {
      const { kind, draft, member } = batch[index]!;
      const { id, at, repeated } = stored[index]!;
      if (repeated) continue;
      // Those of one turn are mostly of one room.
      if (last?.conversation !== draft.conversation) {
        last = gathered(deliveries, kind, draft.conversation);
      }
      const { from, to, text } = draft;
      if (last.kind === "room") last.messages.push({ id, room: to, from, text, at });
      else last.messages.push({ id, from, to, text, at });
      last.sessions.push(member.session);
    }
    for (const delivery of deliveries.values()) this.#bus.publish(delivery);
  }
}

/** A delivery that is being put together. */
type Gathered =
  & { readonly conversation: string; readonly sessions: string[] }
  & (
    | { readonly kind: "room"; readonly messages: RoomMessage[] }
    | { readonly kind: "direct"; readonly messages: DirectMessage[] }
  );

function gathered(
  deliveries: Map<string, Gathered>,
  kind: Delivery["kind"],
  conversation: string,
): Gathered {
  const known = deliveries.get(conversation);
  if (known !== undefined) return known;
  const delivery: Gathered = kind === "room"
    ? { kind, conversation, sessions: [], messages: [] }
    : { kind, conversation, sessions: [], messages: [] };
  deliveries.set(conversation, delivery);
  return delivery;
}

function acknowledge(batch: readonly Said[], stored: readonly Stored[]): void {
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
