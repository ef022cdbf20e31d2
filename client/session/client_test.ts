import { assertEquals } from "@std/assert";
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

Deno.test("ChatClient passes on each message once", async () => {
  const { server, client, events } = await entered();
  await server.say(message(1), message(2), message(2), message(1), message(3));
  assertEquals(texts(events), ["1", "2", "3"]);
  client.close();
  await settle();
});

Deno.test("ChatClient resumes a session of an earlier process", async () => {
  const server = new FakeServer();
  const client = new ChatClient({ dial: server.dial, onEvent: () => {}, token: "before" });
  await client.connect();
  client.handshake("Alice");
  assertEquals(server.sent, [{
    type: "hello",
    name: "Alice",
    version: 1,
    changes: true,
    token: "before",
  }]);
  client.close();
  await settle();
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
  await settle();
  assertEquals(server.sent[0]!["resume"], { "#jogos": 0 });
  const before = events.length;
  await server.say(WELCOME, { type: "joined", room: "#geral", name: "Alice" });
  assertEquals(server.of("leave"), [{ type: "leave", room: "#geral" }]);
  await server.say({ type: "left", room: "#geral", name: "Alice" });
  assertEquals(events.slice(before), [{ type: "server", message: WELCOME }]);
  client.close();
  await settle();
});

Deno.test("ChatClient passes on history before new messages, and each once", async () => {
  const { server, client, events, recent } = await welcomed();
  await server.say(message(2), message(3));
  assertEquals(texts(events), []);
  await server.say(history("#geral", [message(1), message(2)], { ref: recent }), message(4));
  assertEquals(texts(events), ["1", "2", "3", "4"]);
  client.close();
  await settle();
});

Deno.test("ChatClient repeats messages of the latest history if the caller asks for it", async () => {
  const { server, client, events, recent } = await welcomed([0], { repeatsRecent: true });
  const live = () => texts(events.filter(({ type }) => type === "server"));
  await server.say(message(7));
  assertEquals(live(), ["7"]);
  // The server reads the page while messages are on their way.
  await server.say(history("#geral", [message(8), message(9)], { last: 9, ref: recent }));
  await server.say(message(8), message(9), message(9), message(10));
  assertEquals(live(), ["7", "8", "9", "10"]);
  client.close();
  await settle();
});

Deno.test("ChatClient resumes after the latest history that its caller does not show", async () => {
  const { server, client, events, recent } = await welcomed([0], { repeatsRecent: true });
  await server.say(history("#geral", [message(8)], { last: 9, ref: recent }));
  await server.drop();
  await settle();
  assertEquals(server.sent[0]!["resume"], { "#geral": 9 });
  await server.say(WELCOME, { type: "joined", room: "#geral", name: "Alice" });
  await server.say(history("#geral", [message(10)]), message(11));
  assertEquals(texts(events), ["8", "10", "11"]);
  client.close();
  await settle();
});

Deno.test("ChatClient goes on without history if it is not available", async () => {
  const { server, client, events, recent } = await welcomed();
  await server.say(message(2), { type: "error", code: "busy", message: "!", ref: recent });
  await server.say(message(3));
  assertEquals(texts(events), ["2", "3"]);
  client.close();
  await settle();
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
  await settle();
  assertEquals(server.sent[0]!["resume"], { "#geral": 0, "#jogos": 2 });
  client.close();
  await settle();
});

Deno.test("ChatClient asks again for history that did not arrive", async () => {
  const { server, client, events } = await entered();
  const ref = client.request({ type: "join", room: "#jogos" });
  const joined = { type: "joined", room: "#jogos", name: "Alice", ref };
  await server.say(joined);
  assertEquals(client.unanswered, 1);
  await server.drop();
  await settle();
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
  await settle();
});

Deno.test("ChatClient answers each of two requests to join one room", async () => {
  const { server, client, events } = await entered();
  const answers = ["#jogos", "#JOGOS"].map((room) => client.ask({ type: "join", room }));
  const joined = server.of("join").map(({ ref }) =>
    ({ type: "joined", room: "#jogos", name: "Alice", ref }) as const
  );
  await server.say(joined[0]!, history("#jogos", []));
  assertEquals(client.unanswered, 1);
  await server.say(joined[1]!);
  assertEquals([await Promise.all(answers), client.unanswered], [joined, 0]);
  assertEquals<unknown>(events.at(-1), { type: "server", message: joined[1] });
  client.close();
  await settle();
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
  await settle();
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
  await settle();
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
  await settle();
  const before = events.length;
  await server.say(
    WELCOME,
    { type: "joined", room: "#geral", name: "Alice" },
    history("#geral", []),
  );
  assertEquals([server.of("list"), client.unanswered], [[], 0]);
  assertEquals(events.slice(before).map(({ type }) => type), ["server", "back"]);
  client.close();
  await settle();
});
