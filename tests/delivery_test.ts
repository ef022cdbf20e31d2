import { assertEquals } from "@std/assert";
import type { RoomMessage } from "../protocol/messages/server_messages.ts";
import { Peer } from "./support/peer.ts";
import { startServer, type TestServer } from "./support/server.ts";

function say(text: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { type: "say", room: "#geral", text, ...fields };
}

/** Takes messages, also from `history`, up to one with the given text. */
async function messagesUntil(peer: Peer, text: string): Promise<RoomMessage[]> {
  const messages: RoomMessage[] = [];
  while (messages.at(-1)?.text !== text) {
    const event = JSON.parse(await peer.next());
    if (event.type === "message") messages.push(event);
    if (event.type === "history") messages.push(...event.messages);
  }
  return messages;
}

Deno.test("all members see four speakers' messages in one order without a gap", async () => {
  await using server = await startServer();
  const peers: Peer[] = [];
  for (let index = 0; index < 6; index++) peers.push(await Peer.json(server, `p${index}`));
  await Promise.all(
    peers.slice(0, 4).map(async (peer, speaker) => {
      for (let turn = 0; turn < 50; turn++) {
        await peer.send(say(`${speaker}.${turn}.a`), say(`${speaker}.${turn}.b`));
      }
    }),
  );
  const orders = await Promise.all(peers.map(async (peer) => {
    const texts: string[] = [];
    while (texts.length < 400) {
      const message = await peer.skipTo("message");
      assertEquals(message.id, texts.length + 1);
      texts.push(message.text);
    }
    return texts;
  }));
  for (const order of orders) assertEquals(order, orders[0]);
  const third = orders[0]!.filter((text) => text.startsWith("3."));
  const said = Array.from({ length: 50 }, (_, turn) => [`3.${turn}.a`, `3.${turn}.b`]).flat();
  assertEquals(third, said);
  for (const peer of peers) await peer[Symbol.asyncDispose]();
});

Deno.test("a nonce is stored once, also after a reconnect", async () => {
  await using server = await startServer();
  await using bob = await Peer.json(server, "Bob");
  const token = crypto.randomUUID();
  const alice = await Peer.json(server, "Alice", { token });
  await alice.send(say("um", { nonce: "n1", ref: 1 }), say("um", { nonce: "n1", ref: 2 }));
  await alice.message("message");
  assertEquals((await alice.message("ack")).id, 1);
  assertEquals((await alice.message("ack")).id, 1);
  await alice[Symbol.asyncDispose]();
  await bob.skipTo("left");
  await using again = await Peer.json(server, "Alice", { token });
  await again.send(say("um", { nonce: "n1", ref: 3 }), say("dois", { nonce: "n2", ref: 4 }));
  assertEquals((await again.skipTo("ack")).id, 1);
  assertEquals((await again.skipTo("ack")).id, 2);
  // The same nonce of another client is a different one.
  await bob.send(say("três", { nonce: "n1", ref: 5 }));
  assertEquals((await bob.skipTo("ack")).id, 3);
});

Deno.test("missed messages arrive once, in order, before new ones", async () => {
  await using server = await startServer();
  await using talker = await Peer.json(server, "Falante");
  let count = 0;
  const talk = async (messages: number) => {
    const says = Array.from({ length: messages }, () => say(`${++count}`));
    await talker.send(...says);
  };
  await talk(50);
  let last = 10;
  const seen: number[] = [];
  for (let round = 0; round < 10; round++) {
    await talk(30);
    const coming = Peer.connect(server).then(async (peer) => {
      const resume = { "#geral": last };
      await peer.send({ type: "hello", name: `Volta${round}`, version: 1, resume });
      await peer.message("welcome");
      await peer.message("joined");
      return peer;
    });
    // Messages keep coming while the history is read.
    await talk(30);
    await using peer = await coming;
    await talk(1);
    const messages = await messagesUntil(peer, `${count}`);
    seen.push(...messages.map(({ id }) => id));
    last = seen.at(-1)!;
  }
  assertEquals(seen, Array.from({ length: count - 10 }, (_, index) => index + 11));
});

Deno.test("resume joins each room it names and sends what was missed", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await alice.send(
    { type: "join", room: "jogos" },
    { type: "say", room: "jogos", text: "um" },
    { type: "say", room: "jogos", text: "dois" },
    say("geral", { ref: 1 }),
  );
  await alice.skipTo("ack");
  await using bob = await Peer.connect(server);
  const resume = { "#jogos": 1, "#nova": 0 };
  await bob.send({ type: "hello", name: "Bob", version: 1, resume }, { type: "ping" });
  const events = (await bob.take(7)).map((payload) => JSON.parse(payload));
  const joined = events.filter(({ type }) => type === "joined").map(({ room }) => room);
  assertEquals(joined, ["#geral", "#jogos", "#nova"]);
  const histories = events.filter(({ type }) => type === "history");
  assertEquals(
    histories.map(({ room, messages, more, lost }) => [room, messages.length, more, lost]),
    [["#jogos", 1, false, undefined], ["#nova", 0, false, undefined]],
  );
});

