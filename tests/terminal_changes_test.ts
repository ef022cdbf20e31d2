/** Replies, actions, edits, deletions and reactions at terminals. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { idOf, nextEntry, say, signIn } from "./support/change_fixture.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";
import { Terminal, withoutTimes } from "./support/tmux.ts";

testWith("tmux", "two people at terminals edit, delete, answer and react", async () => {
  await using server = await startServer();
  await using alice = await Terminal.signIn(server.port, "Alice");
  await using bob = await Terminal.signIn(server.port, "Bob");
  await alice.line("Olá a todso!");
  await bob.shows("[#geral] Alice: Olá a todso!");
  await alice.line("/edit -1 Olá a todos!");
  const edited = /\[#geral\] Alice editou \(\d\d:\d\d\): Olá a todos!/;
  await bob.until((screen) => edited.test(screen));
  await alice.until((screen) => edited.test(screen));
  await bob.line("/reply -1 oi, Alice");
  await alice.shows("[#geral] Bob, em resposta a Alice “Olá a todos!”: oi, Alice");
  await bob.shows("Você, em resposta a Alice “Olá a todos!”: oi, Alice");
  await alice.line("/me acena");
  await bob.shows("[#geral] * Alice acena");
  await alice.shows("* Alice acena");
  await bob.line("/react -3 👍");
  const reacted = "[#geral] Bob reagiu com 👍 à mensagem de Alice: Olá a todos!";
  await alice.shows(reacted);
  await bob.shows(reacted);
  await bob.line("/react -3 -👍");
  await bob.shows("[#geral] Bob removeu 👍 da mensagem de Alice: Olá a todos!");
  await alice.line("/delete -1 engano");
  const deleted = /\[SYS\] Alice apagou uma mensagem \(\d\d:\d\d\): engano/;
  await bob.until((screen) => deleted.test(screen));
  const rows = await alice.until((screen) => deleted.test(screen));
  assert(!rows.some((row) => row.includes("removeu")), rows.join("\n"));
  await alice.line("/edit -9 x");
  await alice.shows("[ERRO] A mensagem -9 de #geral não existe ou foi apagada.");
  await bob.line("/edit 1 x");
  await bob.shows("[ERRO] Não permitido: só quem escreveu a mensagem pode editá-la.");
  await bob.line("/react -1 :)");
  await bob.shows('[ERRO] ":)" não é um emoji.');
});

testWith("tmux", "/history shows ids, edits and reactions", async () => {
  await using server = await startServer();
  await using bia = await signIn(server, "Bia");
  const room = "#geral";
  for (const text of ["um", "dois", "três"]) await say(bia, text);
  await idOf(bia, { type: "edit", room, about: 2, text: "2" });
  await idOf(bia, { type: "delete", room, about: 1 });
  await idOf(bia, { type: "react", room, about: 2, emoji: "👍" });
  await using caio = await signIn(server, "Caio");
  await idOf(caio, { type: "react", room, about: 2, emoji: "👍" });
  await idOf(caio, { type: "react", room, about: 2, emoji: "🎉" });
  await using alice = await Terminal.signIn(server.port, "Alice");
  await alice.line("/history 3");
  // Only at the start of a row: the times of other rows may end in 3.
  const last = /^3 \[#geral\] Bia: três$/;
  const rows = withoutTimes(
    await alice.until((screen) => withoutTimes(screen.split("\n")).some((row) => last.test(row))),
  );
  const history = rows.slice(rows.findIndex((row) => row.includes("/history 3")) + 2);
  assertMatch(history[0]!, /^1 \[SYS\] Bia apagou uma mensagem \(\d\d:\d\d\)\.$/);
  assertEquals(history.slice(1, 3), [
    "2 [#geral] Bia: 2 (editada) [👍 2, 🎉]",
    "3 [#geral] Bia: três",
  ]);
  await alice.line("/reply 2 isso");
  await alice.shows("Você, em resposta a Bia “2”: isso");
  let event = await nextEntry(bia);
  while (event["text"] !== "isso") event = await nextEntry(bia);
  assertEquals(event["reply"], { id: 2, from: "Bia", text: "2" });
});

testWith("tmux", "Alt+E edits the latest message; Up still recalls what was typed", async () => {
  await using server = await startServer();
  await using bob = await signIn(server, "Bob");
  await using alice = await Terminal.signIn(server.port, "Alice");
  await alice.press("M-e");
  await alice.line("primeira");
  assertEquals((await nextEntry(bob))["text"], "primeira");
  await alice.line("segunda");
  assertEquals((await nextEntry(bob))["text"], "segunda");
  await alice.type("rascunho");
  await alice.press("M-e");
  await alice.endsWith("Você: /edit 2 segunda");
  await alice.type("!");
  await alice.press("Enter");
  const edited = await nextEntry(bob);
  assertEquals([edited["type"], edited["about"], edited["text"]], ["edited", 2, "segunda!"]);
  await alice.press("C-y");
  await alice.endsWith("Você: rascunho");
  await alice.press("C-u", "Up");
  await alice.endsWith("Você: /edit 2 segunda!");
  await alice.press("Up");
  await alice.endsWith("Você: segunda");
  await alice.press("C-u");
  await alice.line("/msg Bob só nós");
  await alice.shows("Você → Bob: só nós");
  assertEquals((await nextEntry(bob))["text"], "só nós");
  await alice.press("M-e");
  await alice.endsWith("Você: /edit @Bob 1 só nós");
  await alice.type(" dois");
  await alice.press("Enter");
  await alice.until((screen) => /\[privado\] Alice editou \(\d\d:\d\d\): só nós dois/.test(screen));
  const { with: other, text } = await nextEntry(bob);
  assertEquals([other, text], ["Alice", "só nós dois"]);
});

testWith("tmux", "private messages are answered, reacted to and deleted by name", async () => {
  await using server = await startServer();
  await using bia = await signIn(server, "Bia");
  await using alice = await Terminal.signIn(server.port, "Alice");
  await bia.send({ type: "direct", to: "Alice", text: "vem\ncá" });
  await alice.shows("[privado] Bia: vem");
  await alice.line("/reply @Bia -1 já vou");
  await alice.shows("[privado] Você → Bia, em resposta a Bia “vem cá”: já vou");
  await alice.line("/react @B");
  await alice.shows("[ERRO]");
  await alice.type("/react @B");
  await alice.press("Tab");
  await alice.type("-2 👍");
  await alice.press("Enter");
  await alice.shows("[privado] Alice reagiu com 👍 à mensagem de Bia: vem cá");
  await alice.line("/delete @Bia -1");
  await alice.until((screen) => /\[SYS\] Alice apagou uma mensagem \(\d\d:\d\d\)\./.test(screen));
  const events = [];
  while (events.length < 3) {
    const event = await nextEntry(bia);
    events.push([event["type"], event["id"], event["about"]]);
  }
  assertEquals(events, [["direct", 2, undefined], ["reacted", 3, 1], ["deleted", 4, 2]]);
});

testWith("tmux", "a reaction of many users is one line", async () => {
  await using server = await startServer();
  await using witness = await signIn(server, "Testemunha");
  await using alice = await Terminal.signIn(server.port, "Alice");
  await alice.line("quem vem?");
  assertEquals((await nextEntry(witness))["id"], 1);
  for (const name of ["Bia", "Caio", "Davi"]) {
    await using peer = await Peer.json(server, name);
    await idOf(peer, { type: "react", about: 1, emoji: "👍" });
    await idOf(peer, { type: "react", about: 1, emoji: "👍", remove: true });
    await idOf(peer, { type: "react", about: 1, emoji: "👍" });
    await say(peer, `eu, ${name}`);
    await alice.shows(`[#geral] ${name}: eu, ${name}`);
  }
  const rows = (await alice.rows()).filter((row) => row.includes("reagiu"));
  assertEquals(withoutTimes(rows), ["[#geral] Bia reagiu com 👍 à mensagem de Alice: quem vem?"]);
  await alice.line("/history 4");
  await alice.shows("1 [#geral] Alice: quem vem? [👍 3]");
});

testWith("tmux", "leaving without a connection reports changes that were not sent", async () => {
  const server = await startServer();
  await using alice = await Terminal.signIn(server.port, "Alice");
  await using ana = await Terminal.signIn(server.port, "Ana");
  await alice.line("oi");
  await ana.shows("[#geral] Alice: oi");
  await server.stop();
  for (const terminal of [alice, ana]) await terminal.shows("Conexão perdida");
  await ana.line("/react 1 -👍");
  await ana.line("/quit");
  await ana.shows('[SYS] 1 alteração não foi enviada: "/react 1 -👍"');
  for (const line of ["/edit -1 olá", "tchau", "/edit -1 até", "/delete @Bia 3 engano"]) {
    await alice.line(line);
  }
  // Also the edit that waits for the message before it is queued.
  await alice.until((screen) => screen.split("será enviada quando a conexão voltar").length === 5);
  await alice.line("/quit");
  await alice.shows('4 mensagens ou alterações não foram enviadas, a partir de "/edit 1');
});
