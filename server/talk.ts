import type { DirectMessage, Ref, RoomMessage, ServerMessage } from "../protocol/messages.ts";
import type { Bus, Delivery } from "./bus/bus.ts";
import type { Member } from "./member.ts";
import type { Draft, Store, Stored } from "./store/store.ts";

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
  #said: Said[] = [];
  #unstored = 0;
  #settled: Promise<void> = Promise.resolve();

  /**
   * @param store Where messages are kept.
   * @param bus What carries them to those they are for.
   * @param onRefused Called when the store failed: nothing of what was said is kept or delivered.
   */
  constructor(
    store: Store,
    bus: Bus,
    onRefused: (said: readonly Said[], error: unknown) => void,
  ) {
    this.#store = store;
    this.#bus = bus;
    this.#onRefused = onRefused;
  }

  /** Whether so much waits for the store that nobody should be read further. */
  get isFull(): boolean {
    return this.#unstored >= MAX_UNSTORED;
  }

  add(said: Said): void {
    this.#unstored++;
    if (this.#said.push(said) === 1) queueMicrotask(() => this.#append());
  }

  /** Resolves when all that was said so far is delivered and acknowledged, or refused. */
  settled(): Promise<void> {
    this.#append();
    return this.#settled;
  }

  #append(): void {
    const batch = this.#said;
    if (batch.length === 0) return;
    this.#said = [];
    this.#settled = this.#store.append(batch.map(({ draft }) => draft)).then(
      (stored) => {
        this.#unstored -= batch.length;
        this.#deliver(batch, stored);
        acknowledge(batch, stored);
      },
      (error) => {
        this.#unstored -= batch.length;
        this.#onRefused(batch, error);
      },
    );
  }

  #deliver(batch: readonly Said[], stored: readonly Stored[]): void {
    const byConversation = new Map<string, number[]>();
    for (const [index, { draft }] of batch.entries()) {
      if (stored[index]!.repeated) continue;
      const indexes = byConversation.get(draft.conversation);
      if (indexes) indexes.push(index);
      else byConversation.set(draft.conversation, [index]);
    }
    for (const [conversation, indexes] of byConversation) {
      const sessions = indexes.map((index) => batch[index]!.member.session);
      const kind = batch[indexes[0]!]!.kind;
      this.#bus.publish(
        kind === "room"
          ? {
            kind,
            conversation,
            sessions,
            messages: indexes.map((index) => roomMessage(batch[index]!.draft, stored[index]!)),
          }
          : {
            kind,
            conversation,
            sessions,
            messages: indexes.map((index) => directMessage(batch[index]!.draft, stored[index]!)),
          },
      );
    }
  }
}

function roomMessage({ to, from, text }: Draft, { id, at }: Stored): RoomMessage {
  return { id, room: to, from, text, at };
}

function directMessage({ to, from, text }: Draft, { id, at }: Stored): DirectMessage {
  return { id, from, to, text, at };
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
