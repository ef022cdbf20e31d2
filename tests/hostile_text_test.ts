import { assertEquals, assertMatch } from "@std/assert";
import { encodeFrames } from "../protocol/framing/encode_frame.ts";
import { logIn, openFixture } from "./support/moderation_fixture.ts";
import { Peer } from "./support/peer.ts";
import { run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

/**
 * Characters that control a terminal or the direction of text: C0, DEL, C1, line separators and bidirectional
 * controls.
 */
const DANGEROUS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

/** All of them except the two that end a line. */
const CONTROLS = Array.from({ length: 0x2070 }, (_, code) => String.fromCharCode(code))
  .filter((character) => DANGEROUS.test(character) && !/[\r\n]/.test(character)).join("");

/** Clears the screen, sets the title, moves up a line and imitates another user's line. */
const HOSTILE =
  `\x1b[2J\x1b]0;x\x07\x9b1A${CONTROLS}\r\n[#geral] Bia: falso\n[SYS] falso\r[ERRO] falso.`;

/** Checks that lines contain nothing dangerous; returns them. */
function safeLines(output: string): string[] {
  const lines = output.split("\n");
  for (const line of lines) assertEquals(DANGEROUS.exec(line)?.[0].codePointAt(0), undefined, line);
  return lines;
}

Deno.test("no message fakes a line or controls the terminal in the text dialect", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", "#sala");
  await using bia = await Peer.text(server, "Bia");
  await bia.send("/join sala");
  await bia.next();
  await ana.send(
    { type: "say", room: "#sala", text: HOSTILE },
    { type: "direct", to: "Bia", text: HOSTILE },
    { type: "topic", room: "#sala", text: HOSTILE },
  );
  // The topic takes another way to the store and may come first.
  const came = (await bia.take(3)).sort();
  const topic = came.find((line) => line.startsWith("[SYS] "));
  const [said, whispered] = came.filter((line) => line !== topic);
  for (const [line, begin] of [[said, "[#sala] Ana: "], [whispered, "[privado] Ana: "]] as const) {
    assertEquals(safeLines(line!).length, 1);
    // The escapes give the original text, to the character.
    assertEquals(JSON.parse(`"${line!.slice(begin.length).replaceAll('"', '\\"')}"`), HOSTILE);
    assertEquals(line!.slice(0, begin.length), begin);
  }
  assertMatch(topic!, /^\[SYS\] /);
  assertEquals(safeLines(topic!).length, 1);
  await bia.send("/history 1", "/search falso", `/nick ${HOSTILE}`, `/${HOSTILE}`);
  const lines = await bia.take(6);
  for (const line of lines) assertEquals(safeLines(line).length, 1);
  assertEquals(lines.filter((line) => line.startsWith("[ERRO] ")).length, 2);
});

Deno.test("no message fakes a line or controls the terminal in the client", async () => {
  await using server = await startServer();
  await using ana = await Peer.json(server, "Ana");
  await ana.send({ type: "say", room: "#geral", text: HOSTILE });
  await ana.message("message");
  const connect = ["connect", "--port", `${server.port}`, "--name", "Bia"];
  const { code, stdout } = await run(connect, { input: "/history\n" });
  assertEquals(code, 0);
  // Tabs stay in what people read: they belong to code, and do no harm.
  const lines = safeLines(stdout.trimEnd().replaceAll("\t", " "));
  const at = lines.findIndex((line) => line.startsWith("[#geral] Ana: "));
  assertMatch(lines[at]!, /^\[#geral\] Ana: \\u001b\[2J/);
  assertEquals(lines.slice(at + 1, at + 3).map((line) => line.slice(0, 3)), ["  [", "  ["]);
  // The JSON contains the original text.
  const json = await run([...connect, "--json"], { input: '{"type":"history","room":"#geral"}\n' });
  const history = safeLines(json.stdout.trimEnd()).map((line) => JSON.parse(line))
    .find(({ type }) => type === "history");
  assertEquals(history.messages[0].text, HOSTILE);
});

Deno.test("no message fakes a line or controls the terminal in the log", async (t) => {
  for (const format of ["text", "json"]) {
    await t.step(format, async () => {
      await using fixture = await openFixture(["Ana"], ["--log", format]);
      const { server } = fixture;
      await using ana = await logIn(server, "Ana", "#sala");
      await ana.send({ type: "topic", room: "#sala", text: HOSTILE });
      await server.logged(/topic.*falso/);
      for (const line of server.log) assertEquals(DANGEROUS.test(line), false, line);
      const line = server.log.find((line) => line.includes("falso"))!;
      if (format === "json") assertMatch(JSON.parse(line).text, /falso/);
      assertEquals(server.log.filter((line) => /^\[(SYS|ERRO|#geral)/.test(line)), []);
    });
  }
});

Deno.test("chat export writes JSON lines without terminal controls", async () => {
  await using fixture = await openFixture(["Ana"]);
  await using ana = await logIn(fixture.server, "Ana", "#sala");
  await ana.send({ type: "say", room: "#sala", text: HOSTILE, ref: "r" });
  await ana.skipTo("ack");
  const { stdout } = await run(["export", "--db", fixture.db]);
  const [line] = safeLines(stdout.trimEnd());
  assertEquals(JSON.parse(line!).text, HOSTILE);
});

Deno.test("a server's error is one line in the client, whatever is in it", async () => {
  for (
    const error of [
      { code: "banned", message: "?", reason: `não ${HOSTILE}` },
      { code: "of_a_newer_server", message: `não ${HOSTILE}` },
    ]
  ) {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const serving = (async () => {
      const conn = await listener.accept();
      const said = JSON.stringify({ type: "error", ...error });
      await conn.write(encodeFrames([said, '{"type":"bye","reason":"banned"}']));
      await conn.closeWrite();
      while (await conn.read(new Uint8Array(1_024)) !== null);
      conn.close();
    })();
    const { port } = listener.addr as Deno.NetAddr;
    const { code, stderr } = await run(["connect", "--port", `${port}`, "--name", "Ana"], {
      input: "oi\n",
    });
    await serving;
    assertEquals(code, 1);
    assertEquals(stderr.endsWith("\n"), true);
    const lines = safeLines(stderr.trimEnd());
    assertEquals(lines.length, 1);
    assertMatch(lines[0]!, /não /);
  }
});
