import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { freePort } from "./support/ports.ts";
import { startServer } from "./support/server.ts";
import { Terminal, withoutTimes } from "./support/tmux.ts";

testWith("tmux", "three people at terminals talk in rooms through one server", async () => {
  await using server = await startServer();
  await using alice = await Terminal.connect(server.port);
  await alice.endsWith("Informe seu nome de usuário:");
  await alice.line("Alice");
  await alice.shows("/help");
  assertEquals(withoutTimes(await alice.endsWith("Você:")), [
    `[OK] Conectado a 127.0.0.1:${server.port}`,
    "Informe seu nome de usuário: Alice",
    "[SYS] Você entrou em #geral.",
    "[SYS] /help mostra os comandos e as teclas.",
    "Você:",
  ]);
  await using bob = await Terminal.connect(server.port);
  await bob.endsWith("Informe seu nome de usuário:");
  await bob.line("ALICE");
  await bob.shows("[ERRO] O nome 'ALICE' já está em uso, ou é parecido com outro.");
  await bob.endsWith("Informe seu nome de usuário:");
  await bob.line("Bob");
  await bob.endsWith("Você:");
  await using carol = await Terminal.signIn(server.port, "Carol");
  await carol.line("/join jogos");
  await carol.shows("[SYS] Você entrou em #jogos.");
  await alice.line("Olá a todos!");
  await bob.shows("[#geral] Alice: Olá a todos!");
  await carol.line("/list");
  await carol.shows("[SYS] Salas ativas: #geral (2), #jogos (1)");
  await carol.line("alguém?");
  await carol.line("/who");
  const rows = await carol.shows("[SYS] Em #jogos: @Carol");
  assert(!rows.some((row) => row.includes("Olá a todos!")));
  await bob.line("/msg carol um segredo");
  await carol.shows("[privado] Bob: um segredo");
  await alice.line("/who");
  const seen = await alice.shows("[SYS] Em #geral: Alice, Bob");
  assert(!seen.some((row) => /alguém|segredo/.test(row)));
});

testWith(
  "tmux",
  "a message appears above the line being typed, which keeps its cursor",
  async () => {
    await using server = await startServer();
    await using alice = await Terminal.signIn(server.port, "Alice");
    await using bob = await Peer.text(server, "Bob");
    await alice.type("uma linha longa ".repeat(8) + "fim");
    await alice.press("Left", "Left", "Left");
    await alice.shows("fim");
    await bob.send("interrompo");
    await alice.shows("[#geral] Bob: interrompo");
    await alice.type("no ");
    await alice.press("Enter");
    assertEquals(await bob.next(), `[#geral] Alice: ${"uma linha longa ".repeat(8)}no fim`);
    const rows = withoutTimes(await alice.shows("no fim\nVocê:"));
    const typed = rows.findIndex((row) => row.startsWith("Você: uma linha longa"));
    assert(rows.indexOf("[#geral] Bob: interrompo") < typed, rows.join("\n"));
  },
);

testWith(
  "tmux",
  "the arrows recall lines, and Tab completes commands, rooms and names",
  async () => {
    await using server = await startServer();
    await using _jogos = await Peer.text(server, "Jogadora");
    await _jogos.send("/join Jogos");
    await _jogos.next();
    await using bob = await Peer.text(server, "Bernardo");
    await using alice = await Terminal.signIn(server.port, "Alice");
    await alice.line("primeira");
    assertEquals(await bob.next(), "[#geral] Alice: primeira");
    await alice.press("Up");
    await alice.endsWith("Você: primeira");
    await alice.press("Enter");
    assertEquals(await bob.next(), "[#geral] Alice: primeira");
    await alice.type("/ms");
    await alice.press("Tab");
    await alice.endsWith("Você: /msg");
    await alice.type("ber");
    await alice.press("Tab");
    await alice.endsWith("Você: /msg Bernardo");
    await alice.line("oi");
    assertEquals(await bob.next(), "[privado] Alice: oi");
    await alice.type("/join #jo");
    await alice.press("Tab");
    await alice.endsWith("Você: /join #Jogos");
    await alice.press("Enter");
    await alice.shows("[SYS] Você entrou em #Jogos.");
  },
);

for (
  const [name, leave] of [
    ["Ctrl+C", (terminal: Terminal) => terminal.press("C-c", "C-c")],
    ["Ctrl+D", (terminal: Terminal) => terminal.press("C-d")],
    ["/quit", (terminal: Terminal) => terminal.line("/quit")],
    ["sair", (terminal: Terminal) => terminal.line("SAIR")],
  ] as const
) {
  testWith("tmux", `${name} leaves and restores the terminal`, async () => {
    await using server = await startServer();
    await using bob = await Peer.json(server, "Bob");
    await using alice = await Terminal.signIn(server.port, "Alice");
    await leave(alice);
    assert(await alice.isRestored());
    await bob.skipTo("left");
  });
}

