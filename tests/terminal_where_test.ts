import { assert, assertEquals } from "@std/assert";
import { logIn, openFixture } from "./support/moderation_fixture.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { freePort } from "./support/ports.ts";
import { codeOf } from "./support/requests.ts";
import { startServer } from "./support/server.ts";
import { Terminal, withoutTimes } from "./support/tmux.ts";

const SIZES = [{ columns: 80, rows: 24 }, { columns: 40, rows: 12 }];

testWith(
  "tmux",
  "--room shows that room only, and the prompt names a room after a second one",
  async () => {
    await using server = await startServer();
    await using bob = await Peer.text(server, "Bob");
    await bob.send("só em #geral", "/join jogos");
    await bob.until("[SYS] Você entrou em #jogos.");
    await using alice = await Terminal.connect(server.port, ["--name", "Alice", "--room", "jogos"]);
    const hint = "[SYS] /help mostra os comandos e as teclas.";
    const rows = await alice.endsWith(`${hint}\nVocê:`);
    assert(rows.at(-3)!.endsWith("[SYS] Você entrou em #jogos."), rows.join("\n"));
    assert(!rows.some((row) => row.includes("#geral")), rows.join("\n"));
    await alice.line("/join time");
    await alice.endsWith("[SYS] Você saiu de #jogos.\n[#time] Você:");
    await alice.line("oi");
    await alice.endsWith("[#time] Você: oi\n[#time] Você:");
    await alice.line("/join geral");
    await alice.endsWith("[#geral] Você:");
  },
);

for (const size of SIZES) {
  testWith(
    "tmux",
    `at ${size.columns}×${size.rows} a return shows what is new after a line`,
    async () => {
      await using server = await startServer();
      await using bob = await Peer.json(server, "Bob");
      const say = async (...texts: readonly string[]) => {
        for (const text of texts) {
          assertEquals(await codeOf(bob, { type: "say", room: "#geral", text }), "ack");
        }
      };
      await say(...Array.from({ length: 30 }, (_, index) => `m${index + 1}`));
      await using alice = await Terminal.signIn(server.port, "Alice", [], size);
      const first = await alice.shows("[SYS] Fim das mensagens anteriores");
      const shown = withoutTimes(first).filter((row) => row.startsWith("[#geral] Bob:"));
      assertEquals(shown, [26, 27, 28, 29, 30].map((id) => `[#geral] Bob: m${id}`));
      await alice.line("/join jogos");
      await alice.shows("[SYS] Você saiu de #geral.");
      await bob.skipTo("left");
      await say("perdida 1", "perdida 2");
      await alice.line("/join geral");
      const rows = await alice.endsWith("[#geral] Bob: perdida 2\n[#geral] Você:");
      assertEquals(withoutTimes(rows).slice(-5, -1), [
        "[#geral] Bob: m30",
        "── novas ──",
        "[#geral] Bob: perdida 1",
        "[#geral] Bob: perdida 2",
      ]);
    },
  );
}

testWith("tmux", "what was missed without a connection comes after a line", async () => {
  const port = freePort();
  const first = await startServer({ port });
  await using alice = await Terminal.signIn(port, "Alice");
  await first.stop();
  await alice.shows("Sem conexão; nova tentativa às");
  await using second = await startServer({ port });
  await using bob = await Peer.json(second, "Bob");
  assertEquals(await codeOf(bob, { type: "say", room: "#geral", text: "perdida" }), "ack");
  await alice.line("/reconnect");
  const rows = withoutTimes(await alice.shows("[SYS] Conexão restabelecida."));
  const at = rows.indexOf("[#geral] Bob: perdida");
  assertEquals(rows[at - 1], "── novas ──", rows.join("\n"));
});

