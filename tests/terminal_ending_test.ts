import { assert, assertEquals, assertMatch } from "@std/assert";
import { needs } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";

/** Who a shell runs is looked up in /proc. */
const ignore = Deno.build.os !== "linux" || await needs("tmux");

/** The program that fails. */
const CRASH = new URL("./support/crash.ts", import.meta.url).pathname;

/** The sequences by which a terminal marks what is pasted, and does so no more. */
const PASTES = "\x1b[?2004h";
const NO_PASTES = "\x1b[?2004l";

/** Checks that the terminal is as it was, and marks no pastes. */
async function assertRestored(terminal: Terminal, file: string): Promise<void> {
  assert(await terminal.isRestored());
  const written = await Deno.readTextFile(file);
  await Deno.remove(file);
  assert(written.lastIndexOf(PASTES) < written.lastIndexOf(NO_PASTES));
}

Deno.test({
  name: "A signal that ends the client at a terminal gives the terminal back as it was",
  ignore,
  fn: async (t) => {
    await using server = await startServer();
    for (
      const [signal, code] of [
        ["SIGTERM", 143],
        ["SIGQUIT", 131],
        ["SIGHUP", 129],
        ["SIGINT", 0],
      ] as const
    ) {
      await t.step(signal, async () => {
        await using terminal = await Terminal.open();
        const file = await terminal.record();
        await terminal.run(server.port, ["--name", "Alice", "; echo fim $?"]);
        await terminal.endsWith("Você:");
        await terminal.type("meia linha");
        await terminal.endsWith("meia linha");
        await terminal.signal(signal);
        await terminal.shows(`fim ${code}`);
        await assertRestored(terminal, file);
      });
    }
  },
});

Deno.test({
  name: "A signal while a password is asked for gives the terminal back as it was",
  ignore,
  fn: async (t) => {
    await using server = await startServer();
    for (const flags of [[], ["--plain"]]) {
      await t.step(flags.join() || "drawn", async () => {
        await using terminal = await Terminal.connect(server.port, ["--name", "Alice", ...flags]);
        await terminal.shows("entrou em #geral");
        await terminal.line("/register");
        await terminal.shows("Nova senha:");
        await terminal.signal("SIGTERM");
        assert(await terminal.isRestored());
      });
    }
  },
});

Deno.test({
  name: "A client that fails gives the terminal back as it was, and shows the failure",
  ignore,
  fn: async (t) => {
    for (const kind of ["error", "promise"]) {
      await t.step(kind, async () => {
        await using terminal = await Terminal.open();
        const file = await terminal.record();
        await terminal.program([Deno.execPath(), "run", "--quiet", "-A", CRASH, kind]);
        await terminal.endsWith(">");
        await terminal.press("Enter");
        await terminal.shows("uma falha");
        await assertRestored(terminal, file);
      });
    }
  },
});

Deno.test({
  name:
    "Output that goes to a file or another program is lines, and questions stay at the terminal",
  ignore,
  fn: async (t) => {
    await using server = await startServer();
    await using bob = await Peer.text(server, "Bob");
    const file = await Deno.makeTempFile();
    for (const to of [`> ${file}`, `--color always | cat > ${file}`]) {
      await t.step(to.replace(file, "file"), async () => {
        await using terminal = await Terminal.connect(server.port, [to]);
        await terminal.shows("Informe seu nome de usuário:");
        await terminal.line("Alice");
        await contains(file, "entrou em #geral");
        await bob.send("para Alice ler");
        await contains(file, "Bob: para Alice ler");
        await terminal.line("oi");
        assertEquals(await bob.next(), "[#geral] Alice: oi");
        await terminal.press("C-d");
        assert(await terminal.isRestored());
        const written = await Deno.readTextFile(file);
        assertMatch(written, /^\[OK\] Conectado a [^\n]*\n/);
        for (const line of written.trimEnd().split("\n")) assertMatch(line, /^[\P{Cc}]+$/u);
      });
    }
    await Deno.remove(file);
  },
});

/** For how long a file may take to have a text, in milliseconds. */
const PATIENCE = 20_000;

async function contains(file: string, text: string): Promise<void> {
  const until = performance.now() + PATIENCE;
  for (let written = ""; !written.includes(text);) {
    assert(performance.now() < until, written);
    await new Promise((resolve) => setTimeout(resolve, 20));
    written = await Deno.readTextFile(file);
  }
}
