import { assert, assertEquals, assertMatch } from "@std/assert";
import { FakeServer, type Frame, honest, WELCOME } from "../support/fake_server.ts";
import { testWith } from "../support/needs.ts";
import { command, run } from "../support/program.ts";
import { Terminal } from "../support/tmux.ts";

const SAID = { id: 1, room: "#geral", from: "Bia", text: "oi", at: 1 };

/** Wrong messages after a welcome. The client must survive each of them. */
const HOSTILE: readonly (string | Frame)[] = [
  ...["", "null", "[]", "{", '{"type":1}', "\u0000", "[".repeat(500_000), '{"a":'.repeat(100_000)],
  { ...WELCOME, name: "(a+)+b" },
  { ...WELCOME, limits: { frame: 0, text: -1, name: 1e300, room: "x" } },
  { type: "message", ...SAID, id: 1e300 },
  { type: "message", ...SAID, at: 9e15 },
  { type: "message", ...SAID, from: "\u001b[2J" },
  { type: "message", ...SAID, text: "\u001b]0;own\u0007\u001b[2J\u202e\u2028" },
  { type: "direct", id: 5, from: "Bia", to: "Ana", text: "\u009b2J", at: 1 },
  { type: "history", room: "#geral", messages: [null], more: false },
  { type: "history", room: "#geral", messages: Array(5_000).fill(SAID), more: true },
  { type: "rooms", rooms: [{ name: "\u001b[2J", members: 1 }] },
  { type: "rooms", rooms: null },
  { type: "members", room: "#geral", names: [{}], more: true },
  { type: "members", room: "#geral", names: ["x"], ref: "~77", more: true },
  { type: "joined", room: "#geral", name: "[" },
  { type: "joined", room: "#outra", name: "Ana", ref: "~78" },
  { type: "renamed", from: "Ana", name: "(a+)+b" },
  { type: "notice", message: "\u001b[2J" },
  { type: "error", code: "busy", message: "\u001b[2J", ref: "~79" },
  { type: "bans", bans: [{ kind: "ban", name: "Bia", by: "Ana", at: 1, until: 1e300 }] },
  { type: "topic", room: "#geral", text: "x".repeat(100_000) },
  { type: "ack", ref: "~80", id: 1, at: 1 },
  { type: "hologram", of: ["\u001b[2J"] },
];

/** Runs a client that sends one message; returns its result. */
async function speak(server: FakeServer, ...args: readonly string[]) {
  const input = args.includes("--json") ? '{"type":"say","room":"#geral","text":"oi"}\n' : "oi\n";
  const common = ["connect", "--port", `${server.port}`, "--name", "Ana"];
  const outcome = await run([...common, ...args], { input });
  const output = outcome.stdout + outcome.stderr;
  // No terminal controls and no stack trace.
  const controls = output.match(/[\p{Cc}\p{Bidi_Control}]/gu) ?? [];
  assertEquals(controls.filter((sign) => sign !== "\n"), []);
  assert(!/\n\s+at |Error:/.test(outcome.stderr), outcome.stderr);
  return outcome;
}

for (const args of [[], ["--json"]]) {
  Deno.test(`a client without a terminal (${args}) survives any message`, async () => {
    await using server = new FakeServer(async (peer, frame) => {
      await honest(peer, frame);
      if (frame["type"] === "history") await peer.say(...HOSTILE);
    });
    const { stdout } = await speak(server, ...args);
    assertEquals(server.heard.length, 1);
    assertEquals(server.heard[0]!.filter(({ type }) => type === "say").length, 1);
    assert(stdout.length < 100_000, `${stdout.length}`);
  });

  Deno.test(`a client without a terminal (${args}) reports a bad welcome in a line`, async () => {
    for (const name of ["(a+)+b", "", "x".repeat(500), 1]) {
      await using server = new FakeServer((peer) => peer.say({ ...WELCOME, name } as Frame));
      const { code, stderr } = await speak(server, ...args);
      assertEquals(code, 1);
      assertMatch(stderr, /^chat: .*não entende.*\n$/);
    }
  });
}

Deno.test("a client sends its password only when it is asked for it", async () => {
  await using passwords = await secretFile("cavalo certo");
  await using first = new FakeServer(async (peer, frame) => {
    const isNamed = frame["type"] === "hello" && frame["password"] === undefined;
    if (isNamed) return await peer.say({ type: "error", code: "password_required", message: "?" });
    await honest(peer, frame);
    if (frame["type"] === "history") peer.close();
  });
  await using second = new FakeServer(honest);
  const child = command([
    ...["connect", "--host", `127.0.0.1:${first.port},127.0.0.1:${second.port}`],
    ...["--name", "Ana", "--password-file", passwords.path],
  ], { stdin: "piped" }).spawn();
  // The client tries the two servers in any order and ends at the second.
  await second.until((heard) => heard.some((frames) => frames.length > 0));
  await child.stdin.close();
  await child.output();
  const isFirst = (frames: readonly Frame[]) => frames[0]?.["password"] === undefined;
  assert([...first.heard, ...second.heard].every(isFirst));
  assertEquals(JSON.stringify(second.heard).includes("cavalo"), false);
});

testWith("tmux", "a terminal client refuses a name that is a pattern in one line", async () => {
  await using server = new FakeServer((peer) => peer.say({ ...WELCOME, name: "(a+)+b" }));
  await using terminal = await Terminal.connect(server.port, ["--name", "Ana"]);
  await terminal.shows("não entende");
  assert(await terminal.isRestored());
});

testWith(
  "tmux",
  "a terminal client shows no escapes, and Ctrl+C ends endless answers",
  async () => {
    await using server = new FakeServer(async (peer, frame, connection) => {
      await honest(peer, frame);
      if (frame["type"] !== "history" || connection > 1) return;
      await peer.say(...HOSTILE, { type: "notice", message: "fim" });
      const { ref } = frame;
      while (!peer.isClosed) {
        await peer.say({ type: "rooms", rooms: [{ name: "#geral", members: 1 }], more: true, ref });
        await peer.say({ type: "notice", message: `${"a".repeat(4_000)}` });
      }
    });
    await using terminal = await Terminal.connect(server.port, ["--name", "Ana"]);
    const file = await terminal.record();
    await terminal.shows("aaaa");
    await terminal.press("C-c", "C-c");
    assert(await terminal.isRestored());
    const written = await Deno.readTextFile(file);
    const driven = ["\u001b]0;", "\u001b[2J", "\u009b"].filter((escape) =>
      written.includes(escape)
    );
    assertEquals(driven, []);
    await Deno.remove(file);
  },
);

testWith("tmux", "a terminal client asks for rooms once, even if that disconnects it", async () => {
  await using server = new FakeServer(async (peer, frame) => {
    if (frame["type"] !== "list") return await honest(peer, frame);
    await peer.say({ type: "error", code: "slow_reader", message: "!" });
    await peer.say({ type: "bye", reason: "slow_reader" });
    peer.close();
  });
  await using terminal = await Terminal.connect(server.port, ["--name", "Ana"]);
  await server.until((heard) => heard.length >= 2 && heard[1]!.length > 0);
  await terminal.endsWith("Você:");
  await terminal.line("/join jogos");
  await server.until((heard) => heard[1]!.some(({ type }) => type === "join"));
  assertEquals(server.heard.flat().filter(({ type }) => type === "list").length, 1);
  assertEquals(server.heard.length, 2);
  await terminal.press("C-c");
});

/** File with a password, removed at disposal. */
async function secretFile(text: string): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, `${text}\n`);
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path) };
}
