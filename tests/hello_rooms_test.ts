import { assertEquals } from "@std/assert";
import { dialTcp } from "../client/connection/dial.ts";
import { ChatClient } from "../client/session/client.ts";
import type { ClientEvent } from "../client/session/event.ts";
import { testOverNodes } from "./support/cluster.ts";
import { guest, logIn, openFixture, PASSWORD } from "./support/moderation_fixture.ts";
import { Peer } from "./support/peer.ts";
import { ask, codeOf, settled } from "./support/requests.ts";
import { startServer, type TestServer } from "./support/server.ts";
import { waitUntil } from "./support/wait_until.ts";

/** What a client is told of its rooms when it signs in. */
interface Entered {
  readonly peer: Peer;
  /** The `room` of `welcome`. */
  readonly room: string | undefined;
  /** What followed, each as its type or code, with its room. */
  readonly events: readonly string[];
}

async function signIn(
  server: TestServer,
  name: string,
  fields: Record<string, unknown>,
): Promise<Entered> {
  const peer = await Peer.connect(server);
  await peer.send({ type: "hello", name, version: 1, ...fields });
  const { room } = await peer.message("welcome");
  const events = (await settled(peer)).map((event) => {
    const kind = event.type === "error" ? event.code : event.type;
    return "room" in event && event.room ? `${kind} ${event.room}` : kind;
  });
  return { peer, room, events };
}

Deno.test("hello enters the rooms that it names, and #geral only if it names none", async () => {
  await using server = await startServer();
  const plain = await signIn(server, "Ana", {});
  await using _ana = plain.peer;
  assertEquals([plain.room, plain.events], ["#geral", ["joined #geral"]]);
  const named = await signIn(server, "Bia", { rooms: ["Jogos", "#time", "JOGOS"] });
  await using bia = named.peer;
  assertEquals([named.room, named.events], ["#JOGOS", ["joined #JOGOS", "joined #time"]]);
  // The room is spelled as its creator wrote it.
  const again = await signIn(server, "Caio", { rooms: ["#jogos"] });
  await using _caio = again.peer;
  assertEquals([again.room, again.events], ["#JOGOS", ["joined #JOGOS"]]);
  const none = await signIn(server, "Davi", { rooms: [] });
  await using davi = none.peer;
  assertEquals([none.room, none.events], [undefined, []]);
  assertEquals(await codeOf(davi, { type: "say", room: "#geral", text: "oi" }), "not_in_room");
  assertEquals(await codeOf(davi, { type: "join", room: "#geral" }), "joined");
  const members = await ask(bia, { type: "who", room: "#geral" });
  assertEquals("names" in members && members.names.toSorted(), ["Ana", "Davi"]);
});