testWith(
  "tmux",
  "the client reports a lost connection, returns and sends what waited",
  async () => {
    const first = await startServer({ port: freePort() });
    await using alice = await Terminal.signIn(first.port, "Alice");
    await first.stop();
    await alice.shows("[SYS] O servidor está encerrando.");
    await alice.shows("[SYS] Conexão perdida; nova tentativa em 1s.");
    await alice.line("enquanto isso");
    await alice.shows("[SYS] Sem conexão. A mensagem será enviada quando a conexão voltar.");
    await using second = await startServer({ port: first.port });
    await using bob = await Peer.connect(second);
    // In any order: the earlier message is among those that Bob missed.
    await bob.send({ type: "hello", name: "Bob", version: 1, resume: { "#geral": 0 } });
    await alice.shows("[SYS] Conexão restabelecida.");
    while (!(await bob.next()).includes('"text":"enquanto isso"'));
    await bob.send({ type: "say", room: "#geral", text: "bem-vinda" });
    await alice.shows("[#geral] Bob: bem-vinda");
  },
);

testWith("tmux", "messages can neither move the cursor nor begin a line", async () => {
  await using server = await startServer();
  await using alice = await Terminal.signIn(server.port, "Alice");
  await using bob = await Peer.json(server, "Bob");
  const text = "\x1b[2J\x1b]0;x\x07\x9b1A\r[SYS] falso\n[#geral] Carol: falso\u202e";
  await bob.send({ type: "say", room: "#geral", text });
  const rows = withoutTimes(await alice.shows("Carol: falso"));
  const at = rows.findIndex((row) => row.startsWith("[#geral] Bob: "));
  assertEquals(rows.slice(at, at + 2), [
    "[#geral] Bob: \\u001b[2J\\u001b]0;x\\u0007\\u009b1A\\r[SYS] falso",
    "        [#geral] Carol: falso\\u202e",
  ]);
  assertEquals(rows[0], `[OK] Conectado a 127.0.0.1:${server.port}`);
  const others = "\x1b[31m\x7f\b\t\x85\u200e\u061c\u2066\u2069\u2028\u2029";
  await bob.send({ type: "say", room: "#geral", text: `${others}.` });
  // A burst stays together.
  await bob.send({ type: "say", room: "#geral", text: "família: 👩\u200d👧" });
  const rowsThen = await alice.shows("família: 👩\u200d👧");
  // A tab is shown as spaces.
  const shown = rowsThen.map((row) => row.trim()).join(" ").replaceAll(/ +/g, " ");
  const escaped = "\\u001b[31m\\u007f\\u0008 \\u0085\\u200e\\u061c\\u2066\\u2069\\u2028\\u2029.";
  assert(shown.includes(`Bob: ${escaped}`), shown);
});

testWith("tmux", "history is marked as old at both ends", async () => {
  await using server = await startServer();
  await using bob = await Peer.text(server, "Bob");
  await bob.send("antiga", "/history");
  await bob.next();
  assertEquals(await bob.next(), "[#geral] Bob: antiga");
  await using alice = await Terminal.signIn(server.port, "Alice");
  await alice.shows("[SYS] /help mostra os comandos e as teclas.");
  await bob.send("nova");
  const rows = withoutTimes(await alice.shows("[#geral] Bob: nova"));
  assertEquals(rows.filter((row) => !row.startsWith("Você:")).slice(-5), [
    "[SYS] Última mensagem de #geral:",
    "[#geral] Bob: antiga",
    "[SYS] Fim das mensagens anteriores de #geral.",
    "[SYS] /help mostra os comandos e as teclas.",
    "[#geral] Bob: nova",
  ]);
});

testWith("tmux", "/history goes further back when repeated, until the next message", async () => {
  await using server = await startServer();
  await using bob = await Peer.text(server, "Bob");
  await bob.send("um", "dois", "três", "/history");
  await bob.take(4);
  await using alice = await Terminal.signIn(server.port, "Alice");
  await alice.shows("[SYS] Fim das mensagens anteriores de #geral.");
  await alice.line("/history 2");
  await alice.shows("[SYS] Últimas 2 mensagens de #geral:");
  await alice.line("/history 2");
  await alice.shows("[SYS] A mensagem anterior em #geral:");
  await alice.line("/history");
  const rows = withoutTimes(await alice.shows("[SYS] Não há mensagens anteriores em #geral."));
  const begin = rows.indexOf("[SYS] Últimas 2 mensagens de #geral:");
  assertEquals(rows.slice(begin).filter((row) => !row.startsWith("Você:")), [
    "[SYS] Últimas 2 mensagens de #geral:",
    "2 [#geral] Bob: dois",
    "3 [#geral] Bob: três",
    "[SYS] A mensagem anterior em #geral:",
    "1 [#geral] Bob: um",
    "[SYS] Não há mensagens anteriores em #geral.",
  ]);
  await alice.line("quatro");
  await alice.line("/history 1");
  await alice.shows("[SYS] Última mensagem de #geral:");
});

