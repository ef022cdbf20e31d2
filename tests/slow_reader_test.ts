import { assert, assertEquals, assertMatch } from "@std/assert";
import { testOverTransports } from "./support/over_transports.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";

/**
 * More bytes than a peer that does not read can be sent before it is disconnected: the largest kernel buffers at both ends
 * and its send queue. It also ends a test whose server would buffer without limit.
 */
const ENOUGH = 128 * 1024 * 1024;

/** Characters that are said at once: less than the shortest send queue of these tests, so that the talker is in time. */
const AT_ONCE = 200_000;

/** Connects a client that never reads. */
async function stuckPeer(server: Parameters<typeof Peer.connect>[0], hello: string): Promise<Peer> {
  const peer = await Peer.connect(server, { reads: false });
  await peer.send(hello);
  return peer;
}

/** Reads to the end of the connection. */
async function readAll(peer: Peer): Promise<string> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of peer.conn.readable) chunks.push(chunk as Uint8Array<ArrayBuffer>);
  return await new Blob(chunks).text();
}

/** Sends texts of a length; returns the members that left meanwhile. */
async function talk(talker: Peer, length: number): Promise<string[]> {
  const say = { type: "say", room: "#geral", text: "x".repeat(length) };
  await talker.send(...Array.from({ length: AT_ONCE / length }, () => say), { type: "ping" });
  const left: string[] = [];
  for (;;) {
    const event = JSON.parse(await talker.next());
    if (event.type === "left") left.push(event.name);
    if (event.type === "pong") return left;
  }
}

/** Sends messages until `count` others have left; returns the bytes that took. */
async function talkUntilGone(talker: Peer, length: number, count = 1): Promise<number> {
  let sent = 0;
  for (let gone = 0; gone < count; sent += AT_ONCE) {
    assert(sent < ENOUGH, `${gone} of ${count} were disconnected`);
    gone += (await talk(talker, length)).length;
  }
  return sent;
}

testOverTransports(
  "a stuck reader is disconnected, and no other client waits for it",
  async (startServer) => {
    await using server = await startServer({ args: ["--max-send-queue", "262144"] });
    await using alice = await Peer.json(server, "Alice");
    await using bob = await Peer.json(server, "Bob");
    await using _stuck = await stuckPeer(server, '{"type":"hello","name":"Parado","version":1}');
    await alice.skipTo("joined");
    await alice.skipTo("joined");
    const sent = await talkUntilGone(alice, 2_000);
    const count = sent / 2_000;
    for (let id = 1; id <= count; id++) assertEquals((await bob.skipTo("message")).id, id);
    await alice.send({ type: "who", room: "#geral" });
    assertEquals((await alice.skipTo("members")).names, ["Alice", "Bob"]);
  },
  { web: true },
);

Deno.test("a slow reader is told why it is disconnected in either dialect", async (t) => {
  const lines: readonly (readonly [string, string, RegExp])[] = [
    [
      "json",
      '{"type":"hello","name":"Lenta","version":1}',
      /"code":"slow_reader",[^{]*\}.{4}\{"type":"bye","reason":"slow_reader"\}$/s,
    ],
    [
      "text",
      "Lenta",
      /\[ERRO\] Sua conexão não deu conta de receber tudo: [\d.]+ bytes esperavam por você\.$/,
    ],
  ];
  for (const [dialect, hello, end] of lines) {
    await t.step(dialect, async () => {
      await using server = await startServer({ args: ["--max-send-queue", "262144"] });
      await using alice = await Peer.json(server, "Alice");
      await using slow = await stuckPeer(server, hello);
      await alice.skipTo("joined");
      await talkUntilGone(alice, 4_000);
      assertMatch((await readAll(slow)).slice(-300), end);
    });
  }
});

testOverTransports(
  "a reader that takes nothing for too long is disconnected",
  async (startServer) => {
    const args = ["--write-timeout", "1", "--max-send-queue", `${ENOUGH}`];
    await using server = await startServer({ args });
    await using alice = await Peer.json(server, "Alice");
    await using _stuck = await stuckPeer(server, '{"type":"hello","name":"Parada","version":1}');
    await alice.skipTo("joined");
    // More than the kernel buffers and less than the send queue holds, so only the timeout can end it.
    const left: string[] = [];
    for (let sent = 0; sent < ENOUGH / 2; sent += AT_ONCE) left.push(...await talk(alice, 4_000));
    if (left.length === 0) left.push((await alice.skipTo("left")).name);
    assertEquals(left, ["Parada"]);
  },
  { web: true },
);

testOverTransports(
  "send queues of stuck readers are bounded and freed in the end",
  async (startServer) => {
    await using server = await startServer({ args: ["--max-send-queue", "1048576"] });
    await using alice = await Peer.json(server, "Alice");
    const stuck: Peer[] = [];
    for (let index = 0; index < 10; index++) {
      stuck.push(await stuckPeer(server, `{"type":"hello","name":"p${index}","version":1}`));
      await alice.skipTo("joined");
    }
    await talkUntilGone(alice, 4_000, stuck.length);
    if (Deno.build.os === "linux") {
      // A process of about 60 MB, 1,000 messages of 4 KB and ten send queues of 1 MiB: far less than was sent to ten
      // readers.
      const status = await Deno.readTextFile(`/proc/${server.pid}/status`);
      const highest = Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]);
      assert(highest < 400 * 1024, `${highest} kB`);
    }
    await alice.send({ type: "list" });
    assertEquals((await alice.skipTo("rooms")).rooms, [{ name: "#geral", members: 1 }]);
    for (const peer of stuck) await peer[Symbol.asyncDispose]();
  },
  { web: true },
);
