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
  const errors = new Response(child.stderr).text();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const input = child.stdin.getWriter();
  const type = (line: string) => input.write(new TextEncoder().encode(`${line}\n`));
  let shown = "";
  const readUntil = async (end: string) => {
    while (!shown.endsWith(end)) {
      const { value, done } = await output.read();
      if (done) throw new Error(`Expected ${end} at the end of ${shown}`);
      shown += value;
    }
  };
  // A taken name is refused, and the next line is taken as the name.
  await type("bob");
  await type("Érica");
  await type("Olá!");
  await bob.until("[#geral] Érica: Olá!");
  await bob.send("Oi, Érica!");
  await readUntil("[#geral] Bob: Oi, Érica!\n");
  await type("/who");
  await readUntil("[SYS] Em #geral: Bob, Érica\n");
  await input.close();
  assertEquals((await output.read()).done, true);
  assertEquals([(await child.status).code, await errors], [0, ""]);
  const [first, ...others] = shown.split("\n");
  assertStringIncludes(first!, "Informe seu nome de usuário: [ERRO] ");
  assertEquals(others, [
    "[SYS] Você entrou em #geral.",
    "[#geral] Bob: Oi, Érica!",
    "[SYS] Em #geral: Bob, Érica",
    "",
  ]);
});

Deno.test("docs/protocol.md quotes examples/client.py verbatim", async () => {
  const page = await Deno.readTextFile(new URL("../docs/protocol.md", import.meta.url));
  const script = await Deno.readTextFile(SCRIPT);
  assertEquals(script.trimEnd().split("\n").length, 20);
  assertStringIncludes(page, `\`\`\`python\n${script}\`\`\`\n`);
});