testWith("tmux", "/search shows results with their time and the words in bold", async () => {
  await using server = await startServer();
  await using alice = await Terminal.signIn(server.port, "Alice");
  await using bob = await Peer.text(server, "Bob");
  await bob.send("A maçã", "a pera", "duas MAÇÃS");
  await alice.shows("[#geral] Bob: duas MAÇÃS");
  await alice.line("/search maca");
  const rows = withoutTimes(await alice.shows("Bob: A maçã\nVocê:"));
  const title = rows.indexOf("[SYS] 2 mensagens encontradas:");
  const [newest = "", oldest = ""] = rows.slice(title + 1);
  assertMatch(newest, /^\d\d\/\d\d\/\d{4}, \d\d:\d\d \[#geral\] Bob: duas MAÇÃS$/);
  assertMatch(oldest, /^\d\d\/\d\d\/\d{4}, \d\d:\d\d \[#geral\] Bob: A maçã$/);
  assertStringIncludes((await alice.scrollback({ styled: true })).join("\n"), "duas \x1b[1mMAÇÃS");
});

testWith("tmux", "the arrows recall a refused text, but no mistyped command", async () => {
  await using server = await startServer({ args: ["--max-text", "100"] });
  await using ana = await Terminal.signIn(server.port, "Ana");
  await ana.line(`texto com acentos: a${"\u0301".repeat(31)}, e fim`);
  await ana.shows("[ERRO] Acentos demais em uma só letra (o limite é 30).");
  await ana.line("/lgoin Ana cavalo certo");
  await ana.shows("[ERRO] Comando desconhecido");
  await ana.press("Up");
  await ana.endsWith(", e fim");
  await ana.press("C-u");
  await ana.line(`/msg Bia ${"x".repeat(100)} fim`);
  await ana.shows(
    "[ERRO] Mensagem longa demais: 104 caracteres (o limite é 100).",
  );
  await ana.press("Up");
  await ana.endsWith("x fim");
});

testWith("tmux", "a user may think about a name longer than the server waits", async () => {
  await using server = await startServer({ args: ["--handshake-timeout", "1"] });
  await using alice = await Terminal.connect(server.port);
  await alice.endsWith("Informe seu nome de usuário:");
  await server.logged(/tempo esgotado/);
  await alice.line("Alice");
  await alice.shows("/help");
  assertEquals(withoutTimes(await alice.endsWith("Você:")), [
    `[OK] Conectado a 127.0.0.1:${server.port}`,
    "Informe seu nome de usuário: Alice",
    "[SYS] Você entrou em #geral.",
    "[SYS] /help mostra os comandos e as teclas.",
    "Você:",
  ]);
});

testWith("tmux", "Tab completes the code of an emoji", async () => {
  await using server = await startServer();
  await using bob = await Peer.text(server, "Bob");
  await using alice = await Terminal.signIn(server.port, "Alice");
  await alice.type("que dia :smile:");
  await alice.press("Tab");
  await alice.endsWith("Você: que dia 😄");
  await alice.press("C-c");
  await alice.type(":tad");
  await alice.press("Tab", "Enter");
  assertEquals(await bob.next(), "[#geral] Alice: 🎉");
  await alice.type("/react -1 :fogue");
  await alice.press("Tab", "Enter");
  await alice.line("/history");
  await alice.shows("🎉 [🚀]");
});

testWith(
  "tmux",
  "Tab finds names without their accents, the one who spoke last first",
  async () => {
    await using server = await startServer();
    await using erica = await Peer.text(server, "Érica");
    await using ernesto = await Peer.text(server, "Ernesto");
    await using alice = await Terminal.signIn(server.port, "Alice");
    await erica.send("primeira");
    await alice.shows("Érica: primeira");
    await ernesto.send("segundo");
    await alice.shows("Ernesto: segundo");
    await alice.type("oi, @er");
    await alice.press("Tab");
    await alice.endsWith("Você: oi, @Ernesto");
    await alice.press("Tab");
    await alice.endsWith("Você: oi, @Érica");
    await alice.press("C-u");
    await alice.type("/me abraça @ér");
    await alice.press("Tab", "Tab");
    await alice.endsWith("Você: /me abraça @Érica");
  },
);
