import { assert, assertEquals } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { freePort } from "./support/ports.ts";
import { TcpProxy } from "./support/proxy.ts";
import { waitUntil } from "./support/wait_until.ts";
import { startServer } from "./support/server.ts";
import { Terminal, withoutTimes } from "./support/tmux.ts";

/** Waits for a text and counts the bells in the output up to it. */
async function rings(terminal: Terminal, recorded: string, text: string): Promise<number> {
  await terminal.shows(text);
  let sent = "";
  await terminal.until(() => {
    sent = Deno.readTextFileSync(recorded);
    return sent.includes(text);
  });
  return sent.split("\x07").length - 1;
}

for (const size of [{ columns: 80, rows: 24 }, { columns: 40, rows: 12 }]) {
  testWith(
    "tmux",
    `at ${size.columns}×${size.rows} the prompt counts unread messages`,
    async () => {
      await using server = await startServer();
      await using bob = await Peer.text(server, "Bob");
      await bob.send("/join jogos");
      await bob.until("[SYS] Você entrou em #jogos.");
      await using alice = await Terminal.signIn(server.port, "Alice", [], size);
      await alice.line("/watch jogos");
      await alice.shows("[SYS] Você acompanha #jogos.");
      await alice.endsWith("[#geral] Você:");
      await bob.send("um", "dois");
      // In a narrow terminal, unread rooms have a row of their own.
      await alice.endsWith(
        size.columns > 40 ? "[#geral · #jogos 2] Você:" : "Não lidas: #jogos 2\n[#geral] Você:",
      );
      await alice.line("daqui");
      await alice.shows("[#geral] Você: daqui");
      // Sending a message to a room marks it as read.
      await alice.line("/watch geral");
      await alice.line("/join jogos");
      await alice.shows("[SYS] Você entrou em #jogos.");
      await alice.endsWith("[#jogos] Você:");
      await alice.line("de lá");
      assertEquals(await bob.until("[#jogos] Alice: de lá"), ["[#jogos] Alice: de lá"]);
      await using carol = await Peer.text(server, "Carol");
      await carol.send("olá");
      await alice.endsWith(
        size.columns > 40 ? "[#jogos · #geral 1] Você:" : "Não lidas: #geral 1\n[#jogos] Você:",
      );
      await carol.send("Alice, e você?");
      await alice.endsWith(
        size.columns > 40 ? "[#jogos · #geral 2!] Você:" : "Não lidas: #geral 2!\n[#jogos] Você:",
      );
      const rows = withoutTimes(await alice.rows());
      assert(rows.includes("[#geral] Carol: olá"), rows.join("\n"));
      await alice.line("/unwatch geral");
      await alice.shows("[SYS] Você saiu de #geral.");
      await alice.endsWith("[#jogos] Você:");
      await alice.line("/unwatch geral");
      await alice.shows("[ERRO] Você não acompanha #geral.");
      // With one room left, moving leaves it.
      await alice.line("/unwatch jogos");
      await alice.line("/join outra");
      await alice.shows("[SYS] Você entrou em #outra.");
      // The client leaves once it has joined.
      const rooms = "[SYS] Salas ativas: #geral (1), #jogos (1), #outra (1)";
      const listed = async () => {
        await carol.send("/list");
        return await carol.next() === rooms;
      };
      await waitUntil(listed, "Alice to leave #jogos");
    },
  );
}

testWith("tmux", "mentions and private messages ring the bell, history never does", async () => {
  await using server = await startServer();
  await using bob = await Peer.text(server, "Bob");
  await bob.send("antes: Alice!", "/history");
  await bob.take(2);
  await using alice = await Terminal.open();
  const recorded = await alice.record();
  await alice.run(server.port, ["--name", "Alice", "--color", "never"]);
  await alice.shows("» [#geral] Bob: antes: Alice!");
  await alice.endsWith("Você:");
  assertEquals(await rings(alice, recorded, "antes: Alice!"), 0);
  await bob.send("Alicerce não é ela", "alice: oi");
  await alice.shows("» [#geral] Bob: alice: oi");
  const rows = withoutTimes(await alice.rows());
  assert(rows.includes("[#geral] Bob: Alicerce não é ela"), rows.join("\n"));
  assertEquals(await rings(alice, recorded, "alice: oi"), 1);
  await bob.send("/msg Alice em segredo");
  assertEquals(await rings(alice, recorded, "[privado] Bob: em segredo"), 2);
  await alice.line("/bell all");
  await alice.shows("[SYS] O aviso sonoro toca a cada mensagem.");
  await bob.send("qualquer coisa");
  assertEquals(await rings(alice, recorded, "qualquer coisa"), 3);
  await alice.line("/bell off");
  await alice.shows("[SYS] O aviso sonoro está desligado.");
  await bob.send("Alice, e agora?");
  assertEquals(await rings(alice, recorded, "e agora?"), 3);
  await alice.line("/history");
  await alice.shows("[SYS] Últimas 5 mensagens de #geral:");
  await alice.line("/bell");
  assertEquals(await rings(alice, recorded, "O aviso sonoro está desligado."), 3);
  await alice.line("/bell alto");
  await alice.shows("[ERRO] Uso: /bell off|msg|all");
});