Deno.test("join takes the last seen id and names the room if it is refused", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await alice.send(
    { type: "join", room: "jogos" },
    { type: "say", room: "jogos", text: "um" },
    { type: "say", room: "jogos", text: "dois" },
    { type: "join", room: "cape", ref: 1 },
  );
  while ((await alice.skipTo("joined")).ref !== 1);
  await using bob = await Peer.json(server, "Bob");
  await bob.send({ type: "join", room: "jogos", after: 1, ref: 2 });
  assertEquals((await bob.message("joined")).ref, 2);
  const { messages, more, lost } = await bob.message("history");
  assertEquals([messages.map(({ text }) => text), more, lost], [["dois"], false, undefined]);
  // Cyrillic letters that look like "cape".
  const twin = "\u0441\u0430\u0440\u0435";
  await bob.send({ type: "join", room: twin, after: 0, ref: 3 });
  const { code, ref } = await bob.message("error");
  assertEquals([code, ref], ["bad_room", 3]);
  assertEquals(await bob.message("left"), { type: "left", room: `#${twin}`, name: "Bob" });
  await bob.send({ type: "join", room: "jogos", after: -1 });
  assertEquals((await bob.message("error")).code, "bad_message");
});

Deno.test("missed messages come in pages, and expired ones are reported as lost", async () => {
  await using server = await startServer({ args: ["--db", ":memory:"] });
  await using talker = await Peer.json(server, "Falante");
  const says = Array.from({ length: 500 }, (_, index) => say(`${index + 1}`));
  await talker.send(...says, { type: "ping" });
  await talker.skipTo("pong");
  await using bob = await Peer.connect(server);
  await bob.send({ type: "hello", name: "Bob", version: 1, resume: { "#geral": 10 } });
  const pages: (readonly [first: number, last: number, more: boolean])[] = [];
  for (let more = true; more;) {
    const history = await bob.skipTo("history");
    assertEquals(history.lost, undefined);
    const ids = history.messages.map(({ id }) => id);
    assertEquals(ids, ids.map((_, index) => ids[0]! + index));
    pages.push([ids[0]!, ids.at(-1)!, history.more]);
    more = history.more;
  }
  assertEquals(pages, [[11, 210, true], [211, 410, true], [411, 500, false]]);
  // More than memory keeps.
  for (let round = 0; round < 2; round++) await talker.send(...says);
  await talker.send({ type: "ping" });
  await talker.skipTo("pong");
  await using carol = await Peer.connect(server);
  await carol.send({ type: "hello", name: "Carol", version: 1, resume: { "#geral": 10 } });
  const { lost, messages } = await carol.skipTo("history");
  assertEquals([lost, messages[0]?.id], [501, 501]);
});

Deno.test("a direct message with a nonce is stored once for the two only", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await using bob = await Peer.json(server, "Bob");
  await using carol = await Peer.json(server, "Carol");
  const direct = { type: "direct", to: "Bob", text: "segredo", nonce: "n" };
  await alice.send({ ...direct, ref: 1 }, { ...direct, ref: 2 }, { ...direct, nonce: "m", ref: 3 });
  const acks = [];
  for (let count = 0; count < 3; count++) acks.push((await alice.skipTo("ack")).id);
  assertEquals(acks, [1, 1, 2]);
  // Messages are in order, so a duplicate would come before the last one.
  await alice.send({ type: "direct", to: "Bob", text: "fim" });
  const texts: string[] = [];
  while (texts.at(-1) !== "fim") texts.push((await bob.skipTo("direct")).text);
  assertEquals(texts, ["segredo", "segredo", "fim"]);
  await carol.send({ type: "history", with: "Bob" });
  assertEquals((await carol.skipTo("history")).messages, []);
  await carol.send({ type: "search", terms: "segredo" });
  assertEquals((await carol.skipTo("found")).messages, []);
});

Deno.test("an id of an earlier room is answered with all messages and a flag", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await alice.send(say("um", { ref: 1 }));
  await alice.skipTo("ack");
  await using bob = await Peer.connect(server);
  await bob.send({ type: "hello", name: "Bob", version: 1, resume: { "#geral": 99 } });
  const history = await bob.skipTo("history");
  assertEquals([history.lost, history.messages.map(({ id }) => id)], [1, [1]]);
  await alice.send(say("dois"));
  assertEquals((await bob.skipTo("message")).id, 2);
});

Deno.test("a client with the token replaces its lost connection", async () => {
  await using server = await startServer();
  await using lost = await Peer.connect(server);
  await lost.send({ type: "hello", name: "Alice", version: 1, token: "a secret of mine" });
  await lost.skipTo("joined");
  await using thief = await Peer.connect(server);
  await thief.send({ type: "hello", name: "alice", version: 1, token: "a guess" });
  assertEquals((await thief.message("error")).code, "name_taken");
  await using again = await Peer.json(server, "Alice", { token: "a secret of mine" });
  assertEquals((await lost.message("bye")).reason, "replaced");
  await lost.ended();
  await again.send({ type: "who", room: "#geral" });
  assertEquals((await again.message("members")).names, ["Alice"]);
});

async function joinedNames(server: TestServer, limit: number): Promise<string[]> {
  await using first = await Peer.json(server, "p0");
  const others: Peer[] = [];
  for (let index = 1; index <= limit; index++) others.push(await Peer.json(server, `p${index}`));
  await first.send({ type: "who", room: "#geral" });
  const before: string[] = [];
  for (;;) {
    const event = JSON.parse(await first.next());
    if (event.type === "members") {
      assertEquals(event.names.length, limit + 1);
      break;
    }
    before.push(event.name);
  }
  for (const other of others) await other[Symbol.asyncDispose]();
  return before;
}

Deno.test("joins are announced up to a limit, and who lists all members", async () => {
  await using server = await startServer({ args: ["--announce-limit", "3"] });
  assertEquals(await joinedNames(server, 5), ["p1", "p2"]);
});
