import { assert, assertEquals } from "@std/assert";
import { ask, codeOf, PASSWORD, settled } from "../support/moderators.ts";
import { relayFrom } from "../support/relay.ts";
import { Engines } from "../support/engines.ts";
import { testWith } from "../support/needs.ts";
import { startNodes } from "../support/nodes.ts";
import { Peer } from "../support/peer.ts";
import { run } from "../support/program.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { startProcess } from "../support/server_process.ts";

/** Hashing passwords takes long on a busy machine, longer than a handshake may take by default. */
const NO_TIMEOUT = ["--handshake-timeout", "600"];

const OTHER_PASSWORD = "bateria grampo";

/** A running server whose accounts `chat user` changes. */
interface ServersFixture {
  readonly server: TestServer;
  /** Runs `chat user` with the given arguments. */
  user(words: string, password?: string): Promise<void>;
}

const engines = await Engines.shared();

/** Defines the same test over SQLite, PostgreSQL and three nodes. */
function testWithAccounts(name: string, fn: (fixture: ServersFixture) => Promise<void>): void {
  const overDatabase = async (db: string) => {
    await using server = await startProcess({ args: ["--db", db, ...NO_TIMEOUT] });
    await fn(sceneOf(server, db));
  };
  Deno.test(`${name} (SQLite)`, async () => {
    const directory = await Deno.makeTempDir();
    await overDatabase(`${directory}/chat.db`);
    await Deno.remove(directory, { recursive: true });
  });
  testWith(["postgres", "nats-server"], `${name} (PostgreSQL)`, async () => {
    await overDatabase(await engines!.postgres.database());
  });
  testWith(["postgres", "nats-server"], `${name} (three nodes)`, async () => {
    const flags = await engines!.flags();
    await using server = await startNodes({ args: [...flags, ...NO_TIMEOUT] });
    await fn(sceneOf(server, flags[1]!));
  });
}

function sceneOf(server: TestServer, db: string): ServersFixture {
  return {
    server,
    user: async (words, password = PASSWORD) => {
      const env = { CHAT_PASSWORD: password };
      const { code, stderr } = await run(["user", ...words.split(" "), "--db", db], { env });
      assertEquals([code, stderr], [0, ""]);
    },
  };
}

/** Sends `hello`; returns the type of the answer or the code of the error. */
async function greet(fixture: ServersFixture, fields: Record<string, unknown>): Promise<string> {
  await using peer = await Peer.connect(fixture.server);
  return await codeOf(peer, { type: "hello", version: 1, ...fields });
}

function signIn(fixture: ServersFixture, name: string, fields = {}): Promise<Peer> {
  return Peer.json(fixture.server, name, { password: PASSWORD, ...fields });
}

/** Texts of the private messages that a peer has received. */
async function privateTexts(peer: Peer): Promise<string[]> {
  return (await settled(peer)).flatMap((event) =>
    event.type === "direct"
      ? [event.text]
      : event.type === "history" && event.with !== undefined
      ? event.messages.map(({ text }) => text)
      : []
  );
}

testWithAccounts("a session that logs out never gets the name of an account", async (fixture) => {
  await fixture.user("add convidado-1");
  await fixture.user("add Ana");
  await using ana = await signIn(fixture, "Ana");
  await using bia = await Peer.json(fixture.server, "Bia");
  assertEquals(await codeOf(ana, { type: "logout" }), "logged_out");
  assertEquals(await codeOf(bia, { type: "direct", to: "convidado-1", text: "só seu" }), "ack");
  assertEquals(await codeOf(bia, { type: "direct", to: "convidado-2", text: "para Ana" }), "ack");
  assertEquals((await ana.skipTo("direct")).text, "para Ana");
  assertEquals(await privateTexts(ana), []);
  await using owner = await signIn(fixture, "convidado-1");
  assertEquals((await owner.skipTo("history")).messages.map(({ text }) => text), ["só seu"]);
});

testWithAccounts(
  "a guest who loses a name never gets the name of another account",
  async (fixture) => {
    await fixture.user("add convidado-1");
    await using bob = await Peer.json(fixture.server, "Bob");
    await fixture.user("add B0b");
    await using _owner = await signIn(fixture, "B0b");
    const { from, name, reason } = await bob.skipTo("renamed");
    assertEquals([from, name, reason], ["Bob", "convidado-2", "registered"]);
  },
);

testWithAccounts(
  "guest names cannot be registered in any language or disguise",
  async (fixture) => {
    for (const name of ["convidado-7", "guest-7", "Guest-l"]) {
      await using peer = await Peer.json(fixture.server, name);
      assertEquals(await codeOf(peer, { type: "register", password: PASSWORD }), "bad_name");
    }
  },
);