testWith("tmux", "Tab completes addressees with a colon, and arguments by command", async () => {
  await using server = await startServer();
  await using _bob = await Peer.text(server, "Bernardo");
  await using _ana = await Peer.text(server, "Berta");
  await using alice = await Terminal.signIn(server.port, "Alice");
  const typed = async (text: string, line: string) => {
    await alice.type(text);
    await alice.press("Tab");
    await alice.endsWith(`Você: ${line}`);
  };
  await typed("berna", "Bernardo:");
  await typed("veja o que o ber", "Bernardo: veja o que o Bernardo");
  await alice.shows("[Bernardo]  Berta\n");
  await typed("", "Bernardo: veja o que o Berta");
  await typed("", "Bernardo: veja o que o ber");
  await alice.press("C-u");
  await alice.type("/msg b");
  await alice.press("Tab", "Tab");
  await alice.endsWith("Bernardo  [Berta]\nVocê: /msg Berta");
  await alice.press("BTab");
  await alice.endsWith("[Bernardo]  Berta\nVocê: /msg Bernardo");
  await alice.press("C-u");
  await typed("/bell a", "/bell all");
  await alice.press("C-u");
  await typed("/wa", "/watch");
  await typed("ger", "/watch #geral");
});

testWith("tmux", "/reconnect reconnects at once and counts what was missed", async () => {
  const port = freePort();
  const first = await startServer({ port });
  await using alice = await Terminal.signIn(port, "Alice");
  await alice.line("/reconnect");
  await alice.shows("[SYS] Reconectando…");
  await alice.shows("[SYS] Conexão restabelecida. Você não perdeu nada.");
  await first.stop();
  await alice.shows("[SYS] Conexão perdida; nova tentativa em 1s.");
  await alice.shows("Sem conexão; nova tentativa às");
  await using second = await startServer({ port });
  await using bob = await Peer.text(second, "Bob");
  await bob.send("voltei");
  await alice.line("/reconnect");
  // On a busy machine the client's own attempt may come first; then the command connects once more.
  const isBackAgain = (screen: string) => screen.split("[SYS] Conexão restabelecida.").length >= 3;
  const rows = withoutTimes(await alice.until(isBackAgain));
  assertEquals(rows.filter((row) => row.startsWith("[SYS] Conexão perdida")).length, 1);
  assert(!rows.some((row) => row.startsWith("Sem conexão")), rows.join("\n"));
  await bob.send("e agora?");
  await alice.shows("[#geral] Bob: e agora?");
});

testWith("tmux", "after a reconnect missed messages are counted and ring no bell", async () => {
  await using server = await startServer();
  await using bob = await Peer.text(server, "Bob");
  let isDown = false;
  await using proxy = new TcpProxy(server.port, () => (chunk) => isDown ? 0 : chunk.length);
  await using alice = await Terminal.open();
  const recorded = await alice.record();
  await alice.run(proxy.port, ["--name", "Alice", "--color", "never"]);
  await alice.endsWith("Você:");
  isDown = true;
  proxy.cutAll();
  await alice.shows("[SYS] Conexão perdida;");
  await bob.send("um", "dois", "Alice, três");
  await bob.send("/history 1");
  await bob.until("[#geral] Bob: Alice, três");
  isDown = false;
  await alice.line("/reconnect");
  const back = "[SYS] Conexão restabelecida. Você perdeu 3 mensagens, que estão acima.";
  assertEquals(await rings(alice, recorded, back), 0);
  const rows = withoutTimes(await alice.rows());
  const at = rows.indexOf(back);
  assertEquals(rows.slice(at - 3, at), [
    "[#geral] Bob: um",
    "[#geral] Bob: dois",
    "» [#geral] Bob: Alice, três",
  ]);
});

testWith("tmux", "only a slow answer shows a spinner", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  await using alice = await Terminal.connect(listener.addr.port, ["--name", "Alice"]);
  using _conn = await listener.accept();
  await alice.shows("[OK] Conectado a");
  await alice.until((screen) => /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Aguardando o servidor…$/m.test(screen));
  await alice.press("C-c");
  assert(await alice.isRestored());
});

