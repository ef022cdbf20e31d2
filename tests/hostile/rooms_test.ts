import { assert, assertEquals, assertMatch } from "@std/assert";
import { addAccounts, guest, logIn, PASSWORD } from "../support/moderation_fixture.ts";
import { Peer } from "../support/peer.ts";
import { ask, codeOf, enter, settled } from "../support/requests.ts";
import {
  chatUser,
  returning,
  ROOM as room,
  says,
  testInRooms,
  untilAnswered,
} from "../support/room_fixture.ts";
import { waitUntil } from "../support/wait_until.ts";

const DAY = 24 * 60 * 60 * 1000;

testInRooms(
  "a new member with an account cannot claim a room that guests made",
  [],
  async (fixture) => {
    const { server } = fixture;
    {
      await using bob = await returning(server, "Bob", "token of Bob");
      await says(bob, "nosso segredo");
      assertEquals(await codeOf(bob, { type: "topic", room, text: "nossa" }), "topic");
    }
    await using eva = await guest(server, "Eva");
    assertEquals(await codeOf(eva, { type: "register", password: PASSWORD }), "registered");
    await enter(eva, room);
    for (
      const order of [
        { type: "topic", text: "minha" },
        { type: "private", on: true },
        { type: "bans" },
        { type: "op", name: "Eva" },
        { type: "owner", name: "Eva" },
      ]
    ) assertEquals(await codeOf(eva, { ...order, room }), "forbidden", order.type);
    // The guest who made the room returns and operates it.
    await using bob = await returning(server, "Bob", "token of Bob");
    assertEquals(await codeOf(eva, { type: "kick", room, name: "Bob" }), "forbidden");
    for (
      const order of [
        { type: "private", on: true },
        { type: "op", name: "Eva" },
        { type: "deop", name: "Eva" },
      ]
    ) assertEquals(await codeOf(bob, { ...order, room }), "forbidden", order.type);
    assertEquals(await codeOf(bob, { type: "mute", room, name: "Eva" }), "muted");
    await eva.skipTo("muted");
    assertEquals(await codeOf(eva, { type: "say", room, text: "oi" }), "muted");
    assertEquals(await codeOf(bob, { type: "kick", room, name: "Eva" }), "left");
    await eva.skipTo("left");
    const banned = await ask(bob, { type: "ban", room, name: "Eva" });
    assert(banned.type === "banned" && banned.until! <= Date.now() + 30 * DAY);
    await untilAnswered(eva, { type: "join", room }, "banned");
    // Another guest with the same name does not have the token.
    await bob.send({ type: "quit" });
    await bob.ended();
    await using other = await returning(server, "Bob", "another token");
    assertEquals(await codeOf(other, { type: "unban", room, name: "Eva" }), "forbidden");
  },
);

testInRooms("a guest who made a room owns it after registering", [], async (fixture) => {
  const { server } = fixture;
  await using bob = await returning(server, "Bob", "token of Bob");
  await using eva = await guest(server, "Eva", room);
  await says(bob, "oi");
  assertEquals(await codeOf(bob, { type: "ban", room, name: "Eva" }), "banned");
  await eva.skipTo("left");
  // Only an owner may, and guests can become one by registering.
  assertEquals(await ask(bob, { type: "private", room, on: true }), {
    type: "error",
    code: "forbidden",
    cause: "register_first",
    room,
    message:
      "Não permitido: é preciso ser dono de #sala. Registre o seu nome (/register), e a sala será sua.",
  });
  assertEquals(await codeOf(bob, { type: "register", password: PASSWORD }), "registered");
  assertEquals(await codeOf(bob, { type: "private", room, on: true }), "private");
  // Actions as a guest stay valid, and the owner has the room on every device.
  const list = await ask(bob, { type: "bans", room });
  assertEquals("bans" in list && list.bans.map(({ name, until }) => [name, until]), [
    ["Eva", undefined],
  ]);
  await using again = await logIn(server, "Bob", room);
  assertEquals(await codeOf(again, { type: "private", room, on: false }), "private");
  assertEquals(await codeOf(bob, { type: "logout" }), "logged_out");
  assertEquals(await codeOf(bob, { type: "topic", room, text: "x" }), "forbidden");
});

