import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  addAccounts,
  ask,
  codeOf,
  enter,
  guest,
  logIn,
  PASSWORD,
  settled,
} from "../support/moderators.ts";
import { flagsOfNodes, startNodes } from "../support/nodes.ts";
import { Peer } from "../support/peer.ts";
import { findPostgres, PostgresServer } from "../support/postgres.ts";
import { run } from "../support/program.ts";
import { startServer, type TestServer } from "../support/server.ts";

const room = "#sala";
const DAY = 24 * 60 * 60 * 1000;

/** Whether a server is several nodes in this run. */
const isOverNodes = Deno.env.has("CHAT_NODES");
const postgres = isOverNodes ? undefined : await findPostgres();

/** A server, and where it keeps messages if that is no memory. */
interface Place {
  readonly server: TestServer;
  readonly db?: string;
}

/** Tests what must hold wherever messages are kept; `accounts` are added before, those with `!` operators of the server. */
function testOverStores(
  name: string,
  accounts: readonly string[],
  fn: (place: Place) => Promise<void>,
): void {
  const runWith = async (db: string) => {
    await addAccounts(db, accounts);
    await using server = await startServer({ args: ["--db", db] });
    await fn({ server, db });
  };
  if (accounts.length === 0) {
    Deno.test(name, async () => {
      await using server = await startServer();
      await fn({ server });
    });
  }
  if (accounts.length > 0) {
    Deno.test({
      name: `${name} (three nodes)`,
      ignore: !isOverNodes,
      fn: async () => {
        const flags = await flagsOfNodes();
        const db = flags[1]!;
        await addAccounts(db, accounts);
        await using server = await startNodes({}, flags);
        await fn({ server, db });
      },
    });
  }
  Deno.test({
    name: `${name} (SQLite)`,
    ignore: isOverNodes,
    fn: async () => {
      const directory = await Deno.makeTempDir();
      await runWith(`${directory}/chat.db`);
      await Deno.remove(directory, { recursive: true });
    },
  });
  Deno.test({
    name: `${name} (PostgreSQL)`,
    ignore: postgres === undefined,
    fn: async () => {
      await using engine = await PostgresServer.start(postgres!);
      await runWith(await engine.database());
    },
  });
}

/** Lets a guest in who has a token, and goes to the room. */
async function returning(server: TestServer, name: string, token: string): Promise<Peer> {
  return await enter(await Peer.json(server, name, { token }), room);
}

async function says(peer: Peer, text: string): Promise<void> {
  await peer.send({ type: "say", room, text, ref: text });
  await peer.skipTo("ack");
}

/** Asks until the answer is the one that is waited for, as what another process or node did is known within a second. */
async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!await isSo()) assert(Date.now() < end, "Time is up");
}

testOverStores(
  "A newcomer with an account does not get a room that guests made",
  [],
  async (place) => {
    const { server } = place;
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
    // The guest who made it comes back and looks after it.
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
    await eventually(async () => await codeOf(eva, { type: "join", room }) === "banned");
    // Another guest by the same name has no token to show.
    await bob.send({ type: "quit" });
    await bob.ended();
    await using other = await returning(server, "Bob", "another token");
    assertEquals(await codeOf(other, { type: "unban", room, name: "Eva" }), "forbidden");
  },
);

testOverStores("A guest who made a room owns it once they register", [], async (place) => {
  const { server } = place;
  await using bob = await returning(server, "Bob", "token of Bob");
  await using eva = await guest(server, "Eva", room);
  await says(bob, "oi");
  assertEquals(await codeOf(bob, { type: "ban", room, name: "Eva" }), "banned");
  await eva.skipTo("left");
  // Only an owner may, and there is a way to become one.
  assertEquals(await ask(bob, { type: "private", room, on: true }), {
    type: "error",
    code: "forbidden",
    message:
      "Não permitido: é preciso ser dono de #sala: registre o seu nome (/register), e a sala será sua.",
  });
  assertEquals(await codeOf(bob, { type: "register", password: PASSWORD }), "registered");
  assertEquals(await codeOf(bob, { type: "private", room, on: true }), "private");
  // What they did as a guest holds for good, and the room is theirs from anywhere.
  const list = await ask(bob, { type: "bans", room });
  assertEquals("bans" in list && list.bans.map(({ name, until }) => [name, until]), [
    ["Eva", undefined],
  ]);
  await using again = await logIn(server, "Bob", room);
  assertEquals(await codeOf(again, { type: "private", room, on: false }), "private");
  assertEquals(await codeOf(bob, { type: "logout" }), "logged_out");
  assertEquals(await codeOf(bob, { type: "topic", room, text: "x" }), "forbidden");
});