Deno.test("a room that cannot be entered costs the session only that room", async () => {
  await using fixture = await openFixture(["Ana"], ["--max-room", "16"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", "#segredo");
  assertEquals(await codeOf(ana, { type: "private", room: "#segredo", on: true }), "private");
  await ana.send({ type: "join", room: "#time" });
  await ana.skipTo("history");
  assertEquals(await codeOf(ana, { type: "ban", room: "#time", name: "Bob" }), "banned");
  const long = `#${"x".repeat(17)}`;
  const rooms = ["#segredo", "#time", "a b", long, "#jogos"];
  const { peer, room, events } = await signIn(server, "Bob", { rooms });
  await using bob = peer;
  assertEquals(room, "#jogos");
  assertEquals(events, [
    ...["bad_room", "left a b", "bad_room", `left ${long}`],
    ...["forbidden #segredo", "left #segredo", "banned #time", "left #time", "joined #jogos"],
  ]);
  assertEquals(await codeOf(bob, { type: "say", room: "#jogos", text: "oi" }), "ack");
  const none = await signIn(server, "Caio", { rooms: ["#segredo"] });
  await using caio = none.peer;
  assertEquals([none.room, none.events], [undefined, ["forbidden #segredo", "left #segredo"]]);
  assertEquals(await codeOf(caio, { type: "list" }), "rooms");
});

Deno.test("hello rejects rooms that are no list of names, or more than a session may be in", async () => {
  await using server = await startServer();
  await using peer = await Peer.connect(server);
  const hello = { type: "hello", name: "Ana", version: 1 };
  const many = Array.from({ length: 101 }, (_, index) => `#r${index}`);
  for (
    const [rooms, code] of [
      ["#x", "bad_message"],
      [{ "#x": 1 }, "bad_message"],
      [["#x", 7], "bad_message"],
      [many, "too_many"],
    ]
  ) {
    assertEquals(await codeOf(peer, { ...hello, rooms }), code);
  }
  // It may be sent again, and as many rooms as a session may be in fit.
  await peer.send({ ...hello, rooms: many.slice(1) });
  await peer.message("welcome");
  assertEquals((await settled(peer)).length, 100);
});

Deno.test("a room that hello creates belongs to its creator, as after join", async () => {
  await using fixture = await openFixture(["Ana", "Bia"]);
  const { server } = fixture;
  const { peer } = await signIn(server, "Ana", { password: PASSWORD, rooms: ["#minha"] });
  await using ana = peer;
  assertEquals(await codeOf(ana, { type: "private", room: "#minha", on: true }), "private");
  await using bia = await guest(server, "Bob");
  assertEquals(await codeOf(bia, { type: "join", room: "#minha" }), "forbidden");
  // A room with a past belongs to no newcomer.
  await bia.send({ type: "join", room: "#velha" }, {
    type: "say",
    room: "#velha",
    text: "oi",
    ref: 1,
  });
  await bia.skipTo("ack");
  await bia.send({ type: "leave", room: "#velha", ref: 1 });
  await bia.skipTo("left");
  const late = await signIn(server, "Bia", { password: PASSWORD, rooms: ["#velha"] });
  await using other = late.peer;
  assertEquals(await codeOf(other, { type: "private", room: "#velha", on: true }), "forbidden");
});

/** Signs in with rooms, loses the connection, and returns to the same rooms and to no other. */
async function returns(first: TestServer, second: TestServer): Promise<void> {
  await using bob = await Peer.json(second, "Bob");
  await bob.send({ type: "join", room: "#jogos" });
  await bob.skipTo("history");
  const events: ClientEvent[] = [];
  const servers = [first, second];
  const client = new ChatClient({
    dial: () => dialTcp({ hostname: "127.0.0.1", port: servers[0]!.port }, () => {}),
    rooms: ["#jogos", "#time"],
    waits: () => Array.from({ length: 10 }, () => 0).values(),
    onEvent: (event) => events.push(event),
  });
  await client.connect();
  const { room } = await client.signIn("Alice");
  assertEquals(room, "#jogos");
  await client.settled();
  servers.shift();
  client.reconnect();
  await waitUntil(() => events.some(({ type }) => type === "back"), "the session to be back");
  await bob.send({ type: "say", room: "#jogos", text: "de volta?" });
  const heard = () =>
    events.some((event) =>
      event.type === "server" && event.message.type === "message" &&
      event.message.text === "de volta?"
    );
  await waitUntil(heard, "the message in the resumed room");
  const members = await ask(bob, { type: "who", room: "#geral" });
  assertEquals("names" in members && members.names, ["Bob"]);
  const joined = events.flatMap((event) =>
    event.type === "server" && event.message.type === "joined" ? [event.message.room] : []
  );
  assertEquals(joined, ["#jogos", "#time"]);
  client.close();
}

Deno.test("a client returns to the rooms it was in, and not to #geral", async () => {
  await using server = await startServer();
  await returns(server, server);
});

testOverNodes(2, "a client returns to its rooms through another node", async ({ nodes }) => {
  await returns(nodes[0]!, nodes[1]!);
});

testOverNodes(
  2,
  "rooms of hello are entered and owned as after join, over nodes",
  async ({ nodes }) => {
    const [one, other] = [nodes[0]!, nodes[1]!];
    const first = await signIn(one, "Ana", { rooms: ["#Jogos", "#jogos"] });
    await using ana = first.peer;
    assertEquals(first.events, ["joined #jogos"]);
    assertEquals(await codeOf(ana, { type: "topic", room: "#jogos", text: "xadrez" }), "topic");
    // The other node learns of the topic from the bus, a moment later.
    await (async () => {
      const early = await signIn(other, "Eva", { rooms: ["#jogos"] });
      await using eva = early.peer;
      if (!early.events.includes("topic #jogos")) await eva.skipTo("topic");
    })();
    await ana.skipTo("left");
    const second = await signIn(other, "Bob", { rooms: ["#JOGOS", "#j0gos"] });
    await using bob = second.peer;
    assertEquals(second.room, "#jogos");
    assertEquals(second.events, [
      "joined #jogos",
      "topic #jogos",
      "bad_room #j0gos",
      "left #j0gos",
    ]);
    assertEquals(await codeOf(bob, { type: "topic", room: "#jogos", text: "x" }), "forbidden");
    assertEquals((await settled(ana)).map(({ type }) => type), ["joined"]);
    const none = await signIn(one, "Caio", { rooms: [] });
    await using _caio = none.peer;
    assertEquals([none.room, none.events], [undefined, []]);
  },
);
