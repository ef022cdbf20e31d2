import { assert, assertEquals, assertMatch } from "@std/assert";
import { guest, logIn, openFixture } from "./support/moderation_fixture.ts";
import { Peer } from "./support/peer.ts";
import { run } from "./support/program.ts";
import { ask, codeOf, enter, settled } from "./support/requests.ts";

const room = "#jogos";

Deno.test("an account that makes a room owns it and appoints operators", async () => {
  await using fixture = await openFixture(["Ana", "Bia"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await using bia = await logIn(server, "Bia", room);
  await using caio = await guest(server, "Caio", room);
  await settled(ana);
  const topic = { type: "topic", room, text: "xadrez às 8" };
  assertEquals(await ask(bia, topic), {
    ...{ type: "error", code: "forbidden", cause: "operators_only", room },
    message: "Não permitido: é preciso ser operador de #jogos.",
  });
  assertEquals(await ask(bia, { type: "op", room, name: "bia" }), {
    ...{ type: "error", code: "forbidden", cause: "owner_only", room },
    message: "Não permitido: é preciso ser dono de #jogos.",
  });
  assertEquals(await codeOf(ana, { type: "op", room, name: "Caio" }), "forbidden");
  assertEquals(await codeOf(ana, { type: "op", room, name: "Nino" }), "no_such_user");
  const opped = { type: "opped", room, name: "Bia", by: "Ana" } as const;
  assertEquals(await ask(ana, { type: "op", room, name: "bia" }), opped);
  assertEquals(await settled(caio), [opped]);
  assertEquals(await codeOf(bia, topic), "topic");
  const who = await ask(caio, { type: "who", room });
  assertEquals("ops" in who && who.ops, ["Ana", "Bia"]);
  // The owner cannot be kicked, banned, muted or demoted by operators.
  for (const type of ["kick", "ban", "mute"]) {
    assertEquals(await codeOf(bia, { type, room, name: "Ana" }), "forbidden");
  }
  assertEquals(await codeOf(bia, { type: "deop", room, name: "Ana" }), "forbidden");
  assertEquals(await codeOf(bia, { type: "private", room, on: true }), "forbidden");
  assertEquals(await codeOf(ana, { type: "deop", room, name: "Bia" }), "deopped");
  assertEquals(await codeOf(bia, topic), "forbidden");
  assertEquals(await codeOf(ana, { type: "deop", room, name: "Bia" }), "not_found");
  // The owner gives up the room.
  assertEquals(await codeOf(ana, { type: "deop", room, name: "Ana" }), "deopped");
  assertEquals(await codeOf(ana, topic), "forbidden");
});

Deno.test("a topic is shown on joining, on request and when it changes", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await using text = await Peer.text(server, "Bob");
  await text.send(`/join ${room}`, "/topic");
  assertEquals(await text.take(2), [
    "[SYS] Você entrou em #jogos.",
    "[SYS] #jogos não tem assunto.",
  ]);
  assertEquals(await codeOf(ana, { type: "topic", room, text: "a".repeat(401) }), "too_long");
  assertEquals(await codeOf(ana, { type: "topic", room, text: " xadrez\n às 8 " }), "topic");
  assertEquals(await text.next(), "[SYS] Assunto de #jogos: xadrez às 8 (Ana)");
  await text.send("/topic damas");
  assertMatch(await text.next(), /^\[ERRO\] Não permitido: é preciso ser operador de #jogos\.$/);
  await using caio = await Peer.json(server, "Caio");
  await caio.send({ type: "join", room });
  await caio.message("joined");
  const { by, text: said, at } = await caio.message("topic");
  assertEquals([by, said], ["Ana", "xadrez às 8"]);
  assert(Math.abs(at! - Date.now()) < 60_000);
  await caio.message("history");
  assertEquals(await codeOf(ana, { type: "topic", room, text: "" }), "topic");
  assertEquals((await caio.message("topic")).text, "");
  await text.send("/topic");
  assertEquals(await text.take(2), [
    "[SYS] #jogos não tem assunto.",
    "[SYS] #jogos não tem assunto.",
  ]);
});

Deno.test("a kicked member is told by whom and why, and may return", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await using bob = await guest(server, "Bob", room);
  await using caio = await guest(server, "Caio", room);
  await using text = await Peer.text(server, "Dora");
  await text.send(`/join ${room}`);
  await text.next();
  await settled(caio);
  await settled(bob);
  assertEquals(await codeOf(bob, { type: "kick", room, name: "Caio" }), "forbidden");
  assertEquals(await codeOf(ana, { type: "kick", room, name: "Ana" }), "forbidden");
  assertEquals(await codeOf(ana, { type: "kick", room, name: "Nino" }), "no_such_user");
  assertEquals(await codeOf(ana, { type: "kick", room: "#geral", name: "Bob" }), "not_in_room");
  const left = { type: "left", room, name: "Bob", by: "Ana", reason: "spam" } as const;
  assertEquals(await ask(ana, { type: "kick", room, name: "bob", reason: "spam" }), left);
  assertEquals(await settled(bob), [left]);
  assertEquals(await settled(caio), [left]);
  assertEquals(await codeOf(bob, { type: "say", room, text: "oi" }), "not_in_room");
  await ana.send({ type: "kick", room, name: "Dora", reason: "sem motivo" });
  assertEquals(await text.next(), "[SYS] Ana removeu você de #jogos (sem motivo).");
  await text.send("oi");
  assertEquals(await text.next(), "[ERRO] Você não está em nenhuma sala: /join <sala>.");
  await text.send(`/join ${room}`);
  assertEquals(await text.next(), "[SYS] Você entrou em #jogos.");
  assertEquals(await codeOf(bob, { type: "join", room }), "joined");
});

Deno.test("server operators moderate every room, also #geral, which has no owner", async () => {
  await using fixture = await openFixture(["Ana", "Rute!"]);
  const { server, db } = fixture;
  await using ana = await logIn(server, "Ana");
  await using rute = await logIn(server, "Rute");
  const topic = { type: "topic", room: "#geral", text: "bem-vindos" };
  assertEquals(await ask(ana, topic), {
    ...{ type: "error", code: "forbidden", cause: "server_operators_only" },
    message: "Não permitido: é preciso ser operador do servidor.",
  });
  assertEquals(await codeOf(rute, topic), "topic");
  assertEquals(await codeOf(rute, { type: "private", room: "#geral", on: true }), "forbidden");
  assertEquals(await codeOf(rute, { type: "kick", room: "#geral", name: "Ana" }), "left");
  await enter(ana, room);
  await enter(rute, room);
  assertEquals(await codeOf(ana, { type: "kick", room, name: "Rute" }), "forbidden");
  assertEquals(await codeOf(rute, { type: "kick", room, name: "Ana" }), "left");
  // Changes by `chat user` take effect at once.
  const args = ["--db", db];
  assertEquals(
    (await run(["user", "deop", "Rute", ...args])).stdout,
    "Rute não é mais operador do servidor.\n",
  );
  assertEquals(await codeOf(rute, { type: "topic", room, text: "não" }), "forbidden");
  assertEquals(
    (await run(["user", "op", "rute", ...args])).stdout,
    "Rute agora é operador do servidor.\n",
  );
  assertEquals(await codeOf(rute, { type: "topic", room, text: "sim" }), "topic");
  assertMatch((await run(["user", "list", ...args])).stdout, /^Ana\t\S+\nRute\t\S+\top\n$/);
});