testOverStores("A room that its owner let go is nobody's", [], async (place) => {
  const { server } = place;
  await using ana = await guest(server, "Ana");
  await using bia = await guest(server, "Bia");
  for (const peer of [ana, bia]) await codeOf(peer, { type: "register", password: PASSWORD });
  await enter(ana, room);
  await says(ana, "oi");
  assertEquals(await codeOf(ana, { type: "deop", room, name: "Ana" }), "deopped");
  assertEquals(await codeOf(ana, { type: "leave", room }), "left");
  await enter(bia, room);
  assertEquals(await codeOf(bia, { type: "topic", room, text: "x" }), "forbidden");
  // One in which nothing was said and nothing holds has no past.
  const other = "#outra";
  assertEquals(await codeOf(ana, { type: "join", room: other }), "joined");
  assertEquals(await codeOf(ana, { type: "deop", room: other, name: "Ana" }), "deopped");
  assertEquals(await codeOf(ana, { type: "leave", room: other }), "left");
  await eventually(async () => {
    await codeOf(bia, { type: "join", room: other });
    if (await codeOf(bia, { type: "topic", room: other, text: "x" }) === "topic") return true;
    await codeOf(bia, { type: "leave", room: other });
    return false;
  });
});

testOverStores("Who comes back to a room does not get it", [], async (place) => {
  await using eva = await Peer.connect(place.server);
  await eva.send({ type: "hello", name: "Eva", version: 1, resume: { [room]: 0 } });
  await eva.skipTo("history");
  assertEquals(await codeOf(eva, { type: "topic", room, text: "minha" }), "forbidden");
});