testWithAccounts(
  "a new password ends the sessions of an account and their tokens",
  async (fixture) => {
    await fixture.user("add Ana");
    const token = crypto.randomUUID();
    await using ana = await signIn(fixture, "Ana", { token });
    await using phone = await signIn(fixture, "Ana");
    await using text = await Peer.connect(fixture.server);
    await text.send(`/login Ana ${PASSWORD}`);
    await text.until("[SYS] Você entrou em #geral.");
    await fixture.user("passwd Ana", OTHER_PASSWORD);
    // The token is refused even before the server notices the change.
    assertEquals(await greet(fixture, { name: "Ana", token }), "password_required");
    for (const peer of [ana, phone]) {
      assertEquals((await peer.skipTo("bye")).reason, "account_changed");
      await peer.ended();
    }
    await text.until("[SYS] Sua conta foi alterada ou removida: entre de novo com a senha.");
    await text.ended();
    assertEquals(await greet(fixture, { name: "Ana", token }), "password_required");
    assertEquals(
      await greet(fixture, { name: "Ana", token, password: PASSWORD }),
      "wrong_password",
    );
    assertEquals(await greet(fixture, { name: "Ana", token, password: OTHER_PASSWORD }), "welcome");
  },
);

testWithAccounts(
  "the owner of a removed account gets nothing of its successor",
  async (fixture) => {
    await fixture.user("add Ana");
    const token = crypto.randomUUID();
    await using old = await signIn(fixture, "Ana", { token });
    await using bia = await Peer.json(fixture.server, "Bia");
    await fixture.user("remove Ana");
    await fixture.user("add Ana", OTHER_PASSWORD);
    assertEquals(await codeOf(bia, { type: "direct", to: "Ana", text: "para a nova" }), "ack");
    const told: string[] = [];
    for (;;) {
      const event = JSON.parse(await old.next());
      told.push(event.type);
      if (event.type === "bye") break;
    }
    assertEquals(told.includes("direct"), false);
    assertEquals(await greet(fixture, { name: "Ana", token }), "password_required");
    assertEquals(
      await greet(fixture, { name: "Ana", token, password: PASSWORD }),
      "wrong_password",
    );
    await using fresh = await signIn(fixture, "Ana", { password: OTHER_PASSWORD });
    const { messages } = await fresh.skipTo("history");
    assertEquals(messages.map(({ text }) => text), ["para a nova"]);
  },
);

testWithAccounts(
  "changing a password keeps the session and ends the account's others",
  async (fixture) => {
    await fixture.user("add Ana");
    const [own, others] = [crypto.randomUUID(), crypto.randomUUID()];
    await using ana = await signIn(fixture, "Ana", { token: own });
    await using phone = await signIn(fixture, "Ana", { token: others });
    const change = { type: "passwd", password: PASSWORD, new: OTHER_PASSWORD };
    assertEquals(await codeOf(ana, change), "password_changed");
    assertEquals((await phone.skipTo("bye")).reason, "account_changed");
    assertEquals(await codeOf(ana, { type: "say", room: "#geral", text: "aqui" }), "ack");
    assertEquals(await greet(fixture, { name: "Ana", token: others }), "password_required");
    assertEquals(await greet(fixture, { name: "Ana", token: own }), "welcome");
  },
);

testWithAccounts(
  "a guest loses a newly registered name and gets none of its messages",
  async (fixture) => {
    await using bob = await Peer.json(fixture.server, "Bob");
    await using text = await Peer.text(fixture.server, "Zeca");
    await using bia = await Peer.json(fixture.server, "Bia");
    await fixture.user("add Bob");
    // This holds at once, even before the server notices the change.
    assertEquals(await codeOf(bia, { type: "direct", to: "Bob", text: "para a conta" }), "ack");
    const { from, reason } = await bob.skipTo("renamed");
    assertEquals([from, reason], ["Bob", "registered"]);
    assertEquals(await privateTexts(bob), []);
    assertEquals(await codeOf(bob, { type: "rename", name: "Bob" }), "password_required");
    await using owner = await signIn(fixture, "Bob");
    const { messages } = await owner.skipTo("history");
    assertEquals(messages.map((message) => message.text), ["para a conta"]);
    await fixture.user("add Zeca");
    const line = await text.next();
    assert(
      /^\[SYS\] O nome Zeca foi registrado: agora você se chama convidado-\d+\.$/.test(line),
      line,
    );
  },
);

testWithAccounts("a nonce belongs to its sender's identity, not to the name", async (fixture) => {
  const nonce = "1";
  const token = crypto.randomUUID();
  const say = { type: "say", room: "#geral", text: "oi", nonce };
  const idOf = async (peer: Peer) => {
    const answer = await ask(peer, say);
    return answer.type === "ack" ? answer.id : answer.type;
  };
  {
    await using ana = await Peer.json(fixture.server, "Ana", { token });
    assertEquals(await idOf(ana), 1);
    assertEquals(await codeOf(ana, { type: "quit" }), "bye");
  }
  {
    await using other = await Peer.json(fixture.server, "Ana");
    assertEquals(await idOf(other), 2);
    assertEquals(await codeOf(other, { type: "quit" }), "bye");
  }
  await using again = await Peer.json(fixture.server, "Outra", { token });
  assertEquals(await idOf(again), 1);
});

