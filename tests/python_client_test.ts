import { assertEquals, assertStringIncludes } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";

const SCRIPT = new URL("../examples/client.py", import.meta.url);

testWith("python3", "the Python client of twenty lines signs in, talks and leaves", async () => {
  await using server = await startServer();
  await using bob = await Peer.text(server, "Bob");
  const child = new Deno.Command("python3", {
    args: [SCRIPT.pathname, server.host, `${server.port}`],
    env: { PYTHONIOENCODING: "utf-8" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  const type = (line: string) => input.write(new TextEncoder().encode(`${line}\n`));
  // A taken name is refused, and the next line is taken as the name.
  await type("bob");
  await type("Érica");
  await type("Olá!");
  await bob.until("[#geral] Érica: Olá!");
  await bob.send("Oi, Érica!");
  await type("/who");
  await input.close();
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  assertEquals([code, decoder.decode(stderr)], [0, ""]);
  const lines = decoder.decode(stdout).trimEnd().split("\n");
  assertStringIncludes(lines[0]!, "Informe seu nome de usuário: [ERRO] ");
  assertEquals(lines.slice(1), [
    "[SYS] Você entrou em #geral.",
    "[#geral] Bob: Oi, Érica!",
    "[SYS] Em #geral: Bob, Érica",
  ]);
});

Deno.test("docs/protocol.md quotes examples/client.py verbatim", async () => {
  const page = await Deno.readTextFile(new URL("../docs/protocol.md", import.meta.url));
  const script = await Deno.readTextFile(SCRIPT);
  assertEquals(script.trimEnd().split("\n").length, 20);
  assertStringIncludes(page, `\`\`\`python\n${script}\`\`\`\n`);
});
