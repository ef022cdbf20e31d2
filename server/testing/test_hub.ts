/**
 * What unit tests of several folders share: a hub with members, and the contracts that all stores keep.
 *
 * Only tests import it.
 *
 * @module
 */
import { ptBR } from "../../locale/pt_br/chat.ts";
import { encodeFrames } from "../../protocol/framing/encode_frame.ts";
import { FrameDecoder } from "../../protocol/framing/frame_decoder.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { Hello, ServerMessage } from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { LocalBus } from "../bus/local_bus.ts";
import { Hub } from "../chat/hub.ts";
import type { HubOptions } from "../chat/hub_options.ts";
import { Member, type MemberQueue } from "../chat/member.ts";
import type { CloseReason, SessionHandle } from "../chat/session_handle.ts";
import type { Wire } from "../dialect/dialect.ts";
import { JsonDialect } from "../dialect/json_dialect.ts";
import { TextDialect } from "../dialect/text_dialect.ts";
import { ConnectionLimiter, type ConnectionSlot } from "../net/connection_limiter.ts";
import type { Peer } from "../net/peer.ts";
import { tick } from "../send/tick.ts";
import { MemoryStore } from "../store/memory/store.ts";
import type { MessagePage, MessageRange, NewMessage, Stored } from "../store/store.ts";

/** The dialects as a server with the default limits speaks them, in Portuguese. */
export const JSON_WIRE = new JsonDialect(encodeFrames, DEFAULT_LIMITS);
export const TEXT_WIRE = new TextDialect(encodeFrames, DEFAULT_LIMITS, ptBR);

/** Where people in tests sit: at this machine. */
export const LOOPBACK_PEER: Peer = { address: undefined, host: "127.0.0.1", isPrivate: true };

const decoder = new TextDecoder();

/** Gives the payloads of whole frames. */
export function payloads(bytes: Uint8Array): string[] {
  return new FrameDecoder({ maxLength: Infinity }).push(bytes).map((frame) =>
    decoder.decode(frame)
  );
}

/** A limiter at which anybody may enter. */
export function openLimiter(): ConnectionLimiter {
  const limits = {
    connections: 0,
    perAddress: 1,
    perMinute: 1,
    pending: 1_000,
    limitsLoopback: false,
  };
  return new ConnectionLimiter(limits, ptBR.connectionLimits);
}

/** Enters at a limiter from this machine. */
export function reserveSlot(limiter: ConnectionLimiter): ConnectionSlot {
  const slot = limiter.reserve("127.0.0.1", 0);
  if ("code" in slot) throw new Error(slot.value);
  return slot;
}

/** Lets all that is due happen. */
export async function nextTick(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  await tick.ended();
}

/** A hub that keeps its messages in memory; a test says what is different. Its store ends with it. */
export class TestHub extends Hub implements AsyncDisposable {
  constructor({ store = new MemoryStore(), ...options }: Partial<HubOptions> = {}) {
    super({
      store,
      bus: new LocalBus(),
      texts: ptBR,
      limits: DEFAULT_LIMITS,
      announceLimit: 100,
      server: "chat/0",
      onStoreError: () => {},
      onStored: () => {},
      rules: [],
      onAction: () => {},
      ...options,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // What still waits in a fair queue has its timer: it is over after the round in which it was set.
    await nextTick();
    await nextTick();
    await this.store[Symbol.asyncDispose]();
  }
}

/** Somebody without a socket: keeps what the hub has to say. */
export class TestMember implements SessionHandle, MemberQueue {
  readonly member: Member;
  /** What was pushed and not taken, decoded. */
  #payloads: string[] = [];
  /** Why the hub ended the session, if it did. */
  closeReason: CloseReason | undefined;
  /** Called in place of waiting for the writes to end. */
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

  /** Makes somebody who is in; the answer to `hello` is taken. */
  static in(hub: Hub, name: string, wire: Wire = JSON_WIRE): TestMember {
    const person = new TestMember(hub, name, wire);
    person.enter();
    person.lines();
    return person;
  }

  enter(fields: Partial<Hello> = {}): string | undefined {
    const hello: Hello = { type: "hello", name: this.member.name, version: 1, ...fields };
    return this.#hub.enter(this.member, hello, "token");
  }

  push(bytes: Uint8Array): void {
    this.#payloads.push(...payloads(bytes));
  }

  get isEnded(): boolean {
    return this.closeReason !== undefined;
  }

  flushed(): Promise<void> {
    return this.onFlush();
  }

  end(reason: CloseReason, _ref?: Ref): void {
    this.closeReason = reason;
    this.#hub.remove(this.member);
  }

  /** Takes what came, as the events of the JSON dialect. */
  take(): ServerMessage[] {
    return this.lines().map((payload) => JSON.parse(payload));
  }

  /** Takes what came, as it is. */
  lines(): string[] {
    return this.#payloads.splice(0);
  }
}

/** A store that says that it has stored something when the test lets it; it can be read before. */
export class LateStore extends MemoryStore {
  #waiting: (() => void)[] = [];
  isWaiting = true;

  override async append(messages: readonly NewMessage[]): Promise<readonly Stored[]> {
    const stored = await super.append(messages);
    if (this.isWaiting) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return stored;
  }

  /** Lets it say so of all that was stored. */
  async goOn(): Promise<void> {
    for (const resolve of this.#waiting.splice(0)) resolve();
    await nextTick();
  }
}

/** A store whose reads wait until the test lets them go on. */
export class WaitingStore extends MemoryStore {
  #waiting: (() => void)[] = [];
  isWaiting = false;

  override async read(conversation: string, range: MessageRange): Promise<MessagePage> {
    const page = await super.read(conversation, range);
    if (this.isWaiting) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return page;
  }

  /** Lets the reads go on that wait now, oldest first; later ones wait again. */
  async goOn(): Promise<void> {
    for (const resolve of this.#waiting.splice(0)) {
      resolve();
      await nextTick();
    }
  }
}
