import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import type { LinkCreated, LinkList } from "../protocol/messages/moderation.ts";
import { MAX_LINKS } from "../protocol/limits.ts";
import { testOverNodes } from "./support/cluster.ts";
import { addAccounts, guest, logIn, openFixture, PASSWORD } from "./support/moderation_fixture.ts";
import { testOverStores } from "./support/over_stores.ts";
import { Peer } from "./support/peer.ts";
import { ask, codeOf, settled } from "./support/requests.ts";
import { registerName } from "./support/register.ts";
import { run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

const room = "#segredo";

/** Creates a link to the room. */
async function invite(peer: Peer, fields: Record<string, number> = {}): Promise<LinkCreated> {
  return await ask(peer, { type: "invite", room, ...fields }) as LinkCreated;
}

async function links(peer: Peer): Promise<LinkList["links"]> {
  return (await ask(peer, { type: "invites", room }) as LinkList).links;
}

/** Joins the room by a code; returns the code of the error or `joined`. */
function join(peer: Peer, code: string, to = room): Promise<string> {
  return codeOf(peer, { type: "join", room: to, code });
}

Deno.test("a link admits as many users as it says; users who may enter anyway take no use", async () => {
  await using fixture = await openFixture(["Ana", "Rute!"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await codeOf(ana, { type: "private", room, on: true });
  const before = Date.now();
  const link = await invite(ana, { uses: 2, minutes: 60 });
  assertMatch(link.code, /^[\w-]{22}$/);
  const { type, code, id, until, at, ...rest } = link;
  assertEquals([type, rest], ["invited", { room, uses: 2, by: "Ana" }]);
  assert(at >= before && until - at === 60 * 60_000, `${at} ${until}`);
  assert(!code.includes(id) && id.length === 8, id);
  assertEquals(await links(ana), [{ id, uses: 2, until, by: "Ana", at }]);
  // Another room of that name in another case is the same.
  await using bob = await guest(server, "Bob");
  assertEquals(await join(bob, code, "#SEGREDO"), "joined");
  assertEquals((await links(ana))[0]!.uses, 1);
  // In the room, invited, or an operator of the server: no use is taken.
  assertEquals(await join(bob, code), "joined");
  await bob.send({ type: "leave", room });
  await bob.skipTo("left");
  assertEquals(await join(bob, code), "joined");
  await using rute = await logIn(server, "Rute");
  assertEquals(await join(rute, code), "joined");
  assertEquals((await links(ana))[0]!.uses, 1);
  await using eva = await guest(server, "Eva");
  assertEquals(await join(eva, code), "joined");
  assertEquals(await links(ana), []);
  await using nino = await guest(server, "Nino");
  assertEquals(await join(nino, code), "wrong_code");
  // Only the operator learned of the codes.
  for (const peer of [bob, rute, eva]) {
    assert(!JSON.stringify(await settled(peer)).includes(code));
  }
  const { uses, until: end } = await invite(ana);
  assertEquals([uses, Math.round((end - Date.now()) / 60_000)], [1, 24 * 60]);
});

Deno.test("a guest who entered by a link may return while they have their token", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await codeOf(ana, { type: "private", room, on: true });
  const { code } = await invite(ana);
  const token = "the token of Bob";
  {
    await using bob = await Peer.json(server, "Bob", { token });
    assertEquals(await join(bob, code), "joined");
  }
  await using again = await Peer.json(server, "Bob", { token, resume: { [room]: 0 } });
  assertEquals((await again.skipTo("joined")).room, room);
});

Deno.test("a wrong code gets the same answer for a private, an open and no room", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await codeOf(ana, { type: "private", room, on: true });
  await using _open = await guest(server, "Dora", "#aberta");
  await using bob = await guest(server, "Bob");
  const code = "AAAAAAAAAAAAAAAAAAAAAA";
  const messages: string[] = [];
  for (const name of [room, "#aberta", "#nenhuma"]) {
    const answer = await ask(bob, { type: "join", room: name, code });
    messages.push(JSON.stringify(answer).replaceAll(name, "#x"));
  }
  assertEquals(new Set(messages).size, 1);
  assertMatch(messages[0]!, /"wrong_code".*convite para #x/);
  const listed = await ask(bob, { type: "list" });
  assert(!JSON.stringify(listed).includes("nenhuma"));
  // The code of one room opens no other.
  const { code: other } = await invite(ana);
  await codeOf(ana, { type: "join", room: "#outra" });
  await codeOf(ana, { type: "private", room: "#outra", on: true });
  assertEquals(await join(bob, other, "#outra"), "wrong_code");
  assertEquals(await join(bob, other), "joined");
});

Deno.test("kicks, bans and a renewed closing revoke all links of the room, and of no other", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await codeOf(ana, { type: "join", room: "#outra" });
  await codeOf(ana, { type: "private", room: "#outra", on: true });
  const { code: other } = await ask(ana, { type: "invite", room: "#outra" }) as LinkCreated;
  await codeOf(ana, { type: "private", room, on: true });
  await using bob = await guest(server, "Bob");
  const orders = [
    { type: "kick", name: "Bob" },
    { type: "ban", name: "Bob", minutes: 1 },
    { type: "private", on: true },
  ];
  for (const order of orders) {
    const { code } = await invite(ana, { uses: 10 });
    if (order.type === "kick") assertEquals(await join(bob, code), "joined");
    assertNotEquals(await codeOf(ana, { ...order, room }), "error");
    assertEquals(await links(ana), [], order.type);
    assertEquals(await join(bob, code), "wrong_code", order.type);
  }
  // A banned user takes no use of a link.
  const { code } = await invite(ana, { uses: 3 });
  assertEquals(await join(bob, code), "banned");
  for (
    const order of [
      { type: "mute", name: "Bob" },
      { type: "topic", text: "x" },
      { type: "private", on: false },
    ]
  ) await ask(ana, { ...order, room });
  assertEquals((await links(ana)).map(({ uses }) => uses), [3]);
  assertEquals(await join(bob, other, "#outra"), "joined");
});

Deno.test("operators list links and revoke one or all; others may do nothing with them", async () => {
  await using fixture = await openFixture(["Ana", "Bia"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await using bia = await logIn(server, "Bia", room);
  await using bob = await guest(server, "Bob", room);
  for (const type of ["invite", "invites", "uninvite"]) {
    assertEquals(await codeOf(bob, { type, room }), "forbidden", type);
    assertEquals(await codeOf(bob, { type, room: "#nenhuma" }), "not_in_room", type);
  }
  await codeOf(ana, { type: "op", room, name: "Bia" });
  const [one, two, three] = [
    await invite(ana),
    await invite(bia, { uses: 1_000 }),
    await invite(ana),
  ];
  assertEquals((await links(bia)).map(({ id, by }) => [id, by]), [
    [one.id, "Ana"],
    [two.id, "Bia"],
    [three.id, "Ana"],
  ]);
  assertEquals(await ask(bia, { type: "uninvite", room, id: one.id }), {
    ...{ type: "uninvited", room, id: one.id },
  });
  assertEquals(await codeOf(bia, { type: "uninvite", room, id: one.id }), "not_found");
  assertEquals((await links(ana)).map(({ id }) => id), [two.id, three.id]);
  assertEquals(await ask(ana, { type: "uninvite", room }), { type: "uninvited", room });
  assertEquals(await codeOf(ana, { type: "uninvite", room }), "not_found");
  for (
    const [field, value] of [["uses", 0], ["uses", 1_001], ["minutes", 0], ["minutes", 43_201]]
  ) {
    const answer = await ask(ana, { type: "invite", room, [field as string]: value });
    assertMatch(JSON.stringify(answer), new RegExp(`"bad_message".*${field}`));
  }
  for (let count = 0; count < MAX_LINKS; count++) await invite(ana);
  assertEquals(await codeOf(ana, { type: "invite", room }), "too_many");
  assertEquals((await links(ana)).length, MAX_LINKS);
});

Deno.test("removing an account revokes the links that it created", async () => {
  await using fixture = await openFixture(["Ana", "Bia"]);
  const { server, db } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await using bia = await logIn(server, "Bia", room);
  await codeOf(ana, { type: "op", room, name: "Bia" });
  const { id } = await invite(ana);
  await invite(bia);
  assertEquals((await run(["user", "remove", "Bia", "--db", db])).code, 0);
  assertEquals((await links(ana)).map((link) => link.id), [id]);
});

Deno.test("an address that tries codes without end has to wait", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using bob = await guest(server, "Bob");
  let [guesses, answer] = [0, "wrong_code"];
  // One more is allowed each second, which a busy machine may take for a few guesses.
  while (answer === "wrong_code" && guesses < 1_000) answer = await join(bob, `${guesses++}`);
  assertEquals([answer, guesses > 100], ["too_fast", true]);
});

testOverStores(
  "links survive a restart, are stored without codes, and never exceed their uses",
  async (store) => {
    const { args, db } = store;
    if (db !== ":memory:") await addAccounts(db, ["Ana"]);
    const token = "the token of Ana";
    const hello = db === ":memory:" ? { token } : { password: PASSWORD };
    let code: string;
    {
      await using server = await startServer({ args });
      await using ana = await Peer.json(server, "Ana", hello);
      await codeOf(ana, { type: "join", room });
      if (db === ":memory:") await registerName(ana);
      assertEquals(await codeOf(ana, { type: "private", room, on: true }), "private");
      const link = await invite(ana, { uses: 3 });
      code = link.code;
      // Three uses for six joins at the same time.
      const peers = await Promise.all(
        Array.from({ length: 6 }, (_, index) => guest(server, `Bob${index}`)),
      );
      const joins = await Promise.all(peers.map((peer) => join(peer, code)));
      assertEquals(joins.sort(), [
        ...Array(3).fill("joined"),
        ...Array(3).fill("wrong_code"),
      ]);
      await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()));
      code = (await invite(ana)).code;
      if (db !== ":memory:") await server.stop("SIGKILL");
    }
    if (db === ":memory:") return;
    if (!db.startsWith("postgres")) {
      for await (const { name } of Deno.readDir(db.slice(0, db.lastIndexOf("/")))) {
        const file = await Deno.readFile(`${db.slice(0, db.lastIndexOf("/"))}/${name}`);
        assert(!new TextDecoder("latin1").decode(file).includes(code), name);
      }
    }
    await using server = await startServer({ args });
    await using bob = await guest(server, "Bob");
    assertEquals(await join(bob, code), "joined");
  },
);

testOverNodes(
  2,
  "nodes share links: each use is taken once, and a kick revokes them everywhere",
  async (cluster) => {
    await addAccounts(cluster.db, ["Ana"]);
    const [a, b] = cluster.nodes as [typeof cluster.nodes[0], typeof cluster.nodes[0]];
    await using ana = await logIn(a, "Ana", room);
    await codeOf(ana, { type: "private", room, on: true });
    const { code } = await invite(ana, { uses: 2 });
    const names = ["Bob", "Eva", "Nino", "Dora"];
    const peers = await Promise.all(names.map((name, index) => guest(index % 2 ? a : b, name)));
    const joins = await Promise.all(peers.map((peer) => join(peer, code)));
    assertEquals([...joins].sort(), ["joined", "joined", "wrong_code", "wrong_code"]);
    const next = await invite(ana, { uses: 2 });
    const name = names[joins.indexOf("joined")]!;
    assertEquals(await codeOf(ana, { type: "kick", room, name }), "left");
    for (const peer of peers.filter((_, index) => joins[index] !== "joined")) {
      assertEquals(await join(peer, next.code), "wrong_code");
    }
    await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()));
  },
);
