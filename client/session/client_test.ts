import { assertEquals } from "@std/assert";
import type { ServerMessage, Welcome } from "../../protocol/messages/messages.ts";
import { backoff } from "../connection/backoff.ts";
import { ChatClient } from "./client.ts";
import type { ClientEvent } from "./event.ts";
import type { Transport } from "../connection/transport.ts";

const encoder = new TextEncoder();

/** A server of a test's own, in memory: one connection at a time. */
class FakeServer {
  /** What the client sent over the connection there is now. */
  sent: Record<string, unknown>[] = [];
  /** Where the next connection leads. */
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
    await turn();
  }

  async drop(): Promise<void> {
    this.#isOpen = false;
    this.#controller.error(new Error("reset"));
    await turn();
  }

  /** What was sent of a type. */
  of(type: string): Record<string, unknown>[] {
    return this.sent.filter((message) => message["type"] === type);
  }
}

const LIMITS = { frame: 65_536, text: 4_000, name: 32, room: 64 };
const WELCOME: Welcome = {
  type: "welcome",
  name: "Alice",
  server: "chat/0",
  version: 1,
  room: "#geral",
  limits: LIMITS,
  token: "t",
};

function message(id: number, text = `${id}`): Record<string, unknown> {
  return { type: "message", id, room: "#geral", from: "Bob", text, at: 1 };
}

/** Lets all that is due happen. */
async function turn(): Promise<void> {
  for (let count = 0; count < 3; count++) await new Promise((resolve) => setTimeout(resolve));
}

interface Entered {
  readonly server: FakeServer;
  readonly client: ChatClient;
  readonly events: ClientEvent[];
  /** What the client asked first: what was said last. */
  readonly recent: unknown;
}

/** A client that was let in, and does not know yet what was said last. */
async function welcomed(waits: readonly number[] = [0, 0, 0, 0]): Promise<Entered> {
  const server = new FakeServer();
  const events: ClientEvent[] = [];
  const client = new ChatClient({
    dial: server.dial,
    onEvent: (event) => events.push(event),
    waits: () => waits[Symbol.iterator](),
  });
  await client.connect();
  const handshake = client.signIn("Alice");
  await server.say(WELCOME, { type: "joined", room: "#geral", name: "Alice" });
  assertEquals((await handshake)?.type, "welcome");
  return { server, client, events, recent: server.of("history")[0]!["ref"] };
}

/** A client that is in the first room, in which nothing was said. */
async function entered(waits?: readonly number[]): Promise<Entered> {
  const all = await welcomed(waits);
  await all.server.say(history("#geral", [], { ref: all.recent }));
  return all;
}

function history(
  room: string,
  messages: readonly unknown[],
  fields: Record<string, unknown> = {},
): Record<string, unknown> {
  return { type: "history", room, messages, more: false, ...fields };
}

/** What the events say that was said, in order. */
function texts(events: readonly ClientEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.type === "recent") return event.history.messages.map(({ text }) => text);
    return event.type === "server" && event.message.type === "message" ? [event.message.text] : [];
  });
}

Deno.test("ChatClient passes on each message once", async () => {
  const { server, client, events } = await entered();
  await server.say(message(1), message(2), message(2), message(1), message(3));
  assertEquals(texts(events), ["1", "2", "3"]);
  client.close();
  await turn();
});

