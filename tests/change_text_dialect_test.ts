/** Replies, actions, edits and deletions as lines of the text dialect, and the commands for them. */
import { assertEquals, assertMatch } from "@std/assert";
import { ptBR } from "../locale/pt_br/catalogue.ts";
import { eventLines } from "../locale/render/event_lines.ts";
import { history, idOf, nextEntry, say, signIn } from "./support/change_fixture.ts";
import { testOverStores } from "./support/over_stores.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";

/** Takes the next line, with `TIME` for the time of day of a message. */
async function line(peer: Peer): Promise<string> {
  return (await peer.next()).replace(/\(\d\d:\d\d\)/, "(TIME)");
}

testOverStores("text clients see changes as lines, and reactions not at all", async ({ args }) => {
  await using server = await startServer({ args });
  await using bob = await Peer.text(server, "Bob");
  await using prof = await signIn(server, "Prof");
  await prof.send({ type: "join", room: "#aula" });
  await prof.skipTo("history");
  await using alice = await signIn(server, "Alice");
  await alice.send({ type: "join", room: "#aula" });
  await alice.skipTo("history");
  await bob.send("/join aula", "oi, pessoal");
  assertEquals(await line(bob), "[SYS] Você entrou em #aula.");
  assertEquals((await alice.skipTo("message")).id, 1);
  const room = "#aula";
  const change = (fields: Record<string, unknown>) => idOf(alice, { room, ...fields });
  await say(alice, "olá", { room, reply: 1 });
  assertEquals(await line(bob), "[#aula] Alice, em resposta a Bob: olá");
  await say(alice, "acena\u001b", { room, action: true });
  assertEquals(await line(bob), "[#aula] * Alice acena\\u001b");
  await change({ type: "edit", about: 2, text: "Olá a todos!\n" });
  assertEquals(await line(bob), "[#aula] Alice editou (TIME): Olá a todos!\\n");
  await change({ type: "react", about: 2, emoji: "👍" });
  await change({ type: "delete", about: 2 });
  assertEquals(await line(bob), "[SYS] Alice apagou uma mensagem (TIME).");
  await change({ type: "delete", about: 3, reason: "engano\u0007" });
  assertEquals(await line(bob), "[SYS] Alice apagou uma mensagem (TIME): engano\\u0007");
  await idOf(prof, { type: "delete", room, about: 1, reason: "fora do assunto" });
  assertEquals(await line(bob), "[SYS] Prof apagou uma mensagem de Bob (TIME): fora do assunto");
  await alice.send({ type: "say", room, text: "de novo", reply: 1 });
  assertEquals(await line(bob), "[#aula] Alice, em resposta: de novo");
  await bob.send("/history 2");
  assertEquals([await line(bob), await line(bob), await line(bob)], [
    "[SYS] Últimas 2 mensagens de #aula:",
    "[SYS] Alice apagou uma mensagem (TIME): engano\\u0007",
    "[#aula] Alice, em resposta: de novo",
  ]);
});

