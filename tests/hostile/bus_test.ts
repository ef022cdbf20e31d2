import { assertEquals } from "@std/assert";
import { connect } from "@nats-io/transport-node";
import { testOverNodes } from "../support/cluster.ts";
import { Peer } from "../support/peer.ts";
import { waitUntil } from "../support/wait_until.ts";

const RUBBISH = [
  ...["null", "0", "[]", '{"delivery":null}', '{"action":null}', '{"action":{"changes":[null]}}'],
  ...['{"announcement":{"rooms":null}}', '{"last":null}', "[".repeat(500_000), "\u0000"],
];

/** Connections that NATS refuses in turn; once, the first refusal ended a node. */
const REFUSALS = 10;

testOverNodes(
  3,
  "garbage on NATS costs each node one log line and nothing else",
  async ({ engines, nodes }) => {
    const nats = await connect({ servers: engines.nats.location });
    // Learns the subjects by listening.
    const subjects = new Set<string>();
    nats.subscribe("chat.>", { callback: (_, { subject }) => void subjects.add(subject) });
    await nats.flush();
    const names = ["Ana", "Bia", "Caio"];
    const peers = await Promise.all(names.map((name, index) => Peer.json(nodes[index]!, name)));
    for (let round = 0; round < 5; round++) {
      for (const subject of subjects) for (const each of RUBBISH) nats.publish(subject, each);
      await nats.flush();
      for (const [index, peer] of peers.entries()) {
        const text = `${round} ${index}`;
        await peer.send({ type: "say", room: "#geral", text });
        for (const other of peers) assertEquals((await other.skipTo("message")).text, text);
      }
    }
    for (const node of nodes) {
      await node.logged(/^\[NATS\]/);
      assertEquals(node.log.filter((line) => line.includes("[NATS]")).length, 1);
      assertEquals(node.errors, []);
    }
    for (const peer of peers) await peer[Symbol.asyncDispose]();
    await nats.close();
  },
);

testOverNodes(
  1,
  "a node survives a NATS server that refuses it for a while",
  async ({ engines, nodes }) => {
    const node = nodes[0]!;
    await using ana = await Peer.json(node, "Ana");
    const say = async (text: string) => {
      await ana.send({ type: "say", room: "#geral", text, ref: text });
      assertEquals((await ana.skipTo("ack")).ref, text);
    };
    const { nats } = engines;
    const log = await Deno.makeTempFile();
    await nats.crash();
    await node.logged(/^\[NATS\] Desconectado/);
    await nats.startAgain(["--user", "other", "--pass", "secret", "-D", "-l", log]);
    // NATS refuses by closing the connection, sometimes with unread data, which resets it.
    const refusals = async () =>
      (await Deno.readTextFile(log)).split("Client connection closed").length;
    await waitUntil(
      async () => (await say("durante"), await refusals() > REFUSALS),
      "refusals by NATS",
    );
    await nats.crash();
    await nats.startAgain();
    await node.logged(/^\[NATS\] Reconectado/);
    await say("depois");
    assertEquals(node.errors, []);
    await Deno.remove(log);
  },
);
