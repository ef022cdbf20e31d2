import { assert, assertEquals } from "@std/assert";
import { testOverTransports } from "./support/over_transports.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";

/** Sends messages until the server is gone. */
async function talk(peer: Peer): Promise<void> {
  try {
    for (let ref = 1;; ref++) {
      await peer.send({ type: "say", room: "#geral", text: `${ref}`, ref });
      // Lets the other clients have their turn.
      await new Promise((resolve) => setTimeout(resolve));
    }
  } catch {
    // The connection ended.
  }
}

testOverTransports("messages acknowledged while stopping reached everyone", async (startServer) => {
  const server = await startServer();
  const peers: Peer[] = [];
  for (const name of ["Alice", "Bob", "Carol"]) peers.push(await Peer.json(server, name));
  await using text = await Peer.text(server, "Texto");
  const talking = peers.map(talk);
  // Stops in the middle: Texto has taken some messages, and the frames of the others are all kept.
  await text.take(200);
  assertEquals(await server.stop("SIGINT"), 0);
  await Promise.all([...talking, text.ended(), ...peers.map((peer) => peer.ended())]);
  const heard: number[][] = [];
  const acknowledged: number[] = [];
  for (const peer of peers) {
    const events = peer.frames.map((frame) => JSON.parse(frame));
    assertEquals(events.at(-1), { type: "bye", reason: "shutting_down" });
    heard.push(events.flatMap(({ type, id }) => type === "message" ? [id] : []));
    acknowledged.push(...events.flatMap(({ type, id }) => type === "ack" ? [id] : []));
  }
  const last = heard[0]!.length;
  for (const ids of heard) {
    assertEquals(
      ids,
      Array.from({ length: last }, (_, index) => index + 1),
    );
  }
  assert(acknowledged.length >= 100, `${acknowledged.length} acknowledgements`);
  assert(Math.max(...acknowledged) <= last, `${Math.max(...acknowledged)} > ${last}`);
  assertEquals(text.frames.at(-1), "[SYS] O servidor está encerrando.");
  assertEquals(text.frames.length, last - 200 + 1);
  for (const peer of peers) await peer[Symbol.asyncDispose]();
  assertEquals(server.errors, []);
});

Deno.test("SIGTERM stops an empty server and unnamed connections", async () => {
  const empty = await startServer();
  assertEquals(await empty.stop("SIGTERM"), 0);
  const server = await startServer();
  await using silent = await Peer.connect(server);
  await using asked = await Peer.connect(server);
  await asked.send("a b");
  await asked.next();
  await using half = await Peer.connect(server);
  await half.write(new Uint8Array([0, 0]));
  assertEquals(await server.stop("SIGTERM"), 0);
  assertEquals(await asked.next(), "[SYS] O servidor está encerrando.");
  for (const peer of [silent, asked, half]) await peer.ended();
  assertEquals(server.errors, []);
});

testOverTransports("a client that sends too fast does not delay stopping", async (startServer) => {
  const server = await startServer({ args: ["--rate", "1"] });
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.text(server, "Bob");
  // Frames so short that one read brings far more than the rate lets through before the server stops.
  await bob.send(...Array.from({ length: 300 }, () => "a"));
  await alice.next();
  const stopped = server.stop();
  await bob.until("[SYS] O servidor está encerrando.");
  assertEquals(await stopped, 0);
});

testOverTransports(
  "stopping delivers what was said and tells every client",
  async (startServer) => {
    const server = await startServer();
    await using alice = await Peer.json(server, "Alice");
    await using bob = await Peer.text(server, "Bob");
    const texts = Array.from({ length: 50 }, (_, index) => `${index}`);
    await alice.send(...texts.map((text, ref) => ({ type: "say", room: "#geral", text, ref })));
    await alice.skipTo("ack");
    assertEquals(await server.stop("SIGINT"), 0);
    await alice.ended();
    await bob.ended();
    const events = alice.frames.map((frame) => JSON.parse(frame));
    assertEquals(events.at(-1), { type: "bye", reason: "shutting_down" });
    assertEquals(bob.frames.at(-1), "[SYS] O servidor está encerrando.");
    // All messages acknowledged to Alice reached Bob.
    const acks = 1 + events.filter(({ type }) => type === "ack").length;
    const heard = bob.frames.filter((frame) => frame.startsWith("[#geral] Alice: "));
    assert(heard.length >= acks, `${heard.length} < ${acks}`);
    assertEquals(server.log.at(-1), "[ENCERRADO] Até logo!");
    assertEquals(server.errors, []);
  },
);

testOverTransports("a stuck reader does not delay stopping", async (startServer) => {
  const server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await using stuck = await Peer.connect(server, { reads: false });
  await stuck.send({ type: "hello", name: "Parado", version: 1 });
  await alice.skipTo("joined");
  const text = "x".repeat(4_000);
  for (let count = 0; count < 20; count++) {
    const says = Array.from({ length: 50 }, () => ({ type: "say", room: "#geral", text }));
    await alice.send(...says, { type: "ping" });
    await alice.skipTo("pong");
  }
  assertEquals(await server.stop("SIGTERM"), 0);
}, { web: true });

Deno.test("a repeated Ctrl+C, as under deno task, stops the server once", async () => {
  const server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  Deno.kill(server.pid, "SIGINT");
  await alice.until("[SYS] O servidor está encerrando.");
  // The second signal comes while the server waits for Alice to close.
  assertEquals(await server.stop("SIGINT"), 0);
  assertEquals(server.log.at(-1), "[ENCERRADO] Até logo!");
});