testOverStores(
  "text clients change messages by their place from the end, or by id",
  async ({ args }) => {
    await using server = await startServer({ args });
    await using ana = await signIn(server, "Ana");
    await using bob = await Peer.text(server, "Bob");
    await ana.skipTo("joined");
    await bob.send("um", "dois", "/me acena", "/edit -2 segundo", "/edit 1 primeiro");
    const about = { room: "#geral", from: "Bob" };
    for (
      const event of [
        { type: "message", id: 1, ...about, text: "um" },
        { type: "message", id: 2, ...about, text: "dois" },
        { type: "message", id: 3, ...about, text: "acena", action: true },
        { type: "edited", id: 4, ...about, about: 2, text: "segundo" },
        { type: "edited", id: 5, ...about, about: 1, text: "primeiro" },
      ]
    ) assertEquals(await nextEntry(ana), event);
    await say(ana, "de Ana");
    assertEquals(await line(bob), "[#geral] Ana: de Ana");
    await bob.send(
      "/reply -1 oi, Ana",
      "/react -2 👍",
      "/react -2 -👍",
      "/delete -1 engano",
      "/delete -1",
    );
    const events: unknown[] = [];
    while (events.length < 5) {
      const event = await nextEntry(ana);
      if (event["from"] === "Bob") events.push(event);
    }
    assertEquals(events, [
      {
        ...{ type: "message", id: 7, ...about, text: "oi, Ana" },
        reply: { id: 6, from: "Ana", text: "de Ana" },
      },
      { type: "reacted", id: 8, ...about, about: 6, emoji: "👍" },
      { type: "reacted", id: 9, ...about, about: 6, emoji: "👍", removed: true },
      { type: "deleted", id: 10, ...about, about: 7, reason: "engano" },
      // The deleted message does not count any more.
      { type: "deleted", id: 11, ...about, about: 3 },
    ]);
    await bob.send(
      "/edit -9 x",
      "/edit 6 x",
      "/edit 7 x",
      "/reply 99 x",
      "/edit -1",
      "/react -1 :)",
    );
    const lines: string[] = [];
    while (lines.length < 6) lines.push(await bob.next());
    // Lines that make no sense are answered at once, the others by the store.
    assertEquals(lines.sort(), [
      '[ERRO] ":)" não é um emoji. Uso: /react [@usuário] <id> <emoji>',
      "[ERRO] A mensagem -9 de #geral não existe ou foi apagada.",
      "[ERRO] A mensagem 7 de #geral não existe ou foi apagada.",
      "[ERRO] A mensagem 99 de #geral não existe ou foi apagada.",
      "[ERRO] Não permitido: só quem escreveu a mensagem pode editá-la.",
      "[ERRO] Uso: /edit [@usuário] <id> <mensagem>",
    ]);
    const { messages } = await history(ana);
    assertEquals(messages.map(({ id, text }) => [id, text]), [
      [1, "primeiro"],
      [2, "segundo"],
      [3, undefined],
      [6, "de Ana"],
      [7, undefined],
    ]);
  },
);

testOverStores("text clients change private messages, too", async ({ args }) => {
  await using server = await startServer({ args });
  await using ana = await signIn(server, "Ana");
  await using bob = await Peer.text(server, "Bob");
  await ana.send({ type: "direct", to: "Bob", text: "oi" });
  assertEquals(await line(bob), "[privado] Ana: oi");
  await bob.send("/msg ana olá", "na sala", "/edit @ana -1 olá!", "/reply @Ana -2 tudo bem?");
  await bob.send("/react @Ana -3 👍", "/delete @ana -1", "/delete @Ana -9", "/reply @Nino -1 x");
  const about = { from: "Bob", with: "Bob" };
  const told: unknown[] = [];
  while (told.length < 6) {
    const event = await nextEntry(ana);
    if (event["from"] === "Bob" && event["room"] === undefined) told.push(event);
    else if (event["room"] === "#geral") told.push(event["text"]);
  }
  assertEquals(told, [
    { type: "direct", id: 2, from: "Bob", to: "Ana", text: "olá" },
    "na sala",
    { type: "edited", id: 3, ...about, about: 2, text: "olá!" },
    {
      ...{ type: "direct", id: 4, from: "Bob", to: "Ana", text: "tudo bem?" },
      reply: { id: 1, from: "Ana", text: "oi" },
    },
    { type: "reacted", id: 5, ...about, about: 1, emoji: "👍" },
    { type: "deleted", id: 6, ...about, about: 4 },
  ]);
  assertEquals([await bob.next(), await bob.next()].sort(), [
    "[ERRO] A mensagem -9 de Ana não existe ou foi apagada.",
    "[ERRO] Não há ninguém com o nome 'Nino'.",
  ]);
});

Deno.test("a line about a message of another day has its date", () => {
  // No server in a test has messages of another day, so the line is rendered by itself.
  const at = Date.UTC(2020, 1, 3, 12);
  const event = { type: "edited", id: 2, room: "#geral", about: 1, from: "Alice", at } as const;
  const [line] = eventLines({ ...event, text: "oi", target: { from: "Alice", at } }, ptBR);
  assertMatch(line!, /^\[#geral\] Alice editou \(0[234]\/02\/2020, \d\d:\d\d\): oi$/);
});