testWith("tmux", "a user in no room is told so, and what to do", async () => {
  await using fixture = await openFixture(["Rute!"]);
  const { server } = fixture;
  await using rute = await logIn(server, "Rute");
  await using bob = await Terminal.signIn(server.port, "Bob");
  await codeOf(rute, { type: "kick", room: "#geral", name: "Bob", reason: "spam" });
  const nowhere = "Você não está em nenhuma sala. Entre em uma com";
  const rows = withoutTimes(await bob.endsWith("[sem sala] Você:"));
  const at = rows.indexOf("[SYS] Rute removeu você de #geral (spam).");
  assert(at > 0 && rows[at + 1]!.startsWith(`[SYS] ${nowhere}`), rows.join("\n"));
  await bob.line("alguém?");
  await bob.shows(`[ERRO] ${nowhere}`);
  await bob.line("/join jogos");
  await bob.endsWith("[#jogos] Você:");
});

testWith("tmux", "a refused --room leaves the user in no room, not in another", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", "#segredo");
  await codeOf(ana, { type: "private", room: "#segredo", on: true });
  await using bob = await Terminal.connect(server.port, ["--name", "Bob", "--room", "segredo"]);
  const rows = withoutTimes(await bob.endsWith("[sem sala] Você:"));
  const at = rows.indexOf("[ERRO] Não permitido: só entra em #segredo quem for convidado.");
  assert(at > 0 && rows[at + 1]!.startsWith("[SYS] Você não está em"), rows.join("\n"));
  assert(!rows.some((row) => row.includes("#geral")), rows.join("\n"));
  await codeOf(ana, { type: "invite", room: "#segredo", name: "Bob" });
  await bob.line("/join segredo");
  await bob.shows("[SYS] Você entrou em #segredo.");
  await bob.endsWith("Você:");
});

testWith(
  "tmux",
  "with --save-input, the next session shows what is new since the last",
  async () => {
    await using server = await startServer();
    await using bob = await Peer.json(server, "Bob");
    const say = (text: string) => codeOf(bob, { type: "say", room: "#geral", text });
    assertEquals(await say("lida"), "ack");
    const directory = await Deno.makeTempDir();
    const { port } = server;
    const start = async (name: string) => {
      const terminal = await Terminal.open();
      const args = ["--name", name, "--save-input", "--color", "never"];
      await terminal.run(port, args, { env: `XDG_STATE_HOME=${directory}` });
      return terminal;
    };
    {
      await using alice = await start("Alice");
      await alice.endsWith("[SYS] /help mostra os comandos e as teclas.\nVocê:");
      assertEquals(await say("também lida"), "ack");
      await alice.endsWith("[#geral] Bob: também lida\nVocê:");
      await alice.line("minha");
      await alice.shows("Você: minha");
      await alice.line("sair");
      await alice.endsWith("$");
    }
    assertEquals(await say("nova"), "ack");
    {
      await using alice = await start("Alice");
      const rows = withoutTimes(await alice.endsWith("[#geral] Bob: nova\nVocê:"));
      assertEquals(rows.slice(-4, -1), [
        "[#geral] Alice: minha",
        "── novas ──",
        "[#geral] Bob: nova",
      ]);
    }
    // Another user of the same computer has read nothing.
    await using bia = await start("Bia");
    const rows = await bia.endsWith("[SYS] Fim das mensagens anteriores de #geral.\nVocê:");
    assert(!rows.includes("── novas ──"), rows.join("\n"));
    await Deno.remove(directory, { recursive: true });
  },
);

testWith(
  "tmux",
  "what was begun in a room goes to no other, and is there after the return",
  async () => {
    await using fixture = await openFixture(["Ana"]);
    const { server } = fixture;
    await using ana = await logIn(server, "Ana", "#jogos");
    await using bob = await Terminal.signIn(server.port, "Bob");
    await bob.line("/join jogos");
    await bob.endsWith("[#jogos] Você:");
    await bob.type("só para vocês");
    await bob.endsWith("[#jogos] Você: só para vocês");
    await codeOf(ana, { type: "kick", room: "#jogos", name: "Bob" });
    await bob.endsWith("[#geral] Você:");
    await bob.line("/join jogos");
    await bob.endsWith("[#jogos] Você: só para vocês");
  },
);
