import { assert, assertEquals, assertMatch } from "@std/assert";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";
import { waitUntil } from "./support/wait_until.ts";

Deno.test("hello is answered with welcome and joined", async () => {
  await using server = await startServer();
  await using peer = await Peer.connect(server);
  await peer.send({ type: "hello", name: "Alice", version: 1, ref: "h" });
  const { token, server: program, ...welcome } = await peer.message("welcome");
  assertEquals(welcome, {
    type: "welcome",
    name: "Alice",
    version: 1,
    room: "#geral",
    limits: { frame: 65_536, text: 4_000, name: 32, room: 64 },
    rate: { burst: 40, perSecond: 0 },
    ref: "h",
  });
  assertMatch(program, /^chat\/\d+\.\d+\.\d+$/);
  assert(token.length >= 32);
  assertEquals(await peer.message("joined"), { type: "joined", room: "#geral", name: "Alice" });
});

Deno.test("a client must send hello first, and only once", async () => {
  await using server = await startServer();
  await using peer = await Peer.connect(server);
  await peer.send(
    { type: "say", room: "#geral", text: "oi", ref: 1 },
    { type: "hello", name: "A", version: 2, ref: 2 },
    { type: "hello", name: "A", version: 1, ref: 3 },
    { type: "hello", name: "B", version: 1, ref: 4 },
  );
  const first = await peer.message("error");
  assertEquals([first.code, first.ref], ["hello_required", 1]);
  assertEquals((await peer.message("error")).code, "unsupported_version");
  assertEquals((await peer.message("welcome")).ref, 3);
  await peer.message("joined");
  assertEquals((await peer.message("error")).code, "hello_required");
});

Deno.test("a message reaches all members with its id, and its sender gets an ack", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await using bob = await Peer.json(server, "Bob");
  assertEquals(await alice.message("joined"), { type: "joined", room: "#geral", name: "Bob" });
  await bob.send({ type: "say", room: "geral", text: "olá", ref: 7, colour: "red" });
  const message = await bob.message("message");
  assertEquals(await alice.message("message"), message);
  assertEquals({ ...message, at: 0 }, {
    type: "message",
    id: 1,
    room: "#geral",
    from: "Bob",
    text: "olá",
    at: 0,
  });
  assertEquals(await bob.message("ack"), { type: "ack", ref: 7, id: 1, at: message.at });
});

Deno.test("join, leave, who, list and their errors", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await using bob = await Peer.json(server, "Bob");
  await alice.message("joined");
  await alice.send({ type: "join", room: "Jogos", ref: 1 });
  assertEquals(await alice.message("joined"), {
    type: "joined",
    room: "#Jogos",
    name: "Alice",
    ref: 1,
  });
  assertEquals(await alice.message("history"), {
    type: "history",
    room: "#Jogos",
    messages: [],
    more: false,
  });
  await bob.send({ type: "join", room: "#jogos" }, { type: "who", room: "#JOGOS", ref: 2 });
  assertEquals(await alice.message("joined"), { type: "joined", room: "#Jogos", name: "Bob" });
  assertEquals((await bob.message("joined")).room, "#Jogos");
  const { ops: _, ...members } = await bob.skipTo("members");
  assertEquals(members, { type: "members", room: "#Jogos", names: ["Alice", "Bob"], ref: 2 });
  // Rights are stored while the room is already in use; another node learns of them afterwards.
  const ops = await waitUntil(async () => {
    await bob.send({ type: "who", room: "#jogos" });
    return (await bob.skipTo("members")).ops;
  }, "Bob's node to know the operator");
  assertEquals(ops, ["Alice"]);
  await alice.send({ type: "leave", room: "jogos", ref: 3 }, { type: "list" });
  assertEquals(await alice.message("left"), {
    type: "left",
    room: "#Jogos",
    name: "Alice",
    ref: 3,
  });
  assertEquals(await alice.message("rooms"), {
    type: "rooms",
    rooms: [{ name: "#geral", members: 2 }, { name: "#Jogos", members: 1 }],
  });
  assertEquals(await bob.skipTo("left"), { type: "left", room: "#Jogos", name: "Alice" });
  await alice.send(
    { type: "say", room: "jogos", text: "x", ref: 4 },
    { type: "leave", room: "jogos" },
    { type: "history", room: "jogos" },
    { type: "who", room: "nada" },
    { type: "direct", to: "ninguem", text: "x" },
    { type: "dance", ref: 5 },
    { type: "say", room: "#geral", text: "" },
    { type: "say", room: "#geral", text: "x".repeat(4_001) },
    { type: "join", room: "a b" },
    { type: "rename", name: "bob" },
  );
  const codes = [];
  for (let count = 0; count < 10; count++) codes.push((await alice.message("error")).code);
  assertEquals(codes, [
    "not_in_room",
    "not_in_room",
    // Answers from the store come later; these two need none.
    "not_in_room",
    "no_such_room",
    "no_such_user",
    "unknown_type",
    "bad_message",
    "too_long",
    "bad_room",
    "name_taken",
  ]);
});

