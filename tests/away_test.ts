import { assert, assertEquals, assertLessOrEqual, assertMatch } from "@std/assert";
import { addAccounts, logIn } from "./support/moderation_fixture.ts";
import { testOverStores } from "./support/over_stores.ts";
import { testOverTransports } from "./support/over_transports.ts";
import { Peer } from "./support/peer.ts";
import { ask, codeOf, enter, settled } from "./support/requests.ts";
import { startServer, type TestServer } from "./support/server.ts";
import { waitUntil } from "./support/wait_until.ts";

const room = "#jogos";

/** Returns what the members of a room who are away say about it. */
async function awayIn(peer: Peer, room: string): Promise<unknown> {
  const answer = await ask(peer, { type: "who", room });
  return answer.type === "members" ? answer.away : answer;
}

/** Returns what the server tells about a user. */
async function about(peer: Peer, name: string) {
  const answer = await ask(peer, { type: "whois", name });
  assert(answer.type === "whois", JSON.stringify(answer));
  return answer;
}

/** Signs in, and takes the events of a room up to the one about the newcomer. */
async function meet(server: TestServer, names: readonly string[]): Promise<Peer[]> {
  const peers: Peer[] = [];
  for (const name of names) {
    const peer = await enter(await Peer.json(server, name, { token: `of ${name}` }), room);
    for (const other of peers) await other.skipTo("joined");
    peers.push(peer);
  }
  return peers;
}

testOverTransports("a member is away until it says that it is back", async (start) => {
  await using server = await start();
  const [alice, bob] = await meet(server, ["Alice", "Bob"]) as [Peer, Peer];
  await using _alice = alice;
  await using _bob = bob;
  assertEquals(await awayIn(alice, room), undefined);
  assertEquals(await ask(bob, { type: "away", text: " almoço,\n volto às 2 " }), {
    type: "away",
    name: "Bob",
    text: "almoço, volto às 2",
  });
  const text = "almoço, volto às 2";
  assertEquals(await alice.skipTo("away"), { type: "away", name: "Bob", text });
  assertEquals(await awayIn(alice, room), { Bob: text });
  assertEquals((await about(alice, "bob")).away, text);
  // Telling the same again changes nothing for others.
  assertEquals(await ask(bob, { type: "away", text }), { type: "away", name: "Bob", text });
  assertEquals(await ask(bob, { type: "away" }), { type: "away", name: "Bob" });
  assertEquals(await alice.skipTo("away"), { type: "away", name: "Bob" });
  assertEquals(await awayIn(alice, room), undefined);
  assertEquals((await about(alice, "Bob")).away, undefined);
  assertEquals(await settled(alice), []);
  // The server forgets it with the connection. Others are not told that Bob returned, but that he is back.
  await ask(bob, { type: "away", text });
  await alice.skipTo("away");
  await using again = await Peer.json(server, "Bob", { token: "of Bob", resume: { [room]: 0 } });
  assertEquals(await ask(again, { type: "away" }), { type: "away", name: "Bob" });
  assertEquals(await alice.skipTo("away"), { type: "away", name: "Bob" });
}, { web: true });

Deno.test("a member who is away is so in the rooms that it joins, and under another name", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await using bob = await Peer.json(server, "Bob");
  await alice.skipTo("joined");
  await ask(bob, { type: "away", text: "volto já" });
  await alice.skipTo("away");
  await alice.send({ type: "join", room });
  await alice.skipTo("history");
  await bob.send({ type: "join", room });
  assertEquals((await alice.skipTo("joined")).name, "Bob");
  assertEquals(await alice.message("away"), { type: "away", name: "Bob", text: "volto já" });
  await bob.send({ type: "rename", name: "Beto" });
  await alice.skipTo("renamed");
  assertEquals(await awayIn(alice, room), { Beto: "volto já" });
  assertEquals((await about(alice, "beto")).away, "volto já");
});

Deno.test("the text of away is checked as a topic is", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  const codes: string[] = [];
  for (const text of ["x".repeat(201), `a${"\u0301".repeat(31)}`, 7]) {
    codes.push(await codeOf(alice, { type: "away", text }));
  }
  assertEquals(codes, ["too_long", "bad_text", "bad_message"]);
  assertEquals(await codeOf(alice, { type: "away", text: "𝐀".repeat(200) }), "away");
});

