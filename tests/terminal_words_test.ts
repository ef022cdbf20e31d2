/** Words as people type them from habit: aliases, mistyped commands, and words that end other programs. */
import { assert, assertEquals } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";

testWith("tmux", "a terminal asks before it says exit, and suggests commands", async () => {
  await using server = await startServer();
  await using bob = await Peer.text(server, "Bob");
  await using alice = await Terminal.signIn(server.port, "Alice");
  await alice.line("exit");
  await alice.endsWith('Você: exit\n  Enviar "exit"? /quit sai. [s/N]');
  // Enter after the letter belongs to the answer, as where a shell asks.
  await alice.press("n", "Enter");
  await alice.endsWith("Você: exit");
  await alice.press("Left", "End", "Enter");
  await alice.endsWith("[s/N]");
  await alice.type("s");
  assertEquals(await bob.next(), "[#geral] Alice: exit");
  await alice.endsWith("Você: exit\nVocê:");
  await alice.line("/wacht x");
  await alice.shows(
    'Comando desconhecido: "/wacht" (veja /help); você quis dizer\n        /watch?',
  );
  await alice.line("/help m");
  await alice.shows("[SYS] /msg, /m, /w <usuário> <mensagem>: envia uma mensagem privada");
  await alice.line("/history abc");
  await alice.shows('[ERRO] "abc" não é um número maior que zero. Uso: /history [n]');
  await alice.type("/exi");
  await alice.press("Tab");
  await alice.endsWith("Você: /exit");
  await alice.press("Enter");
  assert(await alice.isRestored());
});

testWith("tmux", "/r answers the last private message, /clear clears, /leave leaves", async () => {
  await using server = await startServer();
  await using bob = await Peer.text(server, "Bob");
  await using carla = await Peer.text(server, "Carla");
  await using alice = await Terminal.signIn(server.port, "Alice");
  await alice.line("/r oi");
  await alice.shows("[ERRO] Você ainda não recebeu nenhuma mensagem privada.");
  await bob.send("/w Alice um");
  await alice.shows("[privado] Bob: um");
  await carla.send("/m Alice dois");
  await alice.shows("[privado] Carla: dois");
  await alice.line("/r três");
  assertEquals(await carla.next(), "[privado] Alice: três");
  await alice.shows("Você → Carla: três");
  await alice.line("/query Bob quatro");
  assertEquals(await bob.next(), "[privado] Alice: quatro");
  await alice.line("/query Bob");
  await alice.shows("[ERRO] No modo de linhas, escreva /msg Bob e a mensagem.");
  await alice.line("/clear");
  const rows = await alice.until((screen) => !screen.includes("Carla"));
  assertEquals(rows, ["Você:"]);
  await alice.line("/watch jogos");
  await alice.endsWith("[#geral] Você:");
  await alice.line("/part");
  await alice.shows("[SYS] Você saiu de #geral.");
  await alice.endsWith("[SYS] Agora você está em #jogos.\n[#jogos] Você:");
  await alice.line("/leave");
  await alice.shows("[SYS] Você saiu de #jogos.");
  await alice.endsWith("[sem sala] Você:");
  await alice.line("/j geral");
  await alice.shows("[SYS] Você entrou em #geral.");
  await alice.line("/names");
  await alice.shows("[SYS] Em #geral: Bob, Carla, Alice");
  await alice.line("/q");
  assert(await alice.isRestored());
});

testWith("tmux", "a plain terminal asks before it says exit, too", async () => {
  await using server = await startServer();
  await using bob = await Peer.text(server, "Bob");
  await using alice = await Terminal.connect(server.port, ["--plain", "--name", "Alice"]);
  await alice.shows("[SYS] Você entrou em #geral.");
  await alice.line("quit");
  await alice.shows('Enviar "quit"? /quit sai. [s/N]');
  await alice.line("n");
  await alice.line("fim");
  assertEquals(await bob.next(), "[#geral] Alice: fim");
  await alice.line("exit");
  await alice.shows('Enviar "exit"? /quit sai.');
  await alice.line("s");
  assertEquals(await bob.next(), "[#geral] Alice: exit");
  await alice.line("sair");
  await alice.endsWith("$");
});
