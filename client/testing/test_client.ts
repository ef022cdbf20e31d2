/** In-memory server and helpers for tests of {@linkcode ChatClient}. */
import { assertEquals } from "@std/assert";
import type { ServerMessage, Welcome } from "../../protocol/messages/server_messages.ts";
import type { Transport } from "../connection/transport.ts";
import { ChatClient } from "../session/client.ts";
import type { ClientEvent } from "../session/event.ts";
import type { ClientOptions } from "../session/options.ts";

const encoder = new TextEncoder();

/** Server in memory, with one connection at a time. */
export class FakeServer {
  /** Messages that the client sent over the current connection. */
  sent: Record<string, unknown>[] = [];
  /** Address of the next connection. */
  address = "a:1";
  isPrivate = false;
  #controller!: ReadableStreamDefaultController<Uint8Array[]>;
  #connections = 0;
  #isOpen = false;

  readonly dial = (): Promise<Transport> => {
    this.#connections++;
    this.sent = [];
    this.#isOpen = true;
    const frames = new ReadableStream<Uint8Array[]>({
      start: (controller) => void (this.#controller = controller),
    });
    const controller = this.#controller;
    return Promise.resolve({
      peer: { address: this.address, isPrivate: this.isPrivate },
      frames,
      send: (payload: string) => Promise.resolve(void this.sent.push(JSON.parse(payload))),
      close: () => {
        if (this.#isOpen && controller === this.#controller) controller.close();
        this.#isOpen = false;
      },
    });
  };

  get connections(): number {
    return this.#connections;
  }

  async say(...messages: readonly (ServerMessage | Record<string, unknown>)[]): Promise<void> {
    this.#controller.enqueue(messages.map((message) => encoder.encode(JSON.stringify(message))));
    await settle();
  }

  async drop(): Promise<void> {
    this.#isOpen = false;
    this.#controller.error(new Error("reset"));
    await settle();
  }

  /** Messages of a type that the client sent. */
  of(type: string): Record<string, unknown>[] {
    return this.sent.filter((message) => message["type"] === type);
  }
}

const LIMITS = { frame: 65_536, text: 4_000, name: 32, room: 64 };

export const WELCOME: Welcome = {
  type: "welcome",
  name: "Alice",
  server: "chat/0",
  version: 1,
  room: "#geral",
  limits: LIMITS,
  token: "t",
};

export function message(id: number, text = `${id}`): Record<string, unknown> {
  return { type: "message", id, room: "#geral", from: "Bob", text, at: 1 };
}

/** Lets pending callbacks run. */
export async function settle(): Promise<void> {
  for (let count = 0; count < 3; count++) await new Promise((resolve) => setTimeout(resolve));
}

export interface Entered {
  readonly server: FakeServer;
  readonly client: ChatClient;
  readonly events: ClientEvent[];
  /** The `ref` of the first request for history. */
  readonly recent: unknown;
}

/** Signs in a client whose request for history is unanswered. */
export async function welcomed(
  waits: readonly number[] = [0, 0, 0, 0],
  options: Pick<ClientOptions, "repeatsRecent"> = {},
): Promise<Entered> {
  const server = new FakeServer();
  const events: ClientEvent[] = [];
  const client = new ChatClient({
    dial: server.dial,
    onEvent: (event) => events.push(event),
    waits: () => waits[Symbol.iterator](),
    ...options,
  });
  await client.connect();
  const handshake = client.handshake("Alice");
  await server.say(WELCOME, { type: "joined", room: "#geral", name: "Alice" });
  assertEquals((await handshake)?.type, "welcome");
  return { server, client, events, recent: server.of("history")[0]!["ref"] };
}

/** Signs in a client to an empty first room. */
export async function entered(waits?: readonly number[]): Promise<Entered> {
  const all = await welcomed(waits);
  await all.server.say(history("#geral", [], { ref: all.recent }));
  return all;
}

export function history(
  room: string,
  messages: readonly unknown[],
  fields: Record<string, unknown> = {},
): Record<string, unknown> {
  return { type: "history", room, messages, more: false, ...fields };
}

/** Texts of all messages in events, in order. */
export function texts(events: readonly ClientEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.type === "recent") return event.history.messages.map(({ text }) => text);
    return event.type === "server" && event.message.type === "message" ? [event.message.text] : [];
  });
}
