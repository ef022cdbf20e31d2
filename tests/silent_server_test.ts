/** The programs at servers that do not answer. */
import { assertEquals } from "@std/assert";
import { BadServer, stayQuiet } from "./support/bad_server.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { run } from "./support/program.ts";
import { startServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";

Deno.test("piped and --json clients name the server that does not answer", async () => {
  await using silent = new BadServer(stayQuiet);
  await using other = new BadServer(stayQuiet);
  const address = `127.0.0.1:${silent.port}`;
  const args = ["connect", "--name", "bot", "--host"];
  const [pipe, json, both] = await Promise.all([
    run([...args, address], { input: "oi\n" }),
    run([...args, address, "--json"], { input: "" }),
    run([...args, `${address},127.0.0.1:${other.port}`], { input: "oi\n" }),
  ]);
  const line = `Não foi possível conectar a ${address}: o servidor não respondeu em 10 s`;
  for (const { code, stdout, stderr } of [pipe, json]) {
    assertEquals([code, stdout, stderr], [1, "", `chat: ${line}\n`]);
  }
  assertEquals([both.code, both.stdout], [1, ""]);
  assertEquals(both.stderr.includes(line), true);
  assertEquals(both.stderr.includes(`${other.port}: o servidor não respondeu em 10 s`), true);
  assertEquals(both.stderr.trimEnd().split("\n").length, 1);
});

testWith("tmux", "a terminal client moves on from a server that does not answer", async () => {
  await using server = await startServer();
  await using bob = await Peer.json(server, "Bob");
  await using silent = new BadServer(stayQuiet);
  const hosts = `127.0.0.1:${silent.port},127.0.0.1:${server.port}`;
  await using ana = await Terminal.signIn(silent.port, "Ana", ["--host", hosts]);
  // Either may be first; the other one follows.
  await ana.line("/reconnect");
  await ana.shows("[SYS] Conexão restabelecida.");
  await ana.line("/reconnect");
  await ana.until((screen) => screen.split("Conexão restabelecida.").length === 3);
  await ana.line("cheguei");
  assertEquals((await bob.skipTo("message")).text, "cheguei");
  await ana.press("C-c", "C-c");
  await ana.isRestored();
  await using alone = await Terminal.connect(silent.port, ["--name", "Ana"]);
  await alone.shows("o servidor não respondeu em");
  assertEquals(await alone.isRestored(), true);
});
