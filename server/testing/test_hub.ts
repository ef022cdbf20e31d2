import { ptBR } from "../../locale/pt_br/chat.ts";
import { encodeFrames } from "../../protocol/framing/encode_frame.ts";
import { FrameDecoder } from "../../protocol/framing/frame_decoder.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { Hello, ServerMessage } from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { Peer } from "../net/peer.ts";
import { LocalBus } from "../bus/local_bus.ts";
import type { Wire } from "../dialect/dialect.ts";
import { JsonDialect } from "../dialect/json_dialect.ts";
import { TextDialect } from "../dialect/text_dialect.ts";
import { Gate, type Pass } from "../net/connection_limiter.ts";
import { Hub } from "../chat/hub.ts";
import type { HubOptions } from "../chat/hub_options.ts";
import { Member } from "../chat/member.ts";
import type { Exit, Farewell } from "../chat/session_handle.ts";
import { MemoryStore } from "../store/memory/store.ts";
import type { Draft, Page, Range, Stored } from "../store/store.ts";
import { turn as present } from "../send/tick.ts";

/** The dialects as a server with the default limits speaks them, in Portuguese. */
export const JSON_WIRE = new JsonDialect(encodeFrames, DEFAULT_LIMITS);
export const TEXT_WIRE = new TextDialect(encodeFrames, DEFAULT_LIMITS, ptBR);

/** Where people in tests sit: at this machine. */
export const HERE: Peer = { address: undefined, host: "127.0.0.1", isPrivate: true };

const decoder = new TextDecoder();

/** Gives the payloads of whole frames. */
export function payloads(bytes: Uint8Array): string[] {
  return new FrameDecoder({ maxLength: Infinity }).push(bytes).map((frame) =>
    decoder.decode(frame)
  );
}

/** A gate at which anybody may enter. */
export function openGate(): Gate {
  const limits = {
    connections: 0,
    perAddress: 1,
    perMinute: 1,
    unnamed: 1_000,
    limitsLoopback: false,
  };
  return new Gate(limits, ptBR.gate);
}

/** Enters at a gate from this machine. */
export function enterAt(gate: Gate): Pass {
  const pass = gate.enter("127.0.0.1", 0);
  if ("code" in pass) throw new Error(pass.value);
  return pass;
}

/** Lets all that is due happen. */
export async function turn(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  await present.over();
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
      onAct: () => {},
      ...options,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // What still waits in a fair queue has its timer: it is over after the round in which it was set.
    await turn();
    await turn();
    await this.store[Symbol.asyncDispose]();
  }
}

/** Somebody without a socket: keeps what the hub has to say. */
export class Person implements Exit {
  readonly member: Member;
  /** What was pushed and not taken, decoded. */
  #payloads: string[] = [];
  /** Why the hub ended the session, if it did. */
  farewell: Farewell | undefined;
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
      ...{ name, digest: identity, account, revision: 1, wire, exit: this, peer: HERE },
    });
  }

  /** Makes somebody who is in; the answer to `hello` is taken. */
  static in(hub: Hub, name: string, wire: Wire = JSON_WIRE): Person {
    const person = new Person(hub, name, wire);
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
    return this.farewell !== undefined;
  }

  flushed(): Promise<void> {
    return this.onFlush();
  }

  end(reason: Farewell, _ref?: Ref): void {
    this.farewell = reason;
    this.#hub.exit(this.member);
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

  override async append(drafts: readonly Draft[]): Promise<readonly Stored[]> {
    const stored = await super.append(drafts);
    if (this.isWaiting) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return stored;
  }

  /** Lets it say so of all that was stored. */
  async goOn(): Promise<void> {
    for (const resolve of this.#waiting.splice(0)) resolve();
    await turn();
  }
}

/** A store whose reads wait until the test lets them go on. */
export class WaitingStore extends MemoryStore {
  #waiting: (() => void)[] = [];
  isWaiting = false;

  override async read(conversation: string, range: Range): Promise<Page> {
    const page = await super.read(conversation, range);
    if (this.isWaiting) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return page;
  }

  /** Lets the reads go on that wait now, oldest first; later ones wait again. */
  async goOn(): Promise<void> {
    for (const resolve of this.#waiting.splice(0)) {
      resolve();
      await turn();
    }
  }
}