testWith("tmux", "typed lines are saved if allowed, passwords never", async () => {
  await using server = await startServer();
  const state = await Deno.makeTempDir();
  const options = { env: `XDG_STATE_HOME=${state}` };
  {
    await using alice = await Terminal.connect(
      server.port,
      ["--name", "Alice", "--save-input"],
      options,
    );
    await alice.endsWith("Você:");
    await alice.line("primeira");
    await alice.line("/login Alice cavalo-certo");
    await alice.line("/logim Alice cavalo-certo");
    await alice.line("última");
    await alice.line("/quit");
    assert(await alice.isRestored());
    assert(!(await alice.scrollback()).slice(-9).join("").includes("Você: /login Alice cavalo"));
  }
  const path = `${state}/chat/typed.jsonl`;
  assertEquals(await Deno.readTextFile(path), '"primeira"\n"última"\n"/quit"\n');
  assertEquals((await Deno.stat(path)).mode! & 0o777, 0o600);
  await using again = await Terminal.connect(
    server.port,
    ["--name", "Alice", "--save-input"],
    options,
  );
  await again.endsWith("Você:");
  await again.press("Up", "Up", "Up");
  await again.endsWith("Você: primeira");
  await again.press("C-u");
  await again.line("/quit");
  assert(await again.isRestored());
  await Deno.remove(state, { recursive: true });
});

for (
  const [name, args, env] of [
    ["--plain", ["--plain"], "CHAT_COLOR=always"],
    ["TERM=dumb", [], "TERM=dumb"],
  ] as const
) {
  testWith("tmux", `with ${name} each event is a plain line`, async () => {
    await using server = await startServer();
    await using bob = await Peer.text(server, "Bob");
    await using alice = await Terminal.open();
    const file = await alice.record();
    await alice.run(server.port, args, { env });
    await alice.endsWith("Informe seu nome de usuário:");
    await alice.line("Alice");
    await alice.shows("[SYS] /help mostra os comandos e as teclas.");
    await alice.line("olá");
    assertEquals(await bob.next(), "[#geral] Alice: olá");
    const long = "palavra ".repeat(30).trimEnd();
    await bob.send(long, "uma\nduas, Alice");
    await alice.shows("duas, Alice");
    await alice.line("/register");
    await alice.endsWith("Nova senha:");
    await alice.line("cavalo certo");
    await alice.endsWith("Repita a senha:");
    await alice.line("cavalo certo");
    await alice.shows("[SYS] O nome Alice agora é seu.");
    await alice.line("/quit");
    assert(await alice.isRestored());
    const sent = await Deno.readTextFile(file);
    const begin = sent.indexOf("[OK] Conectado");
    const end = sent.indexOf("[SYS] Até logo!");
    const told = sent.slice(begin, end).replaceAll("\r\n", "\n").replaceAll("\x07", "");
    assert(!/[^\P{Cc}\n]/u.test(told), JSON.stringify(told));
    assertEquals(withoutTimes(told.trimEnd().split("\n")).slice(1, -1), [
      "Informe seu nome de usuário:",
      "Alice",
      "[SYS] Você entrou em #geral.",
      "[SYS] /help mostra os comandos e as teclas.",
      "olá",
      `[#geral] Bob: ${long}`,
      "» [#geral] Bob: uma",
      "  duas, Alice",
      "/register",
      "[SYS] A senha deve ter de 8 a 1.024 caracteres.",
      "Nova senha:",
      "Repita a senha:",
      "[SYS] O nome Alice agora é seu.",
      "/quit",
    ]);
  });
}

testWith("tmux", "joins and leaves with nothing between them are one line", async () => {
  await using server = await startServer();
  await using alice = await Terminal.signIn(server.port, "Alice", [], { columns: 60 });
  await using bob = await Peer.json(server, "Bob");
  await alice.shows("[SYS] Bob entrou em #geral.");
  const names = ["Carla", "Davi", "Elisa", "Fábio"];
  for (const name of names) {
    const peer = await Peer.json(server, name);
    await alice.shows(name);
    await peer[Symbol.asyncDispose]();
  }
  await alice.type("um rascunho");
  await alice.shows("[SYS] Bob entrou em #geral. Carla, Davi, Elisa e");
  const rows = await alice.shows("Fábio entraram em #geral e saíram.\nVocê: um rascunho");
  const moves = rows.filter((row) => row.includes("Bob"));
  assertEquals(moves.length, 1, rows.join("\n"));
  await bob.send({ type: "say", room: "#geral", text: "oi" });
  await alice.shows("Bob: oi\nVocê: um rascunho");
  await bob.send({ type: "quit" });
  await alice.shows("Bob: oi\n");
  const after = withoutTimes(await alice.endsWith("Bob saiu de #geral.\nVocê: um rascunho"));
  assertEquals(after.filter((row) => row.includes("Bob entrou em #geral.")).length, 1);
});