testOverStores("Operators of the server, and nobody else, give a room an owner", [
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
  await settled(ana);
  await settled(caio);
  const event = { type: "owner", room, name: "Ana", by: "Rute" } as const;
  assertEquals(await ask(rute, { type: "owner", room, name: "ana" }), event);
  assertEquals(await settled(caio), [event]);
  // What the guest did has ended with their rights.
  assertEquals(await ask(ana, { type: "bans", room }), { type: "bans", room, bans: [] });
  assertEquals(await codeOf(bob, { type: "topic", room, text: "x" }), "forbidden");
  assertEquals(await codeOf(ana, { type: "private", room, on: true }), "private");
  assertEquals(await codeOf(ana, { type: "owner", room, name: "Bia" }), "forbidden");
  // Another takes the place of the first; in the text dialect, too.
  await using text = await Peer.connect(server);
  await text.send("Texto");
  await text.until("[SYS] Você entrou em #geral.");
  await text.send("/owner Bia");
  assertEquals(await text.next(), "[ERRO] Não permitido: é preciso ser operador do servidor.");
  assertEquals(await codeOf(rute, { type: "owner", room, name: "Bia" }), "owner");
  assertEquals(await codeOf(ana, { type: "private", room, on: false }), "forbidden");
  await using bia = await logIn(server, "Bia", room);
  assertEquals(await codeOf(bia, { type: "private", room, on: false }), "private");
  await eventually(async () => {
    await settled(rute);
    return server.log.some((line) => /\/owner Bia .*\[#sala\]$/.test(line));
  });
});

testOverStores("Empty public rooms that are kept are listed at the end", [], async ({ server }) => {
  await using ana = await guest(server, "Ana");
  assertEquals(await codeOf(ana, { type: "register", password: PASSWORD }), "registered");
  for (const name of ["#Velha", "#nova", "#fechada", "#cheia"]) {
    assertEquals(await codeOf(ana, { type: "join", room: name }), "joined");
    const said = await ask(ana, { type: "say", room: name, text: "oi" });
    assert(said.type === "ack");
    // They are listed by when something was said last.
    await eventually(() => Promise.resolve(Date.now() > said.at));
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
  await eventually(async () => (await shown(xico)).length === 4);
  assertEquals(await shown(xico), [...open, nova, velha]);
  const closed = { name: "#fechada", members: 0, isDated: true };
  assertEquals(await shown(ana), [...open, closed, nova, velha]);
  await using text = await Peer.text(server, "Texto");
  await text.send("/list");
  const [active, empty] = await text.take(2);
  assertEquals(active, "[SYS] Salas ativas: #geral (3), #cheia (1)");
  assertMatch(empty!, /^\[SYS\] Salas vazias: #nova \(.*; xadrez\), #Velha \([^;]*\)$/);
});

testOverStores(
  "A kicked member cannot return to a private room under another identity",
  [],
  async (place) => {
    const { server } = place;
    await using ana = await guest(server, "Ana");
    assertEquals(await codeOf(ana, { type: "register", password: PASSWORD }), "registered");
    await enter(ana, room);
    const token = "token of Bob";
    {
      await using bob = await returning(server, "Bob", token);
      assertEquals(await codeOf(ana, { type: "private", room, on: true }), "private");
      await bob.skipTo("private");
      assertEquals(await codeOf(bob, { type: "register", password: PASSWORD }), "registered");
      assertEquals(await codeOf(ana, { type: "kick", room, name: "Bob" }), "left");
      await bob.skipTo("left");
      assertEquals(await codeOf(bob, { type: "join", room }), "forbidden");
      assertEquals(await codeOf(bob, { type: "logout" }), "logged_out");
      assertEquals(await codeOf(bob, { type: "join", room }), "forbidden");
      assertEquals(
        await codeOf(bob, { type: "login", name: "Bob", password: PASSWORD }),
        "logged_in",
      );
      assertEquals(await codeOf(bob, { type: "join", room }), "forbidden");
    }
    // Invited on one device as a guest, put out on another in the account.
    {
      await using guest = await Peer.json(server, "Beto", { token: "another device" });
      assertEquals(await codeOf(ana, { type: "invite", room, name: "Beto" }), "invited");
      await guest.skipTo("invited");
      assertEquals(
        await codeOf(guest, { type: "login", name: "Bob", password: PASSWORD }),
        "logged_in",
      );
    }
    await using first = await logIn(server, "Bob");
    await eventually(async () => await codeOf(first, { type: "join", room }) === "joined");
    assertEquals(await codeOf(ana, { type: "ban", room, name: "Bob" }), "banned");
    assertEquals(await codeOf(ana, { type: "unban", room, name: "Bob" }), "unbanned");
    await using second = await Peer.json(server, "Beto", { token: "another device" });
    await eventually(async () => await codeOf(second, { type: "join", room }) === "forbidden");
    await using third = await Peer.json(server, "Bento", { token });
    assertEquals(await codeOf(third, { type: "join", room }), "forbidden");
  },
);

testOverStores("Who logs out in a private room has to leave it", [], async ({ server }) => {
  await using ana = await guest(server, "Ana");
  await using bia = await guest(server, "Bia");
  for (const peer of [ana, bia]) {
    assertEquals(await codeOf(peer, { type: "register", password: PASSWORD }), "registered");
  }
  await enter(ana, room);
  assertEquals(await codeOf(ana, { type: "private", room, on: true }), "private");
  assertEquals(await codeOf(ana, { type: "invite", room, name: "Bia" }), "invited");
  await bia.skipTo("invited");
  await enter(bia, room);
  await says(ana, "antes");
  for (const peer of [bia, ana]) {
    await settled(peer);
    await peer.send({ type: "logout", ref: 1 });
    assertEquals((await peer.skipTo("error")).code, "forbidden");
    assertEquals((await peer.skipTo("left")).room, room);
    await peer.skipTo("logged_out");
    assertEquals(await codeOf(peer, { type: "history", room }), "not_in_room");
    assertEquals(await codeOf(peer, { type: "join", room }), "forbidden");
  }
});

testOverStores(
  "A ban of a guest keeps out the account that the session was in before",
  [],
  async (place) => {
    const { server } = place;
    await using ana = await guest(server, "Ana");
    await using bia = await guest(server, "Bia");
    for (const peer of [ana, bia]) {
      assertEquals(await codeOf(peer, { type: "register", password: PASSWORD }), "registered");
    }
    await enter(ana, room);
    const out = await ask(bia, { type: "logout" });
    assert(out.type === "logged_out");
    assertEquals(await codeOf(ana, { type: "ban", room, name: out.name }), "banned");
    await using elsewhere = await logIn(server, "Bia");
    await eventually(async () => await codeOf(elsewhere, { type: "join", room }) === "banned");
  },
);

testOverStores(
  "A muted guest stays so in the account that they register",
  [],
  async ({ server }) => {
    await using ana = await guest(server, "Ana");
    assertEquals(await codeOf(ana, { type: "register", password: PASSWORD }), "registered");
    await enter(ana, room);
    await using bob = await guest(server, "Bob", room);
    assertEquals(await codeOf(ana, { type: "mute", room, name: "Bob" }), "muted");
    await bob.skipTo("muted");
    assertEquals(await codeOf(bob, { type: "rename", name: "Beto" }), "renamed");
    assertEquals(await codeOf(bob, { type: "register", password: PASSWORD }), "registered");
    assertEquals(await codeOf(bob, { type: "say", room, text: "oi" }), "muted");
    await using elsewhere = await logIn(server, "Beto", room);
    await eventually(async () =>
      await codeOf(elsewhere, { type: "say", room, text: "oi" }) === "muted"
    );
  },
);

testOverStores(
  "A room whose owner's account was removed is nobody's",
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
    await eventually(async () =>
      await codeOf(ana, { type: "topic", room, text: "minha" }) === "topic"
    );
  },
);

testOverStores("The right of an operator of the server ends where it is taken back", [
  ...["Ana", "Rute!"],
], async ({ server, db }) => {
  await using ana = await logIn(server, "Ana", room);
  assertEquals(await codeOf(ana, { type: "topic", room, text: "segredo" }), "topic");
  assertEquals(await codeOf(ana, { type: "private", room, on: true }), "private");
  await using rute = await logIn(server, "Rute");
  const sees = async () => {
    const list = await ask(rute, { type: "list" });
    return "rooms" in list && list.rooms.some(({ name }) => name === room);
  };
  await eventually(sees);
  await chatUser("deop", "Rute", db!);
  // At once, whatever is asked for.
  assertEquals(await sees(), false);
  assertEquals(await codeOf(rute, { type: "who", room }), "no_such_room");
  assertEquals(await codeOf(rute, { type: "join", room }), "forbidden");
  assertEquals(await codeOf(rute, { type: "bans" }), "forbidden");
  await chatUser("op", "Rute", db!);
  await eventually(sees);
  assertEquals(await codeOf(rute, { type: "join", room }), "joined");
  await eventually(async () => {
    const who = await ask(ana, { type: "who", room });
    return "ops" in who && who.ops?.includes("Rute") === true;
  });
  // Who is in has to leave, and that without asking for anything.
  await chatUser("deop", "Rute", db!);
  assertEquals((await rute.skipTo("error")).code, "forbidden");
  assertEquals((await rute.skipTo("left")).room, room);
  assertEquals((await ana.skipTo("left")).name, "Rute");
});

async function chatUser(action: string, name: string, db: string): Promise<void> {
  const { code, stderr } = await run(["user", action, name, "--db", db]);
  assertEquals([code, stderr], [0, ""]);
}

testOverStores(
  "Who opens a room that looks like another keeps nobody out of it",
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
    // What was open first still keeps others from looking like it.
    assertEquals(await enter(bia, "#equipeI"), "bad_room");
    await using back = await Peer.connect(server);
    const resume = { "#equipe1": 0 };
    await back.send({ type: "hello", name: "Caio", version: 1, resume });
    await back.skipTo("joined");
    assertEquals((await back.skipTo("joined")).room, "#equipe1");
  },
);
