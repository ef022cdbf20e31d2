import { assert, assertEquals, assertMatch } from "@std/assert";
import type { ServerMessage } from "../protocol/messages/server_messages.ts";
import { exchange, statuses } from "./support/http.ts";
import { addAccounts, guest, logIn, openFixture, PASSWORD } from "./support/moderation_fixture.ts";
import { Peer } from "./support/peer.ts";
import { run } from "./support/program.ts";
import { relayFrom } from "./support/relay.ts";
import { ask, codeOf, enter, settled } from "./support/requests.ts";

const room = "#jogos";

/** Answers of a refused `join`. */
async function refusal(peer: Peer, name = room): Promise<string> {
  const answer = await ask(peer, { type: "join", room: name });
  return answer.type === "error" ? `${answer.code}: ${answer.message}` : answer.type;
}

Deno.test("a banned member is removed, told why and kept out under any name", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await using bob = await Peer.json(server, "Bob", { token: "the token of Bob" });
  await bob.send({ type: "join", room });
  await bob.skipTo("history");
  await settled(ana);
  const ban = { type: "ban", room, name: "bob", reason: "spam" };
  assertEquals(await codeOf(bob, { ...ban, name: "Ana" }), "forbidden");
  assertEquals(await codeOf(ana, { ...ban, name: "Ana" }), "forbidden");
  assertEquals(await codeOf(ana, { ...ban, minutes: 0 }), "bad_message");
  assertEquals(await codeOf(ana, { ...ban, reason: "a".repeat(201) }), "too_long");
  const banned = { type: "banned", room, name: "Bob", by: "Ana", reason: "spam" } as const;
  assertEquals(await ask(ana, ban), banned);
  const left = { type: "left", room, name: "Bob", by: "Ana", reason: "spam" } as const;
  assertEquals(await settled(bob), [banned, left]);
  assertEquals(await settled(ana), [left]);
  const reason = "banned: Você foi banido de #jogos (spam).";
  assertEquals(await refusal(bob), reason);
  assertEquals(await codeOf(bob, { type: "rename", name: "Beto" }), "renamed");
  assertEquals(await refusal(bob), reason);
  await bob[Symbol.asyncDispose]();
  // The same client with another name, and another client with the same name.
  await using again = await Peer.json(server, "Bento", { token: "the token of Bob" });
  assertEquals(await refusal(again), reason);
  await using other = await Peer.json(server, "BOB");
  assertEquals(await refusal(other), reason);
  assertEquals(await codeOf(other, { type: "rename", name: "Breno" }), "renamed");
  assertEquals(await refusal(other), "joined");
  // A member of the room cannot take the name either.
  assertEquals(await codeOf(other, { type: "rename", name: "Bob" }), "banned");
  assertEquals(await codeOf(ana, { type: "unban", room, name: "Nino" }), "not_found");
  assertEquals(await ask(ana, { type: "unban", room, name: "BOB" }), {
    ...{ type: "unbanned", room, name: "Bob", by: "Ana" },
  });
  assertEquals(await codeOf(ana, { type: "unban", room, name: "BOB" }), "not_found");
  assertEquals(await refusal(again), "joined");
});