Deno.test("ChatClient reconnects with its last ids and repeats what was not acknowledged", async () => {
  const { server, client, events } = await entered();
  await server.say(message(1), message(2));
  client.request({ type: "say", room: "#geral", text: "ouvida" });
  client.request({ type: "say", room: "#geral", text: "perdida" });
  await turn();
  const [heard, unheard] = server.of("say");
  await server.say({ type: "ack", ref: heard!["ref"], id: 3, at: 1 });
  assertEquals(client.unanswered, 1);
  await server.drop();
  await turn();
  assertEquals(server.connections, 2);
  assertEquals(server.sent, [
    { type: "hello", name: "Alice", version: 1, token: "t", resume: { "#geral": 2 } },
  ]);
  client.request({ type: "say", room: "#geral", text: "enquanto isso" });
  await server.say(
    WELCOME,
    { type: "joined", room: "#geral", name: "Alice" },
    history("#geral", [message(3), message(4)], { more: true }),
    history("#geral", [message(5)]),
    message(6),
  );
  assertEquals(texts(events), ["1", "2", "3", "4", "5", "6"]);
  assertEquals(events.filter(({ type }) => type !== "server" && type !== "recent"), [
    { type: "lost", wait: 0 },
    { type: "trying" },
    { type: "back", caught: 3 },
  ]);
  const again = server.of("say");
  assertEquals(again[0], unheard);
  assertEquals(again.map(({ text }) => text), ["perdida", "enquanto isso"]);
  client.close();
  await turn();
});

Deno.test("ChatClient resumes a session of an earlier process", async () => {
  const server = new FakeServer();
  const client = new ChatClient({ dial: server.dial, onEvent: () => {}, token: "before" });
  await client.connect();
  client.signIn("Alice");
  assertEquals(server.sent, [{ type: "hello", name: "Alice", version: 1, token: "before" }]);
  client.close();
  await turn();
});

Deno.test("ChatClient silently leaves the first room again if it had left it", async () => {
  const { server, client, events } = await entered();
  const ref = client.request({ type: "join", room: "#jogos" });
  await server.say(
    { type: "joined", room: "#jogos", name: "Alice", ref },
    history("#jogos", []),
    { type: "left", room: "#geral", name: "Alice" },
  );
  await server.drop();
  await turn();
  assertEquals(server.sent[0]!["resume"], { "#jogos": 0 });
  const before = events.length;
  await server.say(WELCOME, { type: "joined", room: "#geral", name: "Alice" });
  assertEquals(server.of("leave"), [{ type: "leave", room: "#geral" }]);
  await server.say({ type: "left", room: "#geral", name: "Alice" });
  assertEquals(events.slice(before), [{ type: "server", message: WELCOME }]);
  client.close();
  await turn();
});

Deno.test("ChatClient passes on history before new messages, and each once", async () => {
  const { server, client, events, recent } = await welcomed();
  await server.say(message(2), message(3));
  assertEquals(texts(events), []);
  await server.say(history("#geral", [message(1), message(2)], { ref: recent }), message(4));
  assertEquals(texts(events), ["1", "2", "3", "4"]);
  client.close();
  await turn();
});

Deno.test("ChatClient goes on without history if it is not available", async () => {
  const { server, client, events, recent } = await welcomed();
  await server.say(message(2), { type: "error", code: "busy", message: "!", ref: recent });
  await server.say(message(3));
  assertEquals(texts(events), ["2", "3"]);
  client.close();
  await turn();
});

Deno.test("ChatClient reads all pages of history, also after a reconnect", async () => {
  const { server, client, events } = await entered();
  const ref = client.request({ type: "join", room: "#jogos" });
  const game = (id: number) => ({ ...message(id), room: "#jogos" });
  await server.say(
    { type: "joined", room: "#jogos", name: "Alice", ref },
    history("#jogos", [game(1)]),
    history("#jogos", [game(2)]),
  );
  assertEquals(texts(events), ["1", "2"]);
  await server.drop();
  await turn();
  assertEquals(server.sent[0]!["resume"], { "#geral": 0, "#jogos": 2 });
  client.close();
  await turn();
});