testInRooms("a room that its owner gave up has no owner", [], async (fixture) => {
  const { server } = fixture;
  await using ana = await guest(server, "Ana");
  await using bia = await guest(server, "Bia");
  for (const peer of [ana, bia]) await codeOf(peer, { type: "register", password: PASSWORD });
  await enter(ana, room);
  await says(ana, "oi");
  assertEquals(await codeOf(ana, { type: "deop", room, name: "Ana" }), "deopped");
  assertEquals(await codeOf(ana, { type: "leave", room }), "left");
  await enter(bia, room);
  assertEquals(await codeOf(bia, { type: "topic", room, text: "x" }), "forbidden");
  // A room without messages and rules has no past.
  const other = "#outra";
  assertEquals(await codeOf(ana, { type: "join", room: other }), "joined");
  assertEquals(await codeOf(ana, { type: "deop", room: other, name: "Ana" }), "deopped");
  assertEquals(await codeOf(ana, { type: "leave", room: other }), "left");
  await waitUntil(async () => {
    await codeOf(bia, { type: "join", room: other });
    if (await codeOf(bia, { type: "topic", room: other, text: "x" }) === "topic") return true;
    await codeOf(bia, { type: "leave", room: other });
    return false;
  }, `${other} to be without an owner`);
});

testInRooms("a member who returns to a room does not become its owner", [], async (fixture) => {
  await using eva = await Peer.connect(fixture.server);
  await eva.send({ type: "hello", name: "Eva", version: 1, resume: { [room]: 0 } });
  await eva.skipTo("history");
  assertEquals(await codeOf(eva, { type: "topic", room, text: "minha" }), "forbidden");
});

