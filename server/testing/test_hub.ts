/**
 * Helpers of unit tests in several folders, and contracts of interfaces with several implementations.
 *
 * Only tests import it.
 *
 * @module
 */
import { ptBR } from "../../locale/pt_br/catalogue.ts";
import { encodeFrames } from "../../protocol/framing/encode_frame.ts";
import { FrameDecoder } from "../../protocol/framing/frame_decoder.ts";
import { DEFAULT_LIMITS, DEFAULT_RATE } from "../../protocol/limits.ts";
import type { Hello } from "../../protocol/messages/client_messages.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import { LocalBus } from "../bus/local_bus.ts";
import { Hub } from "../chat/hub.ts";
import type { HubObserver } from "../chat/hub_observer.ts";
import type { HubOptions } from "../chat/hub_options.ts";
import { Member, type MemberQueue } from "../chat/member.ts";
import type { ByeFields, CloseReason, SessionHandle } from "../chat/session_handle.ts";
import type { Wire } from "../dialect/dialect.ts";
import { JsonDialect } from "../dialect/json_dialect.ts";
import { TextDialect } from "../dialect/text_dialect.ts";
import { ConnectionLimiter, type ConnectionSlot } from "../net/connection_limiter.ts";
import type { Peer } from "../net/peer.ts";
import { tick } from "../send/tick.ts";
import { MemoryStore } from "../store/memory/store.ts";
import type { NewEntry, Outcome } from "../store/entry.ts";
import type { EntryPage, EntryRange } from "../store/store.ts";

/** Dialects with the default limits, in Portuguese. */
export const JSON_WIRE = new JsonDialect(encodeFrames, DEFAULT_LIMITS);
export const TEXT_WIRE = new TextDialect(encodeFrames, DEFAULT_LIMITS, ptBR);

/** Peer of test members: this machine. */
export const LOOPBACK_PEER: Peer = { address: undefined, host: "127.0.0.1", isPrivate: true };

const decoder = new TextDecoder();

/** Payloads of whole frames. */
export function payloads(bytes: Uint8Array): string[] {
  return new FrameDecoder({ maxLength: Infinity }).push(bytes).map((frame) =>
    decoder.decode(frame)
  );
}

/** A limiter without limits. */
export function openLimiter(): ConnectionLimiter {
  const limits = {
    connections: 0,
    perAddress: 1,
    perMinute: 1,
    pending: 1_000,
    limitsLoopback: false,
  };
  return new ConnectionLimiter(limits);
}

/** Takes a connection slot for this machine. */
export function reserveSlot(limiter: ConnectionLimiter): ConnectionSlot {
  const slot = limiter.reserve("127.0.0.1", 0);
  if ("code" in slot) throw new Error(slot.value);
  return slot;
}

/**
 * Lets pending callbacks run, and a fair queue go on: on a busy machine its slice is over before all jobs began, and then it
 * rests for a timer of 1 ms, which it sets in the next round of the event loop.
 */
export async function nextTick(): Promise<void> {
  for (let times = 0; times < 2; times++) {
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await tick.ended();
}

/** Observer that ignores all events. */
export const SILENT_OBSERVER: HubObserver = {
  onStoreFailed: () => {},
  onStored: () => {},
  onModeration: () => {},
};

/** Options of {@linkcode TestHub}, all with defaults. */
export type TestHubOptions =
  & Partial<Omit<HubOptions, "observer">>
  & { readonly observer?: Partial<HubObserver> };

/** Hub with messages in memory, unless a test gives another store. Disposing it closes the store. */
export class TestHub extends Hub implements AsyncDisposable {
  constructor({ store = new MemoryStore(), observer, ...options }: TestHubOptions = {}) {
    super({
      store,
      bus: new LocalBus(),
      texts: ptBR,
      limits: DEFAULT_LIMITS,
      rate: DEFAULT_RATE,
      announceLimit: 100,
      server: "chat/0",
      rules: [],
      ...options,
      observer: { ...SILENT_OBSERVER, ...observer },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Jobs in a fair queue have a timer that ends after the next round of the event loop.
    await nextTick();
    await nextTick();
    await this.store[Symbol.asyncDispose]();
  }
}

/** Member without a socket that records what the hub sends. */
export class TestMember implements SessionHandle, MemberQueue {
  readonly member: Member;
  /** Decoded payloads that were not taken yet. */
  #payloads: string[] = [];
  /** Reason for which the hub ended the session, if it did. */
  closeReason: CloseReason | undefined;
  /** Other fields of the `bye`. */
  closeFields: ByeFields = {};
  /** Replaces waiting for writes to end. */
  onFlush: () => Promise<void> = () => Promise.resolve();
  readonly #hub: Hub;

  constructor(
    hub: Hub,
    name: string,
    wire: Wire = JSON_WIRE,
    { identity = name, account }: { identity?: string; account?: string } = {},
  ) {
    this.#hub = hub;
    this.member = new Member({
      ...{
        name,
        digest: identity,
        account,
        revision: 1,
        wire,
        sendQueue: this,
        handle: this,
        peer: LOOPBACK_PEER,
      },
    });
  }

  /** Signs in a member; the answers to `hello` are taken. */
  static in(hub: Hub, name: string, wire: Wire = JSON_WIRE): TestMember {
    const member = new TestMember(hub, name, wire);
    member.enter();
    member.lines();
    return member;
  }

  enter(fields: Partial<Hello> = {}): string | undefined {
    const hello: Hello = { type: "hello", name: this.member.name, version: 1, ...fields };
    const refusal = this.#hub.admit(this.member, hello, "token");
    if (refusal instanceof Promise) throw new Error("A guest must make room for the account first");
    return refusal;
  }

  push(bytes: Uint8Array): void {
    this.#payloads.push(...payloads(bytes));
  }

  /** Bytes that wait to be written. */
  size = 0;

  get isEnded(): boolean {
    return this.closeReason !== undefined;
  }

  /** How often another client asked for the name. */
  probes = 0;

  probe(): void {
    this.probes++;
  }

  flushed(): Promise<void> {
    return this.onFlush();
  }

  end(reason: CloseReason, fields: ByeFields = {}): void {
    this.closeReason = reason;
    this.closeFields = fields;
    this.#hub.remove(this.member);
  }

  /** Takes the received events of the JSON dialect. */
  take(): ServerMessage[] {
    return this.lines().map((payload) => JSON.parse(payload));
  }

  /** Takes the received payloads. */
  lines(): string[] {
    return this.#payloads.splice(0);
  }
}

/** Store that confirms writes only when the test allows it; they can be read before. */
export class LateStore extends MemoryStore {
  #waiting: (() => void)[] = [];
  isWaiting = true;

  override async append(entries: readonly NewEntry[]): Promise<readonly Outcome[]> {
    const outcomes = await super.append(entries);
    if (this.isWaiting) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return outcomes;
  }

  /** Confirms all writes so far. */
  async goOn(): Promise<void> {
    for (const resolve of this.#waiting.splice(0)) resolve();
    await nextTick();
  }
}

/** Store whose reads wait until the test releases them. */
export class WaitingStore extends MemoryStore {
  #waiting: (() => void)[] = [];
  isWaiting = false;

  override async read(conversation: string, range: EntryRange): Promise<EntryPage> {
    const page = await super.read(conversation, range);
    if (this.isWaiting) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return page;
  }

  /** Releases the waiting reads, oldest first; later ones wait again. */
  async goOn(): Promise<void> {
    for (const resolve of this.#waiting.splice(0)) {
      resolve();
      await nextTick();
    }
  }
}
