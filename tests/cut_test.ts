import { assertEquals } from "@std/assert";
import { delay } from "@std/async/delay";
import { Cluster } from "./support/cluster.ts";
import { Crowd } from "./support/crowd.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";

/** How long a node is cut off, in seconds; `deno task soak` adds the long one. */
const CUTS = Deno.env.get("CHAT_SOAK") === "true" ? [5, 60] : [5];

const CROWD = { people: 30, rooms: 15 };

/** Pause between two messages of a client, in milliseconds. */
const PAUSE = 300;

async function ip(...args: string[]): Promise<boolean> {
  const { success } = await new Deno.Command("ip", { args, stdout: "null", stderr: "null" })
    .output().catch(() => ({ success: false }));
  return success;
}

/**
 * Network namespace of one node, with a link to the clients and a link to the engines that can be cut.
 */
class NodeNetwork implements AsyncDisposable {
  readonly #name: string;
  /** Address of the engines, for the node. */
  readonly engines: string;
  /** Address of the node, for the clients. */
  readonly node: string;

  private constructor(name: string, subnet: number) {
    this.#name = name;
    this.engines = `10.213.${subnet}.1`;
    this.node = `10.213.${subnet + 1}.2`;
  }

  static async make(): Promise<NodeNetwork> {
    const name = `chat${Deno.pid % 100_000}`;
    const subnet = 2 * (Deno.pid % 120);
    const network = new NodeNetwork(name, subnet);
    const steps = [
      ["netns", "add", name],
      ...[["e", subnet], ["t", subnet + 1]].flatMap(([letter, net]) => [
        [
          "link",
          "add",
          `${name}${letter}`,
          "type",
          "veth",
          "peer",
          "name",
          `${letter}0`,
          "netns",
          name,
        ],
        ["addr", "add", `10.213.${net}.1/24`, "dev", `${name}${letter}`],
        ["link", "set", `${name}${letter}`, "up"],
        ["-n", name, "addr", "add", `10.213.${net}.2/24`, "dev", `${letter}0`],
        ["-n", name, "link", "set", `${letter}0`, "up"],
      ]),
      ["-n", name, "link", "set", "lo", "up"],
    ] as string[][];
    for (const step of steps) {
      if (await ip(...step.map(String))) continue;
      await network[Symbol.asyncDispose]();
      throw new Error(`Cannot run ip ${step.join(" ")}`);
    }
    return network;
  }

  /** Command that runs a program in the namespace. */
  get enter(): string[] {
    return ["ip", "netns", "exec", this.#name];
  }

  /** Cuts or restores the link to the engines. A cut closes no connection: packets are lost silently. */
  async cut(isCut: boolean): Promise<void> {
    await ip("-n", this.#name, "link", "set", "e0", isCut ? "down" : "up");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await ip("netns", "del", this.#name);
  }
}

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
