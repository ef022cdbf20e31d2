import { assertEquals, assertMatch } from "@std/assert";
import { Peer } from "./support/peer.ts";
import { run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

Deno.test("piped lines that the client refuses go to standard error", async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  const { code, stdout, stderr } = await run(
    ["connect", "--port", `${server.port}`, "--name", "bot"],
    {
      input: ["x".repeat(4_001), "/foo", "/join", "/msg Ana", "/register", "/kick", "oi"].join(
        "\n",
      ),
    },
  );
  assertEquals(stdout, "[SYS] Você entrou em #geral.\n[SYS] Até logo!\n");
  const lines = stderr.trimEnd().split("\n");
  assertEquals(lines.length, 6, stderr);
  for (const line of lines) assertMatch(line, /^\[ERRO\] /);
  assertEquals(code, 1);
  assertEquals(await alice.next(), "[#geral] bot: oi");
});

Deno.test("a megabyte in one line is refused, or split with --split", async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  const args = ["connect", "--port", `${server.port}`, "--name", "bot"];
  const word = "palavra ";
  const text = word.repeat(1_000_000 / word.length);
  const refused = await run(args, { input: `${text}\noi\n` });
  assertEquals([refused.code, refused.stdout.includes("palavra")], [1, false]);
  assertEquals(await alice.next(), "[#geral] bot: oi");
  const split = await run([...args, "--split"], { input: `${text}\n/msg alice ${text}\nfim\n` });
  assertEquals([split.code, split.stderr], [0, ""]);
  const said: string[] = [];
  for (let line = ""; line !== "[#geral] bot: fim";) said.push(line = await alice.next());
  for (const [mark, count] of [["[#geral] bot: ", 251], ["[privado] bot: ", 250]] as const) {
    const parts = said.filter((line) => line.startsWith(mark)).map((line) =>
      line.slice(mark.length)
    );
    assertEquals(parts.length, count);
    assertEquals(parts.slice(0, 250).join(" "), text.trimEnd());
  }
  const both = await run([...args, "--split", "--json"], { input: "" });
  assertEquals([both.code, both.stdout], [2, ""]);
  assertMatch(both.stderr, /^chat: .*--split.*--json.*\n$/);
});

Deno.test("piped lines of invalid UTF-8 are refused, UTF-16 is read", async (t) => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  const args = ["connect", "--port", `${server.port}`, "--name", "bot"];
  const utf16 = (text: string) =>
    new Uint8Array(Uint16Array.from(text.split(""), (unit) => unit.charCodeAt(0)).buffer);
  const latin1 = new Uint8Array([0x6f, 0x69, 0x0a, 0x6f, 0x6c, 0xe1, 0x0a, 0x73, 0x69, 0x6d]);
  await t.step("Latin-1", async () => {
    const { code, stderr } = await run(args, { input: latin1 });
    assertEquals(code, 1);
    assertMatch(stderr, /^\[ERRO\] A linha 2 não foi enviada: não é UTF-8[^\n]*\n$/);
    assertEquals(await alice.take(2), ["[#geral] bot: oi", "[#geral] bot: sim"]);
  });
  await t.step("Latin-1 with --json", async () => {
    const { code, stdout } = await run([...args, "--json"], { input: latin1.slice(3) });
    assertEquals([code, stdout.includes('"bad_message"')], [1, true]);
    assertMatch(stdout, /A linha 1 não foi enviada/);
  });
  await t.step("UTF-16", async () => {
    const { code, stderr } = await run(args, { input: utf16("\ufeffolá 👋\r\n") });
    assertEquals([code, stderr], [0, ""]);
    assertEquals(await alice.next(), "[#geral] bot: olá 👋");
  });
  await t.step("UTF-16 without a byte order mark", async () => {
    const { code, stdout } = await run(args, { input: utf16("oi") });
    assertEquals([code, stdout.includes("oi")], [1, false]);
  });
  await t.step("UTF-8 with a byte order mark", async () => {
    await run(args, { input: new TextEncoder().encode("\ufeffoi\n") });
    assertEquals(await alice.next(), "[#geral] bot: oi");
  });
});
