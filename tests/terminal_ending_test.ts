import { assert, assertEquals, assertMatch } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";
import { waitUntil } from "./support/wait_until.ts";

const CRASH = new URL("./support/crash.ts", import.meta.url).pathname;

/** Escape sequences that turn bracketed paste on and off. */
const PASTES = "\x1b[?2004h";
const NO_PASTES = "\x1b[?2004l";

/** Checks that the terminal is restored and bracketed paste is off. */
async function assertRestored(terminal: Terminal, file: string): Promise<void> {
  assert(await terminal.isRestored());
  const written = await Deno.readTextFile(file);
  await Deno.remove(file);
  assert(written.lastIndexOf(PASTES) < written.lastIndexOf(NO_PASTES));
}

testWith(["linux", "tmux"], "a signal that ends the client restores the terminal", async (t) => {
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
});

testWith(
  ["linux", "tmux"],
  "a signal during a password prompt restores the terminal",
  async (t) => {
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
);

testWith(
  ["linux", "tmux"],
  "a client that fails restores the terminal and shows the failure",
  async (t) => {
    for (const kind of ["error", "promise", "full"]) {
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
);

testWith(
  ["linux", "tmux"],
  "redirected output is plain lines, and prompts stay at the terminal",
  async (t) => {
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
);

/** Waits until a file contains a text. */
async function contains(file: string, text: string): Promise<void> {
  let written = "";
  await waitUntil(
    async () => (written = await Deno.readTextFile(file)).includes(text),
    () => `${JSON.stringify(text)} in ${JSON.stringify(written)}`,
  );
}