/** Ways to change identity: an existing account, the first `hello`, the change, and the next `hello`. */
const CHANGES = [
  {
    type: "register",
    first: { name: "Ana" },
    change: { type: "register", password: PASSWORD },
    next: { name: "Ana", password: PASSWORD },
    answer: "registered",
  },
  {
    type: "login",
    account: "Ana",
    first: { name: "Visita" },
    change: { type: "login", name: "Ana", password: PASSWORD },
    next: { name: "Ana", password: PASSWORD },
    answer: "logged_in",
  },
  {
    type: "logout",
    account: "Ana",
    first: { name: "Ana", password: PASSWORD },
    change: { type: "logout" },
    next: { name: "Outra" },
    answer: "logged_out",
  },
];

for (const { type, account, first, change, next, answer } of CHANGES) {
  testWithAccounts(`a nonce from before ${type} is not stored again after it`, async (fixture) => {
    if (account !== undefined) await fixture.user(`add ${account}`);
    const token = crypto.randomUUID();
    await using bia = await Peer.json(fixture.server, "Bia");
    const repeated = [
      { type: "say", room: "#geral", text: "oi", nonce: "1" },
      { type: "direct", to: "Bia", text: "segredo", nonce: "2" },
    ];
    const acks = async (peer: Peer) => {
      const answers = [];
      for (const message of repeated) answers.push(await ask(peer, message));
      assertEquals(answers.map((ack) => ack.type), ["ack", "ack"]);
      return answers;
    };
    const before = await Peer.json(fixture.server, first.name, { ...first, token });
    const said = await acks(before);
    assertEquals(await codeOf(before, change), answer);
    assertEquals(await acks(before), said);
    await before[Symbol.asyncDispose]();
    await using after = await Peer.json(fixture.server, next.name, { ...next, token });
    assertEquals(await acks(after), said);
    // These messages arrive after any duplicates.
    assertEquals(await codeOf(after, { ...repeated[0], text: "fim", nonce: "3" }), "ack");
    assertEquals(await codeOf(after, { ...repeated[1], text: "fim", nonce: "4" }), "ack");
    const texts: Record<string, string[]> = { message: [], direct: [] };
    while (texts.message!.at(-1) !== "fim" || texts.direct!.at(-1) !== "fim") {
      const event = JSON.parse(await bia.next());
      texts[event.type]?.push(event.text);
    }
    assertEquals(texts, { message: ["oi", "fim"], direct: ["segredo", "fim"] });
  });
}

Deno.test("a guest cannot register again and again by logging out", async () => {
  await using server = await startServer({ args: ["--handshake-timeout", "600"] });
  await using peer = await Peer.json(server, "Ana");
  const codes: string[] = [];
  for (const name of ["Bia", "Caio", "Davi", "Eva"]) {
    await codeOf(peer, { type: "rename", name });
    codes.push(await codeOf(peer, { type: "register", password: PASSWORD }));
    await codeOf(peer, { type: "logout" });
  }
  assertEquals(codes, ["registered", "registered", "registered", "too_fast"]);
});

Deno.test("registrations count by address, failed ones do not", async () => {
  await using server = await startProcess({
    args: ["--handshake-timeout", "600", "--limit-loopback", "--max-registrations", "2"],
  });
  const register = async (name: string, password = PASSWORD) => {
    await using peer = await Peer.json(server, name);
    return await codeOf(peer, { type: "register", password });
  };
  assertEquals(await register("Ana", "curta"), "bad_password");
  assertEquals(await register("Ana"), "registered");
  assertEquals(await register("Bia"), "registered");
  assertEquals(await register("Caio"), "too_fast");
  await using text = await Peer.text(server, "Davi");
  await text.send(`/register ${PASSWORD}`);
  assert((await text.next()).startsWith("[ERRO] "));
});

testWithAccounts(
  "wrong passwords from one address lock the owner out at no other",
  async (fixture) => {
    const { server } = fixture;
    {
      await using ana = await Peer.json(server, "Ana");
      assertEquals(await codeOf(ana, { type: "register", password: PASSWORD }), "registered");
    }
    await using thief = await relayFrom("127.0.0.5", server);
    await using peer = await Peer.connect(thief.server);
    const hello = { type: "hello", name: "Ana", version: 1 };
    const codes: string[] = [];
    do {
      codes.push(await codeOf(peer, { ...hello, password: `palpite ${codes.length}` }));
    } while (codes.at(-1) === "wrong_password");
    assertEquals([codes.length > 5, codes.at(-1)], [true, "too_fast"]);
    await using ana = await Peer.connect(server);
    assertEquals(await codeOf(ana, { ...hello, password: PASSWORD }), "welcome");
    assertEquals(await codeOf(peer, { ...hello, password: PASSWORD }), "too_fast");
  },
);