Deno.test("ChatClient asks again for history that did not arrive", async () => {
  const { server, client, events } = await entered();
  const ref = client.request({ type: "join", room: "#jogos" });
  const joined = { type: "joined", room: "#jogos", name: "Alice", ref };
  await server.say(joined);
  assertEquals(client.unanswered, 1);
  await server.drop();
  await turn();
  assertEquals(server.sent[0]!["resume"], { "#geral": 0 });
  await server.say(
    WELCOME,
    { type: "joined", room: "#geral", name: "Alice" },
    history("#geral", []),
  );
  assertEquals(server.of("join"), [{ type: "join", room: "#jogos", ref }]);
  await server.say(joined, history("#jogos", [{ ...message(1), room: "#jogos" }]));
  assertEquals([client.unanswered, texts(events)], [0, ["1"]]);
  client.close();
  await turn();
});

Deno.test("ChatClient stays in the first room after a reconnect without messages", async () => {
  const { server, client, events, recent } = await welcomed();
  await server.drop();
  await turn();
  await server.say(WELCOME, { type: "joined", room: "#geral", name: "Alice" });
  assertEquals([server.of("leave"), server.of("history")[0]!["ref"]], [[], recent]);
  await server.say(history("#geral", [message(1)], { ref: recent }), message(2));
  assertEquals(texts(events), ["1", "2"]);
  client.close();
  await turn();
});

Deno.test("ChatClient reports a gap if the server numbers a room anew", async () => {
  const { server, client, events } = await entered();
  await server.say(message(40));
  await server.drop();
  await turn();
  await server.say(
    WELCOME,
    { type: "joined", room: "#geral", name: "Alice" },
    history("#geral", [message(1, "nova")], { lost: 1 }),
    message(2, "vida"),
  );
  assertEquals(texts(events), ["40", "nova", "vida"]);
  assertEquals(events.some(({ type }) => type === "gap"), true);
  client.close();
  await turn();
});

Deno.test("ChatClient retries while its name is taken, but not after being replaced", async () => {
  const { server, client, events } = await entered();
  await server.drop();
  await turn();
  await server.say({ type: "error", code: "name_taken", message: "!" });
  await turn();
  assertEquals(server.connections, 3);
  await server.say(WELCOME, { type: "bye", reason: "replaced" });
  await server.drop();
  assertEquals(events.at(-1), { type: "closed", reason: "replaced" });
  assertEquals(server.connections, 3);
  await client.settled();
});

Deno.test("ChatClient survives garbage and ignores messages of later versions", async () => {
  const { server, client, events } = await entered();
  const before = events.length;
  await server.say({ type: "message", id: "1" }, { type: "hologram" }, {
    type: "history",
    messages: [1],
  });
  assertEquals(events.slice(before), [{ type: "unreadable" }, { type: "unreadable" }]);
  await server.say({ type: "ping" });
  assertEquals(server.of("pong").length, 1);
  client.close();
  await turn();
});