Deno.test("a banned account stays out on other devices and after logging out", async () => {
  await using fixture = await openFixture(["Ana", "Bob"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await using bob = await logIn(server, "Bob");
  assertEquals(await codeOf(ana, { type: "ban", room, name: "Bob" }), "banned");
  assertEquals(await codeOf(bob, { type: "join", room }), "banned");
  assertEquals(await codeOf(bob, { type: "logout" }), "logged_out");
  assertEquals(await codeOf(bob, { type: "join", room }), "banned");
  // Signs in after the ban, then logs out.
  await using phone = await logIn(server, "Bob");
  assertEquals(await codeOf(phone, { type: "logout" }), "logged_out");
  await settled(phone);
  assertEquals(await codeOf(phone, { type: "join", room }), "banned");
  // Is a member under another name, then logs in.
  await using third = await guest(server, "Bento", room);
  assertEquals(
    await codeOf(third, { type: "login", name: "Bob", password: PASSWORD }),
    "logged_in",
  );
  assertEquals(await codeOf(third, { type: "say", room, text: "oi" }), "not_in_room");
});

Deno.test("a banned person cannot read the room by history, search or resume", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  const token = "the token of Bob";
  const bob = await Peer.json(server, "Bob", { token });
  await bob.send({ type: "join", room });
  await bob.skipTo("history");
  await ana.send({ type: "say", room, text: "segredo", ref: 1 });
  await ana.skipTo("ack");
  await settled(bob);
  assertEquals(await codeOf(ana, { type: "ban", room, name: "Bob" }), "banned");
  await settled(bob);
  await ana.send({ type: "say", room, text: "outro segredo", ref: 1 });
  await ana.skipTo("ack");
  assertEquals(await codeOf(bob, { type: "history", room }), "not_in_room");
  assertEquals(await codeOf(bob, { type: "search", room, terms: "segredo" }), "not_in_room");
  const found = await ask(bob, { type: "search", terms: "segredo" });
  assertEquals("messages" in found && found.messages, []);
  await bob[Symbol.asyncDispose]();
  await using again = await Peer.connect(server);
  const hello = {
    type: "hello",
    name: "Bob",
    version: 1,
    token,
    resume: { [room]: 0, "#geral": 0 },
  };
  await again.send(hello);
  await again.message("welcome");
  // The history of #geral comes once it has been read.
  const events: ServerMessage[] = [];
  while (events.length < 4) events.push(JSON.parse(await again.next()));
  events.push(...await settled(again));
  assertEquals(events.map(({ type }) => type).toSorted(), ["error", "history", "joined", "left"]);
  assertEquals(JSON.stringify(events).includes("segredo"), false);
  const left = events.find(({ type }) => type === "left");
  assertEquals(left, { type: "left", room, name: "Bob" });
});

Deno.test("bans and mutes tell when they end, and are listed", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  const before = Date.now();
  await ask(ana, { type: "ban", room, name: "Bob", minutes: 10, reason: "spam" });
  await ask(ana, { type: "ban", room, name: "203.0.113.7" });
  await ask(ana, { type: "mute", room, name: "Caio", minutes: 1 });
  const listed = await ask(ana, { type: "bans", room });
  assert("bans" in listed);
  assertEquals(listed.bans.map(({ kind, name, reason }) => [kind, name, reason]), [
    ["ban", "Bob", "spam"],
    ["ban", "203.0.113.7", undefined],
    ["mute", "Caio", undefined],
  ]);
  const [bob, address, caio] = listed.bans;
  const minutes = (until = NaN) => Math.round((until - before) / 60_000);
  assertEquals([minutes(bob!.until), address!.until, minutes(caio!.until)], [10, undefined, 1]);
  await using text = await Peer.text(server, "Bob");
  await text.send(`/join ${room}`);
  assertMatch(
    await text.next(),
    /^\[ERRO\] Você foi banido de #jogos \(spam; até \d\d\/\d\d\/\d{4}, \d\d:\d\d\)\.$/,
  );
  await text.send("/bans");
  assertEquals(await text.next(), "[ERRO] Não permitido: é preciso ser operador do servidor.");
});

Deno.test("a ban by address takes effect at the next join, so it reveals none", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await using here = await guest(server, "Caio", room);
  await using relay = await relayFrom("127.0.0.9", server);
  await using there = await Peer.connect(relay.server);
  await there.send({ type: "hello", name: "Bob", version: 1 }, { type: "join", room });
  await there.skipTo("history");
  await settled(ana);
  await settled(here);
  const banned = { type: "banned", room, name: "127.0.0.9", by: "Ana" } as const;
  assertEquals(await ask(ana, { type: "ban", room, name: "::ffff:127.0.0.9" }), banned);
  assertEquals(await settled(there), []);
  assertEquals(await settled(here), []);
  await settled(ana);
  // Another check of the bans does not remove them either.
  assertEquals(await codeOf(there, { type: "rename", name: "Bento" }), "renamed");
  assertEquals(await codeOf(there, { type: "register", password: PASSWORD }), "registered");
  assertEquals(await codeOf(there, { type: "say", room, text: "oi" }), "ack");
  assertEquals(await codeOf(there, { type: "leave", room }), "left");
  assertEquals(await codeOf(there, { type: "join", room }), "banned");
  await settled(here);
  assertEquals(await codeOf(ana, { type: "unban", room, name: "127.0.0.9" }), "unbanned");
  assertEquals(await settled(here), []);
  assertEquals(await codeOf(there, { type: "join", room }), "joined");
});