testInRooms("only server operators can give a room an owner", [
  ...["Ana", "Bia", "Rute!"],
], async ({ server }) => {
  await using bob = await returning(server, "Bob", "token of Bob");
  await using ana = await logIn(server, "Ana", room);
  await using rute = await logIn(server, "Rute", room);
  await using caio = await guest(server, "Caio", room);
  await says(bob, "oi");
  assertEquals(await codeOf(bob, { type: "ban", room, name: "Zeca" }), "banned");
  assertEquals(await codeOf(bob, { type: "owner", room, name: "Bob" }), "forbidden");
  assertEquals(await codeOf(rute, { type: "owner", room, name: "Caio" }), "forbidden");
  assertEquals(await codeOf(rute, { type: "owner", room, name: "Ninguem" }), "no_such_user");
  const event = { type: "owner", room, name: "Ana", by: "Rute" } as const;
  assertEquals(await ask(rute, { type: "owner", room, name: "ana" }), event);
  for (const peer of [ana, bob, caio]) assertEquals(await peer.skipTo("owner"), event);
  // The guest's actions ended with their rights.
  assertEquals(await ask(ana, { type: "bans", room }), { type: "bans", room, bans: [] });
  assertEquals(await codeOf(bob, { type: "topic", room, text: "x" }), "forbidden");
  assertEquals(await codeOf(ana, { type: "private", room, on: true }), "private");
  assertEquals(await codeOf(ana, { type: "owner", room, name: "Bia" }), "forbidden");
  // A new owner replaces the first, also in the text dialect.
  await using text = await Peer.connect(server);
  await text.send("Texto");
  await text.until("[SYS] Você entrou em #geral.");
  await text.send("/owner Bia");
  assertEquals(await text.next(), "[ERRO] Não permitido: é preciso ser operador do servidor.");
  assertEquals(await codeOf(rute, { type: "owner", room, name: "Bia" }), "owner");
  await ana.skipTo("owner");
  assertEquals(await codeOf(ana, { type: "private", room, on: false }), "forbidden");
  await using bia = await logIn(server, "Bia");
  await untilAnswered(bia, { type: "join", room }, "joined");
  assertEquals(await codeOf(bia, { type: "private", room, on: false }), "private");
  await waitUntil(async () => {
    await settled(rute);
    return server.log.some((line) => /\/owner Bia .*\[#sala\]$/.test(line));
  }, "the line of /owner in the log");
});

testInRooms("empty public rooms with a past are listed last", [], async ({ server }) => {
  await using ana = await guest(server, "Ana");
  assertEquals(await codeOf(ana, { type: "register", password: PASSWORD }), "registered");
  for (const name of ["#Velha", "#nova", "#fechada", "#cheia"]) {
    assertEquals(await codeOf(ana, { type: "join", room: name }), "joined");
    const said = await ask(ana, { type: "say", room: name, text: "oi" });
    assert(said.type === "ack");
    // Rooms are listed by their latest message.
    await waitUntil(() => Date.now() > said.at, "the next millisecond", { interval: 1 });
  }
  assertEquals(await codeOf(ana, { type: "topic", room: "#nova", text: "xadrez" }), "topic");
  assertEquals(await codeOf(ana, { type: "private", room: "#fechada", on: true }), "private");
  await using xico = await guest(server, "Xico");
  const shown = async (peer: Peer) => {
    const list = await ask(peer, { type: "list" });
    assert(list.type === "rooms");
    return list.rooms.map(({ at, ...rest }) => ({ ...rest, isDated: typeof at === "number" }));
  };
  for (const name of ["#Velha", "#nova", "#fechada"]) {
    assertEquals(await codeOf(ana, { type: "leave", room: name }), "left");
  }
  const open = [
    { name: "#geral", members: 2, isDated: false },
    { name: "#cheia", members: 1, isDated: false },
  ];
  const [nova, velha] = [
    { name: "#nova", members: 0, topic: "xadrez", isDated: true },
    { name: "#Velha", members: 0, isDated: true },
  ];
  await waitUntil(async () => (await shown(xico)).length === 4, "four rooms");
  assertEquals(await shown(xico), [...open, nova, velha]);
  const closed = { name: "#fechada", members: 0, isDated: true };
  assertEquals(await shown(ana), [...open, closed, nova, velha]);
  await using text = await Peer.text(server, "Texto");
  await text.send("/list");
  const [active, empty] = await text.take(2);
  assertEquals(active, "[SYS] Salas ativas: #geral (3), #cheia (1)");
  assertMatch(empty!, /^\[SYS\] Salas vazias: #nova \(.*; xadrez\), #Velha \([^;]*\)$/);
});

testInRooms(
  "a room whose owner's account was removed has no owner",
  ["Ana"],
  async ({ server, db }) => {
    {
      await using ana = await logIn(server, "Ana", room);
      await says(ana, "oi");
      assertEquals(await codeOf(ana, { type: "private", room, on: true }), "private");
      assertEquals(await codeOf(ana, { type: "private", room, on: false }), "private");
    }
    await chatUser("remove", "Ana", db!);
    await addAccounts(db!, ["Ana", "Rute!"]);
    await using ana = await logIn(server, "Ana", room);
    assertEquals(await codeOf(ana, { type: "topic", room, text: "minha" }), "forbidden");
    await using rute = await logIn(server, "Rute", room);
    assertEquals(await codeOf(rute, { type: "owner", room, name: "Ana" }), "owner");
    await untilAnswered(ana, { type: "topic", room, text: "minha" }, "topic");
  },
);

testInRooms("revoking a server operator takes effect at once", [
  ...["Ana", "Rute!"],
], async ({ server, db }) => {
  await using ana = await logIn(server, "Ana", room);
  assertEquals(await codeOf(ana, { type: "topic", room, text: "segredo" }), "topic");
  assertEquals(await codeOf(ana, { type: "private", room, on: true }), "private");
  await using rute = await logIn(server, "Rute");
  const sees = async () => {
    const list = await ask(rute, { type: "list" });
    return list.type === "rooms" && list.rooms.some(({ name }) => name === room);
  };
  await waitUntil(sees, "the private room in the list");
  await chatUser("deop", "Rute", db!);
  // Takes effect at once for every request.
  assertEquals(await sees(), false);
  assertEquals(await codeOf(rute, { type: "who", room }), "no_such_room");
  assertEquals(await codeOf(rute, { type: "join", room }), "forbidden");
  assertEquals(await codeOf(rute, { type: "bans" }), "forbidden");
  await chatUser("op", "Rute", db!);
  await waitUntil(sees, "the private room in the list");
  assertEquals(await codeOf(rute, { type: "join", room }), "joined");
  await waitUntil(async () => {
    const who = await ask(ana, { type: "who", room });
    return "ops" in who && who.ops?.includes("Rute") === true;
  }, "Rute to be an operator");
  // A member has to leave even without a request.
  await chatUser("deop", "Rute", db!);
  assertEquals((await rute.skipTo("error")).code, "forbidden");
  assertEquals((await rute.skipTo("left")).room, room);
  assertEquals((await ana.skipTo("left")).name, "Rute");
});

testInRooms(
  "a look-alike of a room does not block that room",
  [],
  async ({ server }) => {
    await using ana = await Peer.json(server, "Ana");
    await using bia = await Peer.json(server, "Bia");
    await using eve = await Peer.json(server, "Eve");
    const enter = async (peer: Peer, room: string) => {
      await peer.send({ type: "join", room, ref: room });
      for (;;) {
        const answer = JSON.parse(await peer.next());
        if (answer.ref === room) return answer.type === "error" ? answer.code : answer.type;
      }
    };
    assertEquals(await enter(ana, "#equipe1"), "joined");
    await ana.send({ type: "leave", room: "#equipe1" });
    await ana.skipTo("left");
    assertEquals(await enter(eve, "#equipel"), "joined");
    assertEquals(await enter(ana, "#equipe1"), "joined");
    assertEquals(await enter(bia, "#equipe1"), "joined");
    // The room that was open first still blocks look-alikes.
    assertEquals(await enter(bia, "#equipeI"), "bad_room");
    await using back = await Peer.connect(server);
    const resume = { "#equipe1": 0 };
    await back.send({ type: "hello", name: "Caio", version: 1, resume });
    await back.skipTo("joined");
    assertEquals((await back.skipTo("joined")).room, "#equipe1");
  },
);