Deno.test("backoff doubles from half a second to half a minute", () => {
  const waits = backoff(() => 0);
  const first = Array.from({ length: 8 }, () => waits.next().value);
  assertEquals(first, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  assertEquals(backoff(() => 1).next().value, 250);
});

Deno.test("ChatClient reconnects with its password and stops if that is wrong", async () => {
  const { server, client, events } = await entered();
  const ref = client.request({ type: "register", password: "cavalo certo" });
  await server.say({ type: "registered", name: "Alice", ref });
  const change = { type: "passwd", password: "outra coisa", new: "nunca aceita" } as const;
  const refused = client.request(change);
  await server.say({ type: "error", code: "wrong_password", message: "", ref: refused });
  await server.drop();
  await turn();
  assertEquals(server.of("hello").map(({ password }) => password), [undefined]);
  await server.say({ type: "error", code: "password_required", message: "?" });
  assertEquals(server.of("hello")[1]!["password"], "cavalo certo");
  await server.say({ type: "error", code: "wrong_password", message: "Senha incorreta." });
  await turn();
  assertEquals([server.connections, events.at(-1)], [
    2,
    { type: "closed", reason: "wrong_password", message: "Senha incorreta." },
  ]);
});

Deno.test("ChatClient does not rejoin a room that refuses it after a reconnect", async () => {
  const { server, client, events } = await entered();
  client.request({ type: "join", room: "#jogos" });
  const ref = server.of("join")[0]!["ref"];
  await server.say({ type: "joined", room: "#jogos", name: "Alice", ref }, history("#jogos", []));
  await server.drop();
  await server.say(
    WELCOME,
    { type: "joined", room: "#geral", name: "Alice" },
    history("#geral", []),
    { type: "error", code: "banned", message: "#jogos" },
    { type: "left", room: "#jogos", name: "Alice" },
  );
  assertEquals(client.isConnected, true);
  assertEquals(events.at(-1), {
    type: "server",
    message: {
      ...{ type: "left", room: "#jogos", name: "Alice" },
    },
  });
  await server.drop();
  assertEquals(server.of("hello")[0]!["resume"], { "#geral": 0 });
  client.close();
});

Deno.test("ChatClient does not reconnect to a server that banned it", async () => {
  const { server, events } = await entered();
  await server.drop();
  await server.say({ type: "error", code: "banned", message: "#" });
  await turn();
  assertEquals(events.at(-1), { type: "closed", reason: "banned", message: "#" });
  assertEquals(server.connections, 2);
});

Deno.test("ChatClient repeats a name that was on its way when the server timed out", async () => {
  const server = new FakeServer();
  const events: ClientEvent[] = [];
  const client = new ChatClient({
    dial: server.dial,
    onEvent: (event) => events.push(event),
    waits: () => [0, 0][Symbol.iterator](),
  });
  await client.connect();
  const handshake = client.signIn("Alice", "segredo");
  await server.say(
    { type: "error", code: "timeout", message: "hello" },
    { type: "bye", reason: "timeout" },
  );
  await server.drop();
  await turn();
  assertEquals(server.connections, 2);
  assertEquals(server.sent, [{ type: "hello", name: "Alice", version: 1 }]);
  await server.say({ type: "error", code: "password_required", message: "?" });
  assertEquals(server.sent[1], {
    ...{ type: "hello", name: "Alice", version: 1, password: "segredo" },
  });
  await server.say(WELCOME);
  assertEquals((await handshake)?.type, "welcome");
  client.close();
  await turn();
});

Deno.test("ChatClient sends its password to another server only over TLS or loopback", async () => {
  for (const isPrivate of [false, true]) {
    const { server, client, events } = await entered();
    const ref = client.request({ type: "register", password: "cavalo certo" });
    await server.say({ type: "registered", name: "Alice", ref });
    server.address = "b:1";
    server.isPrivate = isPrivate;
    await server.drop();
    await turn();
    assertEquals(server.sent.length, 1);
    assertEquals(server.sent[0]!["token"], "t");
    await server.say({ type: "error", code: "password_required", message: "?" });
    await turn();
    const passwords = server.of("hello").map(({ password }) => password);
    assertEquals(passwords, isPrivate ? [undefined, "cavalo certo"] : [undefined]);
    if (!isPrivate) {
      assertEquals(events.at(-1), { type: "closed", reason: "password_required", message: "?" });
    }
    client.close();
    await turn();
  }
});

Deno.test("ChatClient never repeats a request with a password, and says so", async () => {
  const { server, client, events } = await entered([100_000]);
  const secrets = [
    client.request({ type: "register", password: "cavalo certo" }),
    client.request({ type: "login", name: "Bia", password: "cavalo certo" }),
    client.request({ type: "passwd", password: "cavalo certo", new: "cavalo novo" }),
  ];
  const said = client.request({ type: "say", room: "#geral", text: "oi" });
  server.address = "b:1";
  await server.drop();
  secrets.push(client.request({ type: "login", name: "Bia", password: "cavalo certo" }));
  client.reconnect();
  await turn();
  await server.say(
    WELCOME,
    { type: "joined", room: "#geral", name: "Alice" },
    history("#geral", []),
  );
  assertEquals(server.sent.map(({ type }) => type), ["hello", "say"]);
  assertEquals(JSON.stringify(server.sent).includes("cavalo"), false);
  assertEquals(server.of("say")[0]!["ref"], said);
  const errors = events.flatMap((event) =>
    event.type === "server" && event.message.type === "error" ? [event.message] : []
  );
  assertEquals(
    errors.map(({ code, ref }) => [code, ref]),
    secrets.map((ref) => {
      return ["outcome_unknown", ref];
    }),
  );
  client.close();
  await turn();
});

Deno.test("ChatClient waits longer each time a server welcomes and dismisses it", async () => {
  const server = new FakeServer();
  const waits: number[] = [];
  const client = new ChatClient({
    dial: server.dial,
    onEvent: (event) => event.type === "lost" && waits.push(event.wait),
    waits: () => [1, 2, 3, 4, 5, 6][Symbol.iterator](),
  });
  await client.connect();
  const handshake = client.signIn("Alice");
  await server.say(WELCOME, { type: "joined", room: "#geral", name: "Alice" });
  await handshake;
  await server.say(history("#geral", [], { ref: server.of("history")[0]!["ref"] }));
  for (const reason of ["moving", "moving", "slow_reader", "moving", "idle"]) {
    const { connections } = server;
    await server.say({ type: "bye", reason });
    await server.drop();
    while (server.connections === connections) await turn();
    await server.say(
      WELCOME,
      { type: "joined", room: "#geral", name: "Alice" },
      history("#geral", []),
    );
    assertEquals(client.isConnected, true);
  }
  // To the first other server it goes at once.
  assertEquals(waits, [0, 1, 2, 3, 4]);
  client.close();
  await turn();
});

Deno.test("ChatClient waits longer each time a server dismisses it by name", async () => {
  const server = new FakeServer();
  let asked = 0;
  const client = new ChatClient({
    dial: server.dial,
    onEvent: () => {},
    waits: () => ({ next: () => ({ value: asked++ < 2 ? 0 : 1_000_000 }) }) as Iterator<number>,
  });
  await client.connect();
  const handshake = client.signIn("Alice");
  for (let connection = 1; connection <= 3; connection++) {
    assertEquals(server.connections, connection);
    await server.say({ type: "error", code: "timeout", message: "" }, {
      type: "bye",
      reason: "timeout",
    });
    await server.drop();
    await turn();
  }
  assertEquals([server.connections, asked], [3, 3]);
  client.close();
  await Promise.race([handshake, turn()]);
});

Deno.test("ChatClient cuts off endless answers and ignores unrequested ones", async () => {
  const { server, client, events } = await entered();
  const ref = client.request({ type: "list" });
  const before = events.length;
  for (let part = 0; part < 5_000; part += 500) {
    await server.say(...Array(500).fill({ type: "rooms", rooms: [], more: true, ref }));
  }
  assertEquals([client.unanswered, events.length - before], [0, 1_000]);
  const made = events.length;
  await server.say(
    { type: "members", room: "#geral", names: [], ref: "~99" },
    { type: "joined", room: "#jogos", name: "Alice", ref: "~98" },
    history("#geral", [message(9)], { ref: "~97" }),
  );
  assertEquals(events.length, made);
  client.close();
  await turn();
});

Deno.test("ChatClient does not repeat its own requests after a reconnect", async () => {
  const { server, client, events } = await entered();
  client.request({ type: "list" }, { isOnce: true });
  assertEquals(server.of("list").length, 1);
  await server.say({ type: "error", code: "slow_reader", message: "" }, {
    type: "bye",
    reason: "slow_reader",
  });
  await server.drop();
  await turn();
  const before = events.length;
  await server.say(
    WELCOME,
    { type: "joined", room: "#geral", name: "Alice" },
    history("#geral", []),
  );
  assertEquals([server.of("list"), client.unanswered], [[], 0]);
  assertEquals(events.slice(before).map(({ type }) => type), ["server", "back"]);
  client.close();
  await turn();
});
