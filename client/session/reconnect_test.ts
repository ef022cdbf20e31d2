import { assertEquals, assertRejects } from "@std/assert";
import {
  entered,
  FakeServer,
  history,
  message,
  settle,
  texts,
  WELCOME,
  welcomed,
} from "../testing/test_client.ts";
import { ChatClient } from "./client.ts";
import type { ClientEvent } from "./event.ts";

Deno.test("ChatClient reconnects with its last ids and repeats what was not acknowledged", async () => {
  const { server, client, events } = await entered();
  await server.say(message(1), message(2));
  client.request({ type: "say", room: "#geral", text: "ouvida" });
  client.request({ type: "say", room: "#geral", text: "perdida" });
  await settle();
  const [heard, unheard] = server.of("say");
  await server.say({ type: "ack", ref: heard!["ref"], id: 3, at: 1 });
  assertEquals(client.unanswered, 1);
  await server.drop();
  await settle();
  assertEquals(server.connections, 2);
  assertEquals(server.sent, [
    {
      type: "hello",
      name: "Alice",
      version: 1,
      changes: true,
      token: "t",
      rooms: [],
      resume: { "#geral": 2 },
    },
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
    { type: "lost", wait: 0, reason: "lost" },
    { type: "trying" },
    { type: "back", caught: 3 },
  ]);
  const again = server.of("say");
  assertEquals(again[0], unheard);
  assertEquals(again.map(({ text }) => text), ["perdida", "enquanto isso"]);
  client.close();
  await settle();
});

