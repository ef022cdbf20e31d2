/** Keys at terminals that take back, recall, search and suspend. */
import { assert, assertEquals } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { programFor } from "./support/program.ts";
import { registerName } from "./support/register.ts";
import { startServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";

testWith(
  "tmux",
  "Ctrl+C takes back a draft, an answer and a password, and leaves last",
  async () => {
    await using server = await startServer();
    await using alice = await Terminal.signIn(server.port, "Alice");
    await using bob = await Peer.text(server, "Bob");
    await alice.type("um rascunho");
    await alice.endsWith("Você: um rascunho");
    await alice.press("C-c");
    await alice.endsWith("Você:");
    // The draft is not lost.
    await alice.press("C-y");
    await alice.endsWith("Você: um rascunho");
    await alice.press("C-u");
    const block = Array.from({ length: 11 }, (_, index) => `linha ${index}`).join("\n");
    await alice.paste(block);
    await alice.press("Enter");
    await alice.endsWith("linha 10\n  Enviar as 11 linhas juntas? [s/N]");
    assertEquals(await alice.cursor(), 2 + "Enviar as 11 linhas juntas? [s/N] ".length);
    await alice.press("C-c");
    await alice.endsWith("linha 10");
    await alice.press("C-c");
    await alice.endsWith("Você:");
    await alice.line("/register");
    await alice.endsWith("Nova senha:");
    await alice.type("cavalo certo");
    await alice.press("C-c");
    await alice.endsWith("Você:");
    await alice.press("C-c");
    await alice.endsWith("Ctrl+C de novo para sair.\nVocê:");
    // Another key is a reason to stay.
    await alice.type("fico");
    await alice.endsWith("Você: fico");
    await alice.press("Enter");
    assertEquals(await bob.next(), "[#geral] Alice: fico");
    await alice.endsWith("Você: fico\nVocê:");
    await alice.press("C-c", "C-c");
    assert(await alice.isRestored());
  },
);

testWith("tmux", "Ctrl+C at a password returns to the name, and leaves there", async () => {
  await using server = await startServer();
  await using ana = await Peer.json(server, "Ana");
  await registerName(ana);
  await using other = await Terminal.connect(server.port, ["--name", "Ana"]);
  await other.endsWith("Senha:");
  await other.press("C-c");
  await other.endsWith("Informe seu nome de usuário:");
  await other.type("Bia");
  await other.press("C-c");
  await other.endsWith("Informe seu nome de usuário:");
  await other.press("C-c", "C-c");
  assert(await other.isRestored());
});

testWith("tmux", "Ctrl+R finds a line of the input history, and Enter takes it", async () => {
  await using server = await startServer();
  await using alice = await Terminal.signIn(server.port, "Alice");
  for (const line of ["maçã verde", "pera"]) {
    await alice.line(line);
    await alice.endsWith(`Você: ${line}\nVocê:`);
  }
  await alice.press("C-r");
  await alice.endsWith("(busca: )");
  await alice.type("MACA");
  await alice.endsWith("(busca: MACA) maçã verde");
  await alice.type("x");
  await alice.endsWith("(busca, nada encontrado: MACAx)");
  await alice.press("BSpace", "Enter");
  await alice.endsWith("Você: maçã verde");
  await alice.press("C-u", "C-r");
  await alice.type("pe");
  await alice.endsWith("(busca: pe) pera");
  await alice.press("C-c");
  await alice.endsWith("Você:");
});

testWith("tmux", "mouse reports and answers of the terminal are not typed", async () => {
  await using server = await startServer();
  await using alice = await Terminal.signIn(server.port, "Alice");
  await using bob = await Peer.text(server, "Bob");
  for (const sent of ["\x1b[M !!", "\x1b[<0;10;5M", "\x1b]11;rgb:00/00/00\x07", "\x1b[[A"]) {
    await alice.type(sent);
  }
  await alice.line("só isto");
  assertEquals(await bob.next(), "[#geral] Alice: só isto");
});

testWith("tmux", "Ctrl+Z does not stop a client that no shell could continue", async () => {
  await using server = await startServer();
  await using bob = await Peer.text(server, "Bob");
  await using alice = await Terminal.open();
  const program = [...programFor("connect"), "connect", "--port", `${server.port}`];
  // The client takes the place of the shell.
  await alice.line(`clear; exec ${[...program, "--name", "Alice"].join(" ")}`);
  await alice.endsWith("Você:");
  await alice.press("C-z");
  await alice.type("ainda aqui");
  await alice.endsWith("Você: ainda aqui");
  await alice.press("Enter");
  assertEquals(await bob.next(), "[#geral] Alice: ainda aqui");
});

testWith("tmux", "Ctrl+Z below a task runner says why it does nothing", async () => {
  await using server = await startServer();
  await using alice = await Terminal.signIn(server.port, "Alice", [], { env: "INIT_CWD=/" });
  await alice.press("C-z");
  await alice.shows("Ctrl+Z não funciona com deno task.");
  await alice.line("sigo aqui");
  await alice.endsWith("Você: sigo aqui\nVocê:");
});
