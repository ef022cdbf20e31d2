import { assertEquals } from "@std/assert";
import { connect } from "@nats-io/transport-node";
import { Engines } from "../nodes.ts";
import { Peer } from "../peer.ts";
import { startServer } from "../server.ts";

const RUBBISH = [
  ...["null", "0", "[]", '{"delivery":null}', '{"act":null}', '{"act":{"changes":[null]}}'],
  ...['{"announcement":{"rooms":null}}', '{"last":null}', "[".repeat(500_000), "\u0000"],
];

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