Deno.test("a direct message reaches one person and stays in the history of both", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await using bob = await Peer.json(server, "Bob");
  await using carol = await Peer.json(server, "Carol");
  await alice.send({ type: "direct", to: "bob", text: "um", ref: 1 });
  const direct = await bob.skipTo("direct");
  assertEquals([direct.id, direct.from, direct.to, direct.text], [1, "Alice", "Bob", "um"]);
  assertEquals((await alice.skipTo("ack")).id, 1);
  await bob.send({ type: "direct", to: "ALICE", text: "dois", ref: 1 });
  assertEquals((await alice.message("direct")).id, 2);
  await carol.send({ type: "direct", to: "alice", text: "outra", ref: 1 });
  assertEquals((await carol.message("ack")).id, 1);
  await bob.send({ type: "history", with: "alice", ref: 9 });
  const history = await bob.skipTo("history");
  assertEquals(history.with, "Alice");
  assertEquals(history.messages.map(({ text }) => text), ["um", "dois"]);
  await carol.send({ type: "ping" });
  await carol.message("pong");
  assertEquals(carol.frames, []);
});

Deno.test("history pages back with before, and search finds newest first", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  const says = Array.from({ length: 30 }, (_, index) => ({
    type: "say",
    room: "#geral",
    text: index % 10 === 0 ? `Maçã ${index + 1}` : `pera ${index + 1}`,
  }));
  await alice.send(...says, { type: "ping" });
  await alice.take(31);
  await alice.send({ type: "history", room: "#geral", limit: 10, ref: 1 });
  const latest = await alice.message("history");
  assertEquals(latest.messages.map(({ id }) => id), [21, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
  assertEquals([latest.more, latest.ref], [true, 1]);
  await alice.send({ type: "history", room: "#geral", before: 4 });
  const oldest = await alice.message("history");
  assertEquals(oldest.messages.map(({ id }) => id), [1, 2, 3]);
  assertEquals(oldest.more, false);
  await alice.send({ type: "search", terms: "MACA", limit: 2 });
  const found = await alice.message("found");
  assertEquals(found.messages.map(({ text }) => text), ["Maçã 21", "Maçã 11"]);
  assertEquals(found.more, true);
});

Deno.test("rename changes the name for everyone, and quit is answered with bye", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await using bob = await Peer.json(server, "Bob");
  await bob.send({ type: "rename", name: "Beto", ref: 1 });
  const renamed = { type: "renamed", from: "Bob", name: "Beto" } as const;
  assertEquals(await bob.message("renamed"), { ...renamed, ref: 1 });
  assertEquals(await alice.skipTo("renamed"), renamed);
  await using other = await Peer.json(server, "Bob");
  await bob.send({ type: "quit", ref: 2 });
  assertEquals(await bob.skipTo("bye"), { type: "bye", reason: "quit", ref: 2 });
  await bob.ended();
  assertEquals(await other.skipTo("left"), { type: "left", room: "#geral", name: "Beto" });
});

Deno.test("answers larger than a frame come in pages within the limit", async () => {
  await using server = await startServer({ args: ["--max-frame", "4096"] });
  await using alice = await Peer.json(server, "Alice");
  const rooms = Array.from({ length: 90 }, (_, index) => `#${"x".repeat(60)}${index}`);
  await alice.send(...rooms.map((room) => ({ type: "join", room })), { type: "list", ref: 1 });
  const names: string[] = [];
  for (let more: true | undefined = true; more;) {
    const part = await alice.skipTo("rooms");
    assertEquals(part.ref, 1);
    assert(JSON.stringify(part).length <= 4_096);
    names.push(...part.rooms.map(({ name }) => name));
    more = part.more;
  }
  assertEquals(new Set(names), new Set(["#geral", ...rooms]));
  const text = "\u0001".repeat(340);
  await alice.send(...Array.from({ length: 5 }, () => ({ type: "say", room: "#geral", text })));
  for (let count = 0; count < 5; count++) await alice.skipTo("message");
  await alice.send({ type: "history", room: "#geral", ref: 2 });
  // Answers about rooms may come in between.
  let history = await alice.skipTo("history");
  while (history.ref !== 2) history = await alice.skipTo("history");
  assert(JSON.stringify(history).length <= 4_096);
  assertEquals(history.more, true);
  assertEquals(history.messages.at(-1)?.id, 5);
});
