import { assertEquals } from "@std/assert";
import { connect } from "@nats-io/transport-node";
import { Engines } from "../support/nodes.ts";
import { Peer } from "../support/peer.ts";
import { startServer } from "../support/server.ts";

const RUBBISH = [
  ...["null", "0", "[]", '{"delivery":null}', '{"action":null}', '{"action":{"changes":[null]}}'],
  ...['{"announcement":{"rooms":null}}', '{"last":null}', "[".repeat(500_000), "\u0000"],
];

/** Connections that NATS refuses one after the other: the first of them ended a node. */
const REFUSALS = 10;

Deno.test("Nodes talk on while another program sends rubbish over NATS, and each says so in one line", async () => {
  await using engines = await Engines.start();
  if (engines === undefined) return;
  const flags = await engines.flags();
  const [a, b, c] = await Promise.all(
    ["a", "b", "c"].map((node) => startServer({ args: [...flags, "--node", node] })),
  );
  await using first = a!;
  await using second = b!;
  await using third = c!;
  const nats = await connect({ servers: engines.nats.location });
  // It learns the subjects by reading along.
  const subjects = new Set<string>();
  nats.subscribe("chat.>", { callback: (_, { subject }) => void subjects.add(subject) });
  await nats.flush();
  const peers = [
    await Peer.json(first, "Ana"),
    await Peer.json(second, "Bia"),
    await Peer.json(third, "Caio"),
  ];
  for (let round = 0; round < 5; round++) {
    for (const subject of subjects) for (const each of RUBBISH) nats.publish(subject, each);
    await nats.flush();
    for (const [index, peer] of peers.entries()) {
      const text = `${round} ${index}`;
      await peer.send({ type: "say", room: "#geral", text });
      for (const other of peers) assertEquals((await other.skipTo("message")).text, text);
    }
  }
  for (const node of [first, second, third]) {
    await node.logged(/^\[NATS\]/);
    assertEquals(node.log.filter((line) => line.includes("[NATS]")).length, 1);
    assertEquals(node.errors, []);
  }
  for (const peer of peers) await peer[Symbol.asyncDispose]();
  await nats.close();
});

Deno.test("A node outlives a NATS that comes back and asks for a password, and is back when it asks for none", async () => {
  await using engines = await Engines.start();
  if (engines === undefined) return;
  await using node = await startServer({ args: [...await engines.flags(), "--node", "a"] });
  await using ana = await Peer.json(node, "Ana");
  const say = async (text: string) => {
    await ana.send({ type: "say", room: "#geral", text, ref: text });
    assertEquals((await ana.skipTo("ack")).ref, text);
  };
  const { nats } = engines;
  const log = await Deno.makeTempFile();
  await nats.crash();
  await node.logged(/^\[ERRO\] O NATS/);
  await nats.startAgain(["--user", "other", "--pass", "secret", "-D", "-l", log]);
  // Each attempt is refused by closing the connection, some with what was sent unread.
  while ((await Deno.readTextFile(log)).split("Client connection closed").length <= REFUSALS) {
    await say("durante");
  }
  await nats.crash();
  await nats.startAgain();
  await node.logged(/^\[OK\] O NATS/);
  await say("depois");
  assertEquals(node.errors, []);
  await Deno.remove(log);
});