Deno.test("server operators ban from the whole server by name and address", async () => {
  await using fixture = await openFixture(["Ana", "Rute!", "Bob"]);
  const { server, db } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await using rute = await logIn(server, "Rute");
  await using bob = await logIn(server, "Bob");
  assertEquals(await ask(ana, { type: "ban", name: "Bob" }), {
    ...{ type: "error", code: "forbidden", cause: "server_operators_only" },
    message: "Não permitido: é preciso ser operador do servidor.",
  });
  assertEquals(await codeOf(ana, { type: "bans" }), "forbidden");
  await settled(bob);
  assertEquals(await codeOf(rute, { type: "ban", name: "Bob", reason: "spam" }), "banned");
  assertEquals((await bob.message("error")).message, "Você foi banido de todo o servidor (spam).");
  assertEquals((await bob.message("bye")).reason, "banned");
  await bob.ended();
  const refused = async (name: string, fields = {}) => {
    await using peer = await Peer.connect(server);
    await peer.send({ type: "hello", name, version: 1, ...fields });
    const { code } = await peer.message("error");
    assertEquals((await peer.message("bye")).reason, "banned");
    await peer.ended();
    return code;
  };
  assertEquals(await refused("bob", { password: PASSWORD }), "banned");
  await using caio = await guest(server, "Caio");
  assertEquals(
    await codeOf(caio, { type: "login", name: "Bob", password: PASSWORD }),
    "banned",
  );
  // Server operators cannot ban each other or themselves.
  await addAccounts(db, ["Zeca!"]);
  assertEquals(await codeOf(rute, { type: "ban", name: "Zeca" }), "forbidden");
  assertEquals(await codeOf(rute, { type: "ban", name: "127.0.0.1" }), "forbidden");
  await using relay = await relayFrom("127.0.0.9", server);
  await using there = await Peer.connect(relay.server);
  await there.send({ type: "hello", name: "Dora", version: 1 });
  await settled(there);
  assertEquals(await codeOf(rute, { type: "ban", name: "127.0.0.9" }), "banned");
  assertEquals((await there.message("error")).code, "banned");
  await there.ended();
  await using again = await Peer.connect(relay.server);
  assertEquals((await again.message("error")).message, "Você foi banido de todo o servidor.");
  assertEquals((await again.message("bye")).reason, "banned");
  await again.ended();
  assertEquals(await codeOf(rute, { type: "unban", name: "127.0.0.9" }), "unbanned");
  assertEquals(await codeOf(rute, { type: "unban", name: "Bob" }), "unbanned");
  await using back = await Peer.connect(relay.server);
  await back.send({ type: "hello", name: "Bob", version: 1, password: PASSWORD });
  await back.message("welcome");
});

Deno.test("a banned address is rejected in the protocol of each listener", async () => {
  await using fixture = await openFixture(["Rute!"], ["--web", "0"]);
  await using rute = await logIn(fixture.server, "Rute");
  await using relay = await relayFrom("127.0.0.9", fixture.server);
  const get = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  assertEquals(statuses(await exchange(relay.server, get)), [200]);
  const ban = { type: "ban", name: "127.0.0.9", minutes: 5 };
  assertEquals(await codeOf(rute, ban), "banned");
  const answer = await exchange(relay.server, get);
  assertEquals(statuses(answer), [403]);
  assertMatch(answer, /\r\n\r\nVocê foi banido de todo o servidor \(até .*\)\.\n$/);
  const { code, stderr } = await run(
    ["connect", "--port", `${relay.server.port}`, "--name", "Bob"],
    { input: "oi\n" },
  );
  assertEquals(code, 1);
  assertMatch(stderr, /^chat: Você foi banido de todo o servidor \(até .*\)\.\n$/);
});

Deno.test("a muted member reads but cannot speak under any name", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await using bob = await guest(server, "Bob", room);
  await enter(bob);
  await settled(ana);
  await settled(bob);
  const say = { type: "say", room, text: "oi" };
  assertEquals(await codeOf(bob, { type: "mute", room, name: "Ana" }), "forbidden");
  const muted = { type: "muted", room, name: "Bob", by: "Ana", reason: "caps" } as const;
  assertEquals(await ask(ana, { type: "mute", room, name: "bob", reason: "caps" }), muted);
  assertEquals(await settled(bob), [muted]);
  assertEquals(await ask(bob, say), {
    ...{ type: "error", code: "muted", room, reason: "caps" },
    message: "Você não pode falar em #jogos (caps).",
  });
  assertEquals(await codeOf(bob, { type: "rename", name: "Beto" }), "renamed");
  assertEquals(await codeOf(bob, say), "muted");
  await ana.send({ ...say, text: "só eu" });
  assertEquals((await bob.skipTo("message")).text, "só eu");
  // Other rooms are not affected.
  assertEquals(await codeOf(bob, { type: "join", room: "#geral" }), "joined");
  assertEquals(await codeOf(bob, { ...say, room: "#geral" }), "ack");
  assertEquals(await codeOf(ana, { type: "unmute", room, name: "Bob" }), "unmuted");
  assertEquals(await codeOf(bob, say), "ack");
});
