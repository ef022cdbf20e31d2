import { assertEquals, assertMatch } from "@std/assert";
import { COMMAND_NAMES } from "../protocol/commands/commands.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";

Deno.test("a member of #jogos receives no messages of #geral", async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.text(server, "Bob");
  await using carol = await Peer.text(server, "Carol");
  await carol.send("/join jogos");
  assertEquals(await carol.next(), "[SYS] Você entrou em #jogos.");

  await alice.send("Olá a todos!");
  assertEquals(await bob.next(), "[#geral] Alice: Olá a todos!");
  await carol.send("alguém aí?", "/list");
  assertEquals(await carol.next(), "[SYS] Salas ativas: #geral (2), #jogos (1)");
  await bob.send("oi", "/list");
  assertEquals(await bob.next(), "[SYS] Salas ativas: #geral (2), #jogos (1)");
  assertEquals(await alice.next(), "[#geral] Bob: oi");
  // Alice's next frame is the answer to her request, not her own message or Carol's.
  await alice.send("/who");
  assertEquals(await alice.next(), "[SYS] Em #geral: Alice, Bob");
});

Deno.test("a name taken in another case is refused and asked for again", async () => {
  await using server = await startServer();
  await using _alice = await Peer.text(server, "Érica");
  await using other = await Peer.connect(server);
  await other.send("éRICA");
  assertEquals(
    await other.next(),
    "[ERRO] O nome 'éRICA' já está em uso, ou é parecido com outro.",
  );
  await other.send("a b");
  assertMatch(await other.next(), /^\[ERRO\] Sem espaços: tente a_b\.$/);
  await other.send("Bob");
  assertEquals(await other.next(), "[SYS] Você entrou em #geral.");
});

Deno.test("a room ends when its last member leaves, but #geral never does", async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  await alice.send("/join #Jogos", "/list", "/join jogos", "/join geral", "/list");
  assertEquals(await alice.take(5), [
    "[SYS] Você entrou em #Jogos.",
    "[SYS] Salas ativas: #geral (0), #Jogos (1)",
    "[SYS] Você entrou em #Jogos.",
    "[SYS] Você entrou em #geral.",
    "[SYS] Salas ativas: #geral (1)",
  ]);
});

Deno.test("every command of the text dialect is answered", async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.text(server, "Bob");
  await alice.send("//join não é comando", "", "   ", "segunda", "/history 1", "/history");
  assertEquals(await alice.take(5), [
    "[SYS] Última mensagem de #geral:",
    "[#geral] Alice: segunda",
    "[SYS] Últimas 2 mensagens de #geral:",
    "[#geral] Alice: /join não é comando",
    "[#geral] Alice: segunda",
  ]);
  assertEquals(await bob.take(2), [
    "[#geral] Alice: /join não é comando",
    "[#geral] Alice: segunda",
  ]);
  await alice.send("/msg bob só para você", "/msg ninguem oi", "/msg bob", "/SEARCH SEGUNDA");
  assertEquals(await bob.next(), "[privado] Alice: só para você");
  assertEquals(await alice.take(4), [
    "[ERRO] Não há ninguém com o nome 'ninguem'.",
    "[ERRO] Uso: /msg <usuário> <mensagem>",
    "[SYS] 1 mensagem encontrada:",
    "[#geral] Alice: segunda",
  ]);
  await alice.send("/nick Bob", "/nick Alicia", "/history x", "/dançar agora", "/join a b");
  assertEquals(await alice.take(5), [
    "[ERRO] O nome 'Bob' já está em uso, ou é parecido com outro.",
    "[SYS] Agora você se chama Alicia.",
    '[ERRO] "x" não é um número maior que zero. Uso: /history [n]',
    '[ERRO] Comando desconhecido: "/dançar" (veja /help)',
    "[ERRO] Sem espaços: tente a_b.",
  ]);
  await alice.send("/help");
  const help = await alice.take(COMMAND_NAMES.length);
  assertEquals(
    help[0],
    "[SYS] /join, /j <sala> [código]: entra em uma sala, que é criada se não existir; com um código de convite, em uma fechada",
  );
  await alice.send("/help /W", "/help watch", "/jion jogos", "/mgs bob oi", "/w bob oi", "/sair");
  assertEquals(await alice.take(5), [
    "[SYS] /msg, /m, /w <usuário> <mensagem>: envia uma mensagem privada",
    '[ERRO] Comando desconhecido: "/watch" (veja /help)',
    '[ERRO] Comando desconhecido: "/jion" (veja /help); você quis dizer /join?',
    '[ERRO] Comando desconhecido: "/mgs" (veja /help); você quis dizer /msg?',
    '[ERRO] Comando desconhecido: "/sair" (veja /help); você quis dizer /quit?',
  ]);
  assertEquals(await bob.next(), "[privado] Alicia: oi");
  await alice.send("sair");
  assertEquals(await alice.next(), "[SYS] Até logo!");
  await alice.ended();
  await bob.send("/who", "/names geral", "/who #outra", "/part", "oi", "/q");
  assertEquals(await bob.take(6), [
    "[SYS] Em #geral: Bob",
    "[SYS] Em #geral: Bob",
    "[ERRO] A sala #outra não existe.",
    "[SYS] Você saiu de #geral.",
    "[ERRO] Você não está em nenhuma sala: /join <sala>.",
    "[SYS] Até logo!",
  ]);
  await bob.ended();
});