Deno.test("ChatClient reports each change once, in order of id, and resumes after the last", async () => {
  const { server, client, events } = await entered();
  const edited = (id: number) => ({
    ...{ type: "edited", id, about: 1, from: "Bia", at: id, text: `${id}` },
  });
  const inRoom = (id: number) => ({ ...edited(id), room: "#geral" });
  const ids = () =>
    events.flatMap((event) =>
      event.type === "server" && "id" in event.message && event.message.type !== "ack"
        ? [event.message.id]
        : []
    );
  await server.say(message(1), inRoom(2), inRoom(2), message(3), inRoom(4));
  client.request({ type: "edit", room: "#geral", about: 1, text: "x" });
  client.request({ type: "react", room: "#geral", about: 1, emoji: "👍" });
  await settle();
  const sent = ["edit", "react"].flatMap((type) => server.of(type));
  assertEquals(sent.every(({ nonce }) => typeof nonce === "string"), true);
  await server.drop();
  await settle();
  assertEquals(server.sent[0]!["resume"], { "#geral": 4 });
  await server.say(
    WELCOME,
    { type: "joined", room: "#geral", name: "Alice" },
    history("#geral", [message(5), message(8)], { changes: [edited(6), edited(7)], more: true }),
    history("#geral", [], { changes: [edited(9)] }),
    inRoom(9),
    message(10),
  );
  assertEquals(ids(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assertEquals(events.at(-2), { type: "back", caught: 2 });
  assertEquals(["edit", "react"].flatMap((type) => server.of(type)), sent);
  await server.say({ type: "ack", ref: sent[0]!["ref"], id: 2, at: 2 });
  assertEquals(client.unanswered, 1);
  client.close();
  await settle();
});

Deno.test("ChatClient takes changes after the latest messages of a room", async () => {
  const { server, client, events, recent } = await welcomed();
  const change = { type: "deleted", about: 1, from: "Bia", at: 1 };
  await server.say(
    { ...change, id: 3, room: "#geral" },
    { ...change, id: 4, room: "#geral" },
    history("#geral", [message(1)], {
      ...{ changes: [{ ...change, id: 2 }, { ...change, id: 3 }], first: 1, last: 3, ref: recent },
    }),
  );
  const changes = events.flatMap((event) =>
    event.type === "server" && event.message.type === "deleted" ? [event.message.id] : []
  );
  assertEquals(changes, [4]);
  client.close();
  await settle();
});

Deno.test("ChatClient stays in the first room after a reconnect without messages", async () => {
  const { server, client, events, recent } = await welcomed();
  await server.drop();
  await settle();
  await server.say(WELCOME, { type: "joined", room: "#geral", name: "Alice" });
  assertEquals([server.of("leave"), server.of("history")[0]!["ref"]], [[], recent]);
  await server.say(history("#geral", [message(1)], { ref: recent }), message(2));
  assertEquals(texts(events), ["1", "2"]);
  client.close();
  await settle();
});

Deno.test("ChatClient reports a gap if the server numbers a room anew", async () => {
  const { server, client, events } = await entered();
  await server.say(message(40));
  await server.drop();
  await settle();
  await server.say(
    WELCOME,
    { type: "joined", room: "#geral", name: "Alice" },
    history("#geral", [message(1, "nova")], { lost: 1 }),
    message(2, "vida"),
  );
  assertEquals(texts(events), ["40", "nova", "vida"]);
  assertEquals(events.some(({ type }) => type === "gap"), true);
  client.close();
  await settle();
});

Deno.test("ChatClient retries while its name is taken, but not after being replaced", async () => {
  const { server, client, events } = await entered();
  await server.drop();
  await settle();
  await server.say({ type: "error", code: "name_taken", message: "!" });
  await settle();
  assertEquals(server.connections, 3);
  await server.say(WELCOME, { type: "bye", reason: "replaced" });
  await server.drop();
  assertEquals(events.at(-1), { type: "closed", reason: "replaced" });
  assertEquals(server.connections, 3);
  await client.settled();
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
  const error = { type: "error", code: "banned", message: "#" } as const;
  await server.say(error);
  await settle();
  assertEquals(events.at(-1), { type: "closed", reason: "banned", message: "#", error });
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
  const handshake = client.handshake("Alice", "segredo");
  await server.say(
    { type: "error", code: "timeout", message: "hello" },
    { type: "bye", reason: "timeout" },
  );
  await server.drop();
  await settle();
  assertEquals(server.connections, 2);
  assertEquals(server.sent, [{ type: "hello", name: "Alice", version: 1, changes: true }]);
  await server.say({ type: "error", code: "password_required", message: "?" });
  assertEquals(server.sent[1], {
    ...{ type: "hello", name: "Alice", version: 1, changes: true, password: "segredo" },
  });
  await server.say(WELCOME);
  assertEquals((await handshake)?.type, "welcome");
  client.close();
  await settle();
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
  const handshake = client.handshake("Alice");
  await server.say(WELCOME, { type: "joined", room: "#geral", name: "Alice" });
  await handshake;
  await server.say(history("#geral", [], { ref: server.of("history")[0]!["ref"] }));
  for (const reason of ["moving", "moving", "slow_reader", "moving", "idle"]) {
    const { connections } = server;
    await server.say({ type: "bye", reason });
    await server.drop();
    while (server.connections === connections) await settle();
    await server.say(
      WELCOME,
      { type: "joined", room: "#geral", name: "Alice" },
      history("#geral", []),
    );
    assertEquals(client.isConnected, true);
  }
  // The next server is tried at once.
  assertEquals(waits, [0, 1, 2, 3, 4]);
  client.close();
  await settle();
});

Deno.test("ChatClient waits longer to sign in each time a server dismisses it", async () => {
  const server = new FakeServer();
  let asked = 0;
  const client = new ChatClient({
    dial: server.dial,
    onEvent: () => {},
    waits: () => ({ next: () => ({ value: asked++ < 2 ? 0 : 1_000_000 }) }) as Iterator<number>,
  });
  await client.connect();
  const handshake = client.handshake("Alice");
  for (let connection = 1; connection <= 3; connection++) {
    assertEquals(server.connections, connection);
    await server.say({ type: "error", code: "timeout", message: "" }, {
      type: "bye",
      reason: "timeout",
    });
    await server.drop();
    await settle();
  }
  assertEquals([server.connections, asked], [3, 3]);
  client.close();
  assertEquals(await handshake, undefined);
});

Deno.test("ChatClient sets the user away again on reconnect, unless the user came back", async () => {
  const { server, client, events } = await entered();
  const goAway = client.setAway("almoço");
  await settle();
  const [asked] = server.of("away");
  await server.say({ type: "away", name: "Alice", text: "almoço", ref: asked!["ref"] });
  assertEquals((await goAway).text, "almoço");
  // Another session of the user, or another user.
  await server.say({ type: "away", name: "Alice" }, { type: "away", name: "Bob", text: "aula" });
  const returned = async () => {
    await server.drop();
    events.length = 0;
    await server.say(
      WELCOME,
      { type: "joined", room: "#geral", name: "Alice" },
      history("#geral", []),
    );
  };
  await returned();
  const [again] = server.of("away");
  assertEquals([again?.["text"], server.of("away").length], ["almoço", 1]);
  await server.say({ type: "away", name: "Alice", text: "almoço", ref: again!["ref"] });
  // The program did not ask for it.
  assertEquals(
    events.filter((event) => event.type === "server" && event.message.type === "away"),
    [],
  );
  assertEquals(client.unanswered, 0);
  client.request({ type: "away" });
  await settle();
  await server.say({ type: "away", name: "Alice", ref: server.of("away").at(-1)!["ref"] });
  await returned();
  assertEquals(server.of("away"), []);
  client.close();
  await settle();
});

Deno.test("ChatClient keeps trying to begin, and then sends what was asked for meanwhile", async () => {
  const server = new FakeServer();
  const events: ClientEvent[] = [];
  let failures = 3;
  const client = new ChatClient({
    dial: () => failures-- > 0 ? Promise.reject(new Error("refused")) : server.dial(),
    onEvent: (event) => events.push(event),
    waits: () => [0, 0, 0, 0].values(),
    token: "t",
    rooms: [],
  });
  await assertRejects(() => client.connect(), Error, "refused");
  client.keepTrying();
  const reply = client.handshake("Alice");
  client.request({ type: "join", room: "#jogos" });
  client.request({ type: "say", room: "#jogos", text: "oi" });
  while (server.connections < 1) await settle();
  // A connection that ends before the server answers is not the last one.
  await server.drop();
  while (server.connections < 2) await settle();
  assertEquals(server.sent, [
    { type: "hello", name: "Alice", version: 1, changes: true, token: "t", rooms: [] },
  ]);
  await server.say(WELCOME);
  assertEquals((await reply)?.type, "welcome");
  assertEquals(server.sent.slice(1).map(({ type }) => type), ["join", "say"]);
  assertEquals(events.map(({ type }) => type), [
    ...["lost", "trying", "lost", "trying", "lost", "trying"],
    ...["lost", "trying", "server"],
  ]);
  client.close();
  await settle();
});

Deno.test("ChatClient returns after a random share of the delay that a server names", async () => {
  const { random } = Math;
  Math.random = () => 0.5;
  try {
    const { server, client, events } = await entered([10, 20]);
    await server.say({ type: "bye", reason: "shutting_down", after: 8_000 });
    await server.drop();
    assertEquals(events.filter(({ type }) => type === "lost"), [
      { type: "lost", wait: 4_010, reason: "shutting_down" },
    ]);
    client.close();
    await settle();
  } finally {
    Math.random = random;
  }
});
