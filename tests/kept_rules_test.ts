import { assertEquals, assertMatch } from "@std/assert";
import { addAccounts, guest, logIn, openFixture } from "./support/moderation_fixture.ts";
import { Peer } from "./support/peer.ts";
import { ask, codeOf, enter, settled } from "./support/requests.ts";
import { startServer } from "./support/server.ts";

const room = "#Jogos";

Deno.test("rules and topics of rooms survive kill -9", async () => {
  const directory = await Deno.makeTempDir();
  const args = ["--db", `${directory}/chat.db`];
  await addAccounts(args[1]!, ["Ana", "Bia", "Caio", "Rute!"]);
  {
    const server = await startServer({ args });
    await using ana = await logIn(server, "Ana", room);
    await using rute = await logIn(server, "Rute");
    await using _dora = await guest(server, "Dora");
    assertEquals(await codeOf(ana, { type: "op", room, name: "Bia" }), "opped");
    assertEquals(await codeOf(ana, { type: "topic", room, text: "xadrez" }), "topic");
    assertEquals(await codeOf(ana, { type: "ban", room, name: "Dora", reason: "spam" }), "banned");
    assertEquals(await codeOf(ana, { type: "mute", room, name: "Caio" }), "muted");
    assertEquals(await codeOf(ana, { type: "invite", room, name: "Caio" }), "invited");
    assertEquals(await codeOf(ana, { type: "private", room, on: true }), "private");
    assertEquals(await codeOf(rute, { type: "ban", name: "Nino" }), "banned");
    await server.stop("SIGKILL");
  }
  {
    await using server = await startServer({ args });
    await using xico = await guest(server, "Xico");
    // The private room is hidden while it is empty.
    assertEquals(await ask(xico, { type: "list" }), {
      ...{ type: "rooms", rooms: [{ name: "#geral", members: 1 }] },
    });
    assertEquals(await codeOf(xico, { type: "join", room: "#jogos" }), "forbidden");
    await using dora = await guest(server, "Dora");
    assertEquals(await ask(dora, { type: "join", room: "#jogos" }), {
      ...{ type: "error", code: "banned", message: "Você foi banido de #jogos (spam)." },
      ...{ room: "#jogos", reason: "spam" },
    });
    // The first member does not own or rename the room, because it has an owner.
    await using caio = await logIn(server, "Caio");
    await caio.send({ type: "join", room: "#jogos" });
    assertEquals((await caio.skipTo("joined")).room, room);
    assertEquals((await caio.message("topic")).text, "xadrez");
    assertEquals(await codeOf(caio, { type: "say", room, text: "oi" }), "muted");
    assertEquals(await codeOf(caio, { type: "topic", room, text: "meu" }), "forbidden");
    await using bia = await logIn(server, "Bia", room);
    assertEquals(await codeOf(bia, { type: "op", room, name: "Caio" }), "forbidden");
    assertEquals(await codeOf(bia, { type: "unmute", room, name: "Caio" }), "unmuted");
    await using ana = await logIn(server, "Ana", room);
    assertEquals(await codeOf(ana, { type: "deop", room, name: "Bia" }), "deopped");
    const nino = await Peer.connect(server);
    await nino.send("Nino");
    assertEquals(await nino.next(), "[ERRO] Você foi banido de todo o servidor.");
    await nino.ended();
    await nino[Symbol.asyncDispose]();
  }
  await Deno.remove(directory, { recursive: true });
});

Deno.test("each moderation action is a line in the log, also if refused", async () => {
  await using fixture = await openFixture(["Ana", "Rute!"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", "#jogos");
  await using bob = await guest(server, "Bob", "#jogos");
  await using rute = await logIn(server, "Rute");
  await using text = await Peer.text(server, "Zeca");
  await text.send("/kick Ana");
  await text.next();
  const here = { room: "#jogos" };
  const orders = [
    { type: "topic", ...here, text: "xadrez\u202e" },
    { type: "topic", ...here, text: "" },
    { type: "mute", ...here, name: "Bob", minutes: 5, reason: "caps" },
    { type: "unmute", ...here, name: "Bob" },
    { type: "invite", ...here, name: "Bob" },
    { type: "private", ...here, on: true },
    { type: "op", ...here, name: "Rute" },
    { type: "deop", ...here, name: "Ana" },
  ];
  for (const order of orders) await ask(ana, order);
  await enter(rute, "#jogos");
  await ask(rute, { type: "op", ...here, name: "Ana" });
  await ask(rute, { type: "kick", ...here, name: "Bob", reason: "spam" });
  await ask(rute, { type: "ban", ...here, name: "bob" });
  await ask(rute, { type: "unban", ...here, name: "bob" });
  await ask(rute, { type: "ban", name: "10.0.0.7", minutes: 60 });
  await ask(bob, { type: "ban", name: "Rute" });
  await settled(bob);
  await server.logged(/\/ban Rute/);
  const lines = server.log.filter((line) => line.startsWith("[MODERAÇÃO]"));
  assertEquals(lines, [
    "[MODERAÇÃO] Zeca: /kick Ana [#geral] — recusado (forbidden)",
    "[MODERAÇÃO] Ana: /topic [#jogos] xadrez\\u202e",
    "[MODERAÇÃO] Ana: /topic [#jogos] -",
    "[MODERAÇÃO] Ana: /mute Bob (127.0.0.1) 5 min [#jogos] caps",
    "[MODERAÇÃO] Ana: /unmute Bob (127.0.0.1) [#jogos]",
    "[MODERAÇÃO] Ana: /invite Bob (127.0.0.1) [#jogos]",
    "[MODERAÇÃO] Ana: /private on [#jogos]",
    "[MODERAÇÃO] Ana: /op Rute (127.0.0.1) [#jogos] — recusado (forbidden)",
    "[MODERAÇÃO] Ana: /deop Ana (127.0.0.1) [#jogos]",
    "[MODERAÇÃO] Rute: /op Ana (127.0.0.1) [#jogos]",
    "[MODERAÇÃO] Rute: /kick Bob (127.0.0.1) [#jogos] spam",
    "[MODERAÇÃO] Rute: /ban Bob (127.0.0.1) [#jogos]",
    "[MODERAÇÃO] Rute: /unban Bob (127.0.0.1) [#jogos]",
    "[MODERAÇÃO] Rute: /ban 10.0.0.7 60 min [todo o servidor]",
    "[MODERAÇÃO] Bob: /ban Rute [todo o servidor] — recusado (forbidden)",
  ]);
});

Deno.test("with --log json each moderation action is an object", async () => {
  await using fixture = await openFixture(["Ana"], ["--log", "json"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", "#jogos");
  await using bob = await guest(server, "Bob", "#jogos");
  await ask(ana, { type: "ban", room: "#jogos", name: "Bob", minutes: 5, reason: "spam" });
  await ask(bob, { type: "bans" });
  await server.logged(/"action":"bans"/);
  const entries = server.log.filter((line) => line.includes('"moderation"')).map((line) => {
    const { time, ...entry } = JSON.parse(line);
    assertMatch(time, /^\d{4}-\d\d-\d\dT/);
    return entry;
  });
  const about = { name: "Bob", addresses: ["127.0.0.1"] };
  assertEquals(entries, [
    {
      ...{ event: "moderation", action: "ban", by: "Ana", room: "#jogos", ...about },
      ...{ text: "spam", minutes: 5 },
    },
    { event: "moderation", action: "bans", by: "Bob", refused: "forbidden" },
  ]);
});