Deno.test("whois tells who a guest is, and only of shared rooms", async () => {
  await using server = await startServer();
  const before = Date.now();
  const [alice, bob] = await meet(server, ["Alice", "Bob"]) as [Peer, Peer];
  await using _alice = alice;
  await using _bob = bob;
  await bob.send({ type: "join", room: "#segredo" });
  await bob.skipTo("history");
  const { since, idle, ...others } = await about(alice, "BOB");
  assertEquals(others, { type: "whois", name: "Bob", registered: false, rooms: [room] });
  assert(since >= before - 1_000 && since <= Date.now() + 1_000, `${since}`);
  assertLessOrEqual(idle, 60_000);
  // A user may ask about itself.
  assertEquals((await about(bob, "Bob")).rooms.toSorted(), [room, "#segredo"]);
  const missing = await ask(alice, { type: "whois", name: "ninguem" });
  assertEquals(missing.type === "error" && [missing.code, missing.message], [
    "no_such_user",
    "Não há ninguém com o nome 'ninguem'.",
  ]);
  assertEquals(await codeOf(alice, { type: "whois", name: "a b" }), "bad_name");
  await bob.send({ type: "quit" });
  await bob.ended();
  assertEquals(await codeOf(alice, { type: "whois", name: "Bob" }), "no_such_user");
});

Deno.test("whois tells how long a user has said nothing", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await using bob = await Peer.json(server, "Bob");
  // Other requests are no words.
  const silent = await waitUntil(async () => {
    await codeOf(bob, { type: "ping" });
    const { idle } = await about(alice, "Bob");
    return idle >= 150 ? idle : undefined;
  }, "Bob to be silent for a while");
  const asked = Date.now();
  await ask(bob, { type: "direct", to: "Alice", text: "oi" });
  // Other nodes learn of it a moment later.
  await waitUntil(
    async () => (await about(alice, "Bob")).idle < silent + Date.now() - asked,
    "the words to count",
  );
});

testOverStores(
  "whois tells of all sessions of an account, and operators the address",
  async (store) => {
    await addAccounts(store.db, ["Ana", "Rute!"]);
    await using server = await startServer({ args: store.args });
    await using bob = await Peer.json(server, "Bob");
    await using phone = await logIn(server, "Ana");
    await using tablet = await logIn(server, "ana", room);
    const { since: _since, idle: _idle, ...ana } = await about(bob, "Ana");
    assertEquals(ana, { type: "whois", name: "Ana", registered: true, rooms: ["#geral"] });
    assertEquals((await about(tablet, "Ana")).rooms, [room]);
    // While one session is not away, the user is not; then the newest one has the text.
    await ask(phone, { type: "away", text: "no ônibus" });
    assertEquals((await about(bob, "Ana")).away, undefined);
    assertEquals(await awayIn(bob, "#geral"), undefined);
    await ask(tablet, { type: "away", text: "na aula" });
    assertEquals(await bob.skipTo("away"), { type: "away", name: "Ana", text: "na aula" });
    assertEquals((await about(bob, "Ana")).away, "na aula");
    assertEquals(await awayIn(bob, "#geral"), { Ana: "na aula" });
    await ask(phone, { type: "away" });
    assertEquals(await bob.skipTo("away"), { type: "away", name: "Ana" });
    assertEquals(await awayIn(bob, room), undefined);
    await using rute = await logIn(server, "Rute");
    await waitUntil(async () => (await about(rute, "Ana")).address === "127.0.0.1", "the address");
    assertEquals((await about(rute, "Bob")).address, "127.0.0.1");
  },
  { memory: false },
);

Deno.test("the text dialect has /away and /whois", async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.text(server, "Bob");
  await bob.send("/away volto às 2", "/who");
  assertEquals(await bob.take(2), [
    "[SYS] Agora você está ausente: volto às 2",
    "[SYS] Em #geral: Alice, Bob (ausente)",
  ]);
  await alice.send("/whois bob", "/whois ninguem", "/whois");
  assertMatch(
    await alice.next(),
    /^\[SYS\] Bob \(sem conta\): on-line há \d+ \S+, sem falar há \d+ \S+; ausente: volto às 2; salas em comum: #geral$/,
  );
  assertEquals(await alice.take(2), [
    "[ERRO] Não há ninguém com o nome 'ninguem'.",
    "[ERRO] Uso: /whois <nome>",
  ]);
  await bob.send("/away", `/away ${"x".repeat(201)}`);
  assertEquals(await bob.take(2), [
    "[SYS] Você não está mais ausente.",
    "[ERRO] Texto longo demais: 201 caracteres (o limite é 200). Nada mudou.",
  ]);
});
