import { assert, assertEquals, assertMatch } from "@std/assert";
import { guest, logIn, openFixture, PASSWORD } from "./support/moderation_fixture.ts";
import { Peer } from "./support/peer.ts";
import { ask, codeOf, settled } from "./support/requests.ts";

const room = "#segredo";

/** Requests that could reveal a private room. */
const PROBES = [
  { type: "list" },
  { type: "who", room },
  { type: "join", room },
  { type: "history", room },
  { type: "search", terms: "plano" },
  { type: "search", room, terms: "plano" },
  { type: "topic", room },
  { type: "bans", room },
  { type: "say", room, text: "oi" },
  { type: "leave", room },
  { type: "kick", room, name: "Ana" },
  { type: "invite", room, name: "Xico" },
];

Deno.test("a private room admits members, invited users and server operators", async () => {
  await using fixture = await openFixture(["Ana", "Bia", "Rute!"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  const token = "the token of Caio";
  const caio = await Peer.json(server, "Caio", { token });
  await caio.send({ type: "join", room });
  await caio.skipTo("history");
  await using bia = await logIn(server, "Bia");
  await settled(ana);
  const closed = { type: "private", room, on: true, by: "Ana" } as const;
  assertEquals(await codeOf(caio, { type: "private", room, on: true }), "forbidden");
  assertEquals(await ask(ana, { type: "private", room, on: true }), closed);
  assertEquals(await settled(caio), [closed]);
  assertEquals(await ask(bia, { type: "join", room }), {
    ...{ type: "error", code: "forbidden", cause: "invited_only", room },
    message: "Não permitido: só entra em #segredo quem for convidado.",
  });
  // A member returns and gets what they missed.
  await ana.send({ type: "say", room, text: "antes", ref: 1 });
  await ana.skipTo("ack");
  await caio.skipTo("message");
  await caio[Symbol.asyncDispose]();
  await ana.send({ type: "say", room, text: "enquanto isso", ref: 1 });
  await ana.skipTo("ack");
  await using back = await Peer.json(server, "Caio", { token, resume: { [room]: 1 } });
  const { messages } = await back.skipTo("history");
  assertEquals(messages.map(({ text }) => text), ["enquanto isso"]);
  // Another client with the same name does not replace the member.
  assertEquals(await codeOf(back, { type: "rename", name: "Caetano" }), "renamed");
  await using other = await guest(server, "Caio");
  assertEquals(await codeOf(other, { type: "join", room }), "forbidden");
  assertEquals(await codeOf(back, { type: "invite", room, name: "Bia" }), "forbidden");
  assertEquals(await codeOf(ana, { type: "invite", room, name: "Nino" }), "no_such_user");
  await settled(bia);
  const invited = { type: "invited", room, name: "Bia", by: "Ana" } as const;
  assertEquals(await ask(ana, { type: "invite", room, name: "bia" }), invited);
  assertEquals(await settled(bia), [invited]);
  assertEquals(await codeOf(bia, { type: "join", room }), "joined");
  await using rute = await logIn(server, "Rute");
  assertEquals(await codeOf(rute, { type: "join", room }), "joined");
  // A kicked member needs another invitation.
  assertEquals(await codeOf(ana, { type: "kick", room, name: "Bia" }), "left");
  assertEquals(await codeOf(bia, { type: "join", room }), "forbidden");
  assertEquals(await codeOf(ana, { type: "private", room, on: false }), "private");
  assertEquals(await codeOf(bia, { type: "join", room }), "joined");
});

Deno.test("a guest stays invited while they have their token", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await codeOf(ana, { type: "private", room, on: true });
  const token = "the token of Bob";
  {
    await using bob = await Peer.json(server, "Bob", { token });
    assertEquals(await codeOf(ana, { type: "invite", room, name: "Bob" }), "invited");
    await bob.message("invited");
    assertEquals(await codeOf(bob, { type: "join", room }), "joined");
  }
  await using again = await Peer.json(server, "Beto", { token });
  assertEquals(await codeOf(again, { type: "join", room }), "joined");
  await using other = await Peer.json(server, "Bob");
  assertEquals(await codeOf(other, { type: "join", room }), "forbidden");
});

Deno.test("nothing of a private room reaches others in either dialect", async () => {
  await using fixture = await openFixture(["Ana", "Bia"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await using outsider = await Peer.json(server, "Xico");
  await using text = await Peer.text(server, "Zeca");
  await codeOf(ana, { type: "private", room, on: true });
  await settled(outsider);
  // Every event in the room.
  await using bia = await logIn(server, "Bia");
  await settled(outsider);
  await codeOf(ana, { type: "invite", room, name: "Bia" });
  await bia.send({ type: "join", room }, { type: "leave", room: "#geral" });
  await bia.skipTo("left");
  await settled(outsider);
  await codeOf(ana, { type: "topic", room, text: "plano secreto" });
  await ana.send({ type: "say", room, text: "plano A", ref: 1 });
  await ana.skipTo("ack");
  await codeOf(ana, { type: "op", room, name: "Bia" });
  await codeOf(ana, { type: "mute", room, name: "Nino" });
  await codeOf(ana, { type: "ban", room, name: "Nino" });
  await codeOf(ana, { type: "deop", room, name: "Bia" });
  await codeOf(ana, { type: "kick", room, name: "Bia" });
  assertEquals(await settled(outsider), []);
  assertEquals(text.frames, []);
  const answers: Record<string, string> = {};
  for (const probe of PROBES) {
    const answer = await ask(outsider, probe);
    const code = answer.type === "error" ? answer.code : answer.type;
    answers[`${probe.type}${"room" in probe ? "" : " all"}`] = code;
    const told = JSON.stringify(answer).replaceAll(room, "");
    for (const secret of ["plano", "Ana", "Bia"]) assert(!told.includes(secret), told);
    if (answer.type !== "error") assert(!JSON.stringify(answer).includes("segredo"));
  }
  assertEquals(answers, {
    ...{ "list all": "rooms", who: "no_such_room", join: "forbidden", history: "not_in_room" },
    ...{ "search all": "found", search: "not_in_room", topic: "not_in_room" },
    ...{ bans: "not_in_room", say: "not_in_room", leave: "not_in_room", kick: "not_in_room" },
    ...{ invite: "not_in_room" },
  });
  // A room that does not exist gets the same answers, except for `join`.
  for (const probe of PROBES.filter((probe) => "room" in probe && probe.type !== "join")) {
    assertEquals(
      await codeOf(outsider, { ...probe, room: "#nenhuma" }),
      answers[probe.type],
      probe.type,
    );
  }
  await text.send("/list", `/join ${room}`, "/search plano");
  const lines = await text.take(3);
  assertEquals(lines[0], "[SYS] Salas ativas: #geral (2)");
  assertMatch(lines[1]!, /^\[ERRO\] Não permitido: só entra em #segredo/);
  assertEquals(lines[2], "[SYS] Nada encontrado.");
  // Resuming the room reveals nothing either.
  await using again = await Peer.connect(server);
  await again.send({ type: "hello", name: "Yara", version: 1, resume: { [room]: 0 } });
  await again.message("welcome");
  await again.message("joined");
  assertEquals((await again.message("error")).code, "forbidden");
  assertEquals((await again.message("left")).room, room);
  assertEquals(await settled(again), []);
});

Deno.test("messages of an open room are hidden once it is private", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await using bob = await guest(server, "Bob", room);
  await ana.send({ type: "say", room, text: "plano", ref: 1 });
  await ana.skipTo("ack");
  await bob.send({ type: "leave", room });
  await bob.skipTo("left");
  await codeOf(ana, { type: "private", room, on: true });
  assertEquals(await codeOf(bob, { type: "join", room }), "forbidden");
  const found = await ask(bob, { type: "search", terms: "plano" });
  assertEquals("messages" in found && found.messages, []);
  // The empty room stays private.
  await ana.send({ type: "quit" });
  await ana.ended();
  assertEquals(await codeOf(bob, { type: "join", room }), "forbidden");
  assertEquals(await codeOf(bob, { type: "login", name: "Ana", password: PASSWORD }), "logged_in");
  assertEquals(await codeOf(bob, { type: "join", room }), "joined");
});
