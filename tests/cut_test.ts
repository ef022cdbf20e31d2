import { assertEquals } from "@std/assert";
import { delay } from "@std/async/delay";
import { Cluster } from "./support/cluster.ts";
import { Crowd } from "./support/crowd.ts";
import { testWith } from "./support/needs.ts";
import { NodeNetwork } from "./support/node_network.ts";
import { Peer } from "./support/peer.ts";

/** How long a node is cut off, in seconds; `deno task soak` adds the long one. */
const CUTS = Deno.env.get("CHAT_SOAK") === "true" ? [5, 60] : [5];

const CROWD = { people: 30, rooms: 15 };

/** Pause between two messages of a client, in milliseconds. */
const PAUSE = 300;

for (const seconds of CUTS) {
  const name = `a node cut off from NATS and PostgreSQL for ${seconds} s catches up`;
  testWith(["linux", "network namespaces", "postgres", "nats-server"], name, async () => {
    await using network = await NodeNetwork.make();
    await using cluster = await Cluster.open(network.engines);
    await cluster.start(2);
    await cluster.add({ enter: network.enter, host: network.node });
    const { nodes } = cluster;
    await using crowd = await Crowd.enter(nodes, CROWD);
    const talking = crowd.talk(() => delay(PAUSE));
    await crowd.hears();
    await network.cut(true);
    await delay(seconds * 1_000);
    await network.cut(false);
    await crowd.hears();
    crowd.stop();
    await talking;
    await crowd.agree();
    const peers: Peer[] = [];
    for (const server of nodes) peers.push(await Peer.json(server, `w${peers.length}`));
    const lists = await Promise.all(peers.map(async (peer) => {
      await peer.send({ type: "who", room: "#geral" });
      return (await peer.skipTo("members")).names.toSorted();
    }));
    for (const peer of peers) await peer[Symbol.asyncDispose]();
    assertEquals(lists[0]!.length, CROWD.people + peers.length);
    assertEquals(lists, lists.map(() => lists[0]!));
  });
}