Deno.test("confusable, mixed and reserved names are refused with the reason", async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Cope");
  await using other = await Peer.connect(server);
  // All Cyrillic; one Cyrillic letter among Latin ones; all Latin; all Cyrillic.
  await other.send("\u0441\u043e\u0440\u0435", "\u0410lice", "Sistema", "\u0455\u0443\u0455");
  const [taken, mixed, reserved, disguised] = await other.take(4);
  assertMatch(taken!, /^\[ERRO\] O nome '.{4}' já está em uso, ou é parecido com outro\.$/);
  assertMatch(mixed!, /^\[ERRO\] ".lice" mistura letras de alfabetos diferentes\.$/);
  for (const line of [reserved, disguised]) assertMatch(line!, /^\[ERRO\] '.{3,7}' é reservado\.$/);
  await other.send("Bob");
  assertEquals(await other.next(), "[SYS] Você entrou em #geral.");
  await other.send("/nick c0pe", "/nick \u0441\u043e\u0440\u0435", "/join g\u0435ral", "/who");
  for (const line of await other.take(2)) assertMatch(line, /parecido com outro/);
  assertMatch(await other.next(), /^\[ERRO\] "#?g.ral" mistura letras de alfabetos diferentes\.$/);
  assertEquals(await other.next(), "[SYS] Em #geral: Cope, Bob");
  await alice.send("oi");
  assertEquals(await other.next(), "[#geral] Cope: oi");
});

Deno.test("control characters in messages arrive escaped", async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.text(server, "Bob");
  await alice.send("\x1b]0;título\x07\n[#geral] Bob: falso \u009b2J \u202e\u2028.");
  assertEquals(
    await bob.next(),
    "[#geral] Alice: \\u001b]0;título\\u0007\\n[#geral] Bob: falso \\u009b2J \\u202e\\u2028.",
  );
});

Deno.test("a text at the limit is sent, a longer one is refused", async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.text(server, "Bob");
  await alice.send("é".repeat(4_000), "é".repeat(4_001));
  assertEquals(await bob.next(), `[#geral] Alice: ${"é".repeat(4_000)}`);
  assertEquals(
    await alice.next(),
    "[ERRO] Mensagem longa demais: 4.001 caracteres (o limite é 4.000). Não foi enviada.",
  );
});

Deno.test("the server speaks English with --lang en", async () => {
  await using server = await startServer({ args: ["--lang", "en"] });
  await using alice = await Peer.connect(server);
  await alice.send("Alice", "/list");
  assertEquals(await alice.take(2), ["[SYS] You joined #geral.", "[SYS] Active rooms: #geral (1)"]);
});
