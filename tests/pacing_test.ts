import { assert, assertEquals, assertMatch } from "@std/assert";
import { dialTcp } from "../client/connection/dial.ts";
import { ChatClient } from "../client/session/client.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { command, run } from "./support/program.ts";
import { startServer, type TestServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";

/** A server that disconnects clients that exceed the rate for four seconds; it takes all lines in six. */
const STRICT = ["--rate", "50", "--burst", "10", "--flood-window", "4"];

const LINES = Array.from({ length: 300 }, (_, index) => `linha ${index}`);

/** A server that reads so slowly that no test waits for all lines. */
const SLOW = ["--rate", "1", "--burst", "12"];

function floods({ log }: TestServer): readonly string[] {
  return log.filter((line) => line.includes("too_fast"));
}

Deno.test("welcome tells the rate of the server", async () => {
  await using server = await startServer({ args: SLOW });
  await using peer = await Peer.connect(server);
  await peer.send({ type: "hello", name: "Ana", version: 1 });
  assertEquals((await peer.message("welcome")).rate, { burst: 12, perSecond: 1 });
});

testWith("tmux", "a page pasted into a terminal without marks is sent whole", async () => {
  await using server = await startServer({ args: STRICT });
  await using bob = await Peer.text(server, "Bob");
  await using ana = await Terminal.signIn(server.port, "Ana");
  await ana.pasteTyped(LINES);
  assertEquals(await bob.take(LINES.length), LINES.map((line) => `[#geral] Ana: ${line}`));
  assertEquals(floods(server), []);
});

for (const args of [[], ["--json"]]) {
  Deno.test(`a pipe keeps to the server's rate (${args})`, async () => {
    await using server = await startServer({ args: STRICT });
    await using bob = await Peer.text(server, "Bob");
    const input = args.length === 0
      ? LINES
      : LINES.map((text) => JSON.stringify({ type: "say", room: "#geral", text }));
    const { code } = await run(["connect", "--port", `${server.port}`, "--name", "bot", ...args], {
      input: input.join("\n"),
    });
    assertEquals(code, 0);
    assertEquals(await bob.take(LINES.length), LINES.map((line) => `[#geral] bot: ${line}`));
    assertEquals(floods(server), []);
  });
}

for (
  const [name, leave] of [
    ["Ctrl+C", (terminal: Terminal) => terminal.press("C-c", "C-c")],
    ["/quit", (terminal: Terminal) => terminal.line("/quit")],
  ] as const
) {
  testWith("tmux", `${name} leaves at once while lines wait, and says which`, async () => {
    await using server = await startServer({ args: SLOW });
    await using ana = await Terminal.signIn(server.port, "Ana");
    await ana.pasteTyped(LINES.slice(0, 100));
    await ana.shows("mensagens na fila, no ritmo que o servidor permite…");
    await leave(ana);
    const rows = await ana.shows("mensagens não foram enviadas, a partir de");
    const told = rows.find((row) => row.includes("não foram enviadas"));
    assertMatch(told!, /\[SYS\] \d+ mensagens não foram enviadas, a partir de "linha \d+"$/);
    const [, count, first] = /(\d+) mensagens .* "linha (\d+)"/.exec(told!)!;
    assertEquals(Number(count) + Number(first), 100);
    await using bob = await Peer.json(server, "Bob");
    await bob.send({ type: "history", room: "#geral", limit: 200 });
    const { messages } = await bob.skipTo("history");
    assertEquals(messages.map(({ text }) => text), LINES.slice(0, Number(first)));
    assert(await ana.isRestored());
  });
}

testWith(
  "unix",
  "a signal ends a pipe at once, which says from where on it sent nothing",
  async () => {
    await using server = await startServer({ args: SLOW });
    await using bob = await Peer.text(server, "Bob");
    const child = command(["connect", "--port", `${server.port}`, "--name", "bot"], {
      stdin: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(LINES.join("\n")));
    assertEquals(await bob.next(), `[#geral] bot: ${LINES[0]}`);
    child.kill("SIGINT");
    const { code, stderr } = await child.output();
    assertEquals(code, 130);
    const [, first] = /^Interrompido; nada foi enviado a partir de "linha (\d+)"\n$/
      .exec(new TextDecoder().decode(stderr)) ?? [];
    assert(Number(first) > 0, new TextDecoder().decode(stderr));
    const sent = LINES.slice(1, Number(first)).map((line) => `[#geral] bot: ${line}`);
    assertEquals(await bob.take(sent.length), sent);
    await writer.close().catch(() => {});
  },
);

Deno.test("what waited for a connection is sent at the server's rate", async () => {
  await using server = await startServer({ args: STRICT });
  await using bob = await Peer.text(server, "Bob");
  let isAway = false;
  const client = new ChatClient({
    dial: () => {
      if (isAway) return Promise.reject(new Error("away"));
      return dialTcp({ hostname: "127.0.0.1", port: server.port });
    },
    waits: function* () {
      for (;;) yield 20;
    },
    onEvent: (event) => {
      // Away long enough to say everything without a connection.
      if (event.type === "lost") {
        isAway = false;
        for (const text of lines.splice(0)) client.request({ type: "say", room: "#geral", text });
      }
    },
  });
  const lines = [...LINES];
  await client.connect();
  await client.signIn("Ana");
  await client.settled();
  isAway = true;
  client.reconnect();
  assertEquals(await bob.take(LINES.length), LINES.map((line) => `[#geral] Ana: ${line}`));
  await client.settled();
  assertEquals(client.unacknowledged, []);
  assertEquals(floods(server), []);
  client.close();
});
