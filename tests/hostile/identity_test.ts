import { assert, assertEquals } from "@std/assert";
import {
  greet,
  OTHER_PASSWORD,
  privateTexts,
  signIn,
  testWithAccounts,
} from "../support/account_fixture.ts";
import { PASSWORD } from "../support/moderation_fixture.ts";
import { Peer } from "../support/peer.ts";
import { relayFrom } from "../support/relay.ts";
import { codeOf } from "../support/requests.ts";

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

testWithAccounts(
  "wrong passwords from one address do not lock the owner out at others",
  async (fixture) => {
    const { server } = fixture;
    {
      await using ana = await Peer.json(server, "Ana");
      assertEquals(await codeOf(ana, { type: "register", password: PASSWORD }), "registered");
    }
    await using thief = await relayFrom("127.0.0.5", server);
    await using peer = await Peer.connect(thief.server);
    await using ana = await Peer.connect(server);
    const hello = { type: "hello", name: "Ana", version: 1 };
    const codes: string[] = [];
    do {
      codes.push(await codeOf(peer, { ...hello, password: `palpite ${codes.length}` }));
    } while (codes.at(-1) === "wrong_password");
    assertEquals([codes.length > 5, codes.at(-1)], [true, "too_fast"]);
    // At the same time: the wait is a second, and a busy machine may need longer to hash the owner's password.
    const signingIn = codeOf(ana, { ...hello, password: PASSWORD });
    assertEquals(await codeOf(peer, { ...hello, password: PASSWORD }), "too_fast");
    assertEquals(await signingIn, "welcome");
  },
);
