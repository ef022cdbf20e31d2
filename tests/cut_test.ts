import { assertEquals } from "@std/assert";
import { delay } from "@std/async/delay";
import { Crowd } from "./support/crowd.ts";
import { Engines } from "./support/nodes.ts";
import { Peer } from "./support/peer.ts";
import { startServer, type TestServer, type TestServerOptions } from "./support/server.ts";

/** For how long a node is cut off, in seconds; `deno task soak` has the long one. */
const CUTS = Deno.env.get("CHAT_SOAK") === "true" ? [5, 60] : [5];

const CROWD = { people: 30, rooms: 15 };

/** Between two things that somebody says, in milliseconds. */
const PAUSE = 300;

async function ip(...args: string[]): Promise<boolean> {
  const { success } = await new Deno.Command("ip", { args, stdout: "null", stderr: "null" })
    .output().catch(() => ({ success: false }));
  return success;
}

/**
 * A network of its own for one node, with two ways out: one to those who talk, and one to the engines that can be cut.
 */
class Island implements AsyncDisposable {
  readonly #name: string;
  /** Where the engines are, as the node sees them. */
  readonly engines: string;
  /** Where the node is, as those who talk see it. */
  readonly node: string;

  private constructor(name: string, subnet: number) {
    this.#name = name;
    this.engines = `10.213.${subnet}.1`;
    this.node = `10.213.${subnet + 1}.2`;
  }

  /** Makes one, or gives `undefined` where that is not permitted: a line says so. */
  static async make(): Promise<Island | undefined> {
    const name = `chat${Deno.pid % 100_000}`;
    const subnet = 2 * (Deno.pid % 120);
    const island = new Island(name, subnet);
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
      await island[Symbol.asyncDispose]();
      if (Deno.env.get("CI") === "true" && Deno.uid() === 0) {
        throw new Error(`Cannot cut networks: ip ${step.join(" ")}`);
      }
      const line = "skipped, as networks cannot be made and cut here\n";
      await Deno.stderr.write(new TextEncoder().encode(line));
      return undefined;
    }
    return island;
  }

  /** The command that runs something there. */
  get enter(): string[] {
    return ["ip", "netns", "exec", this.#name];
  }

  /** Cuts the way to the engines, or mends it. Nobody is told: what was sent is only not answered any more. */
  async cut(isCut: boolean): Promise<void> {
    await ip("-n", this.#name, "link", "set", "e0", isCut ? "down" : "up");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await ip("netns", "del", this.#name);
  }
}

for (const seconds of CUTS) {
  Deno.test(`A node that is cut off from the engines for ${seconds} s catches up, and all agree`, async () => {
    await using island = await Island.make();
    if (island === undefined) return;
    await using engines = await Engines.start(island.engines);
    if (engines === undefined) return;
    const flags = await engines.flags();
    const start = (node: string, options: TestServerOptions = {}): Promise<TestServer> =>
      startServer({ args: [...flags, "--node", node], ...options });
    await using a = await start("a");
    await using b = await start("b");
    await using cut = await start("c", { enter: island.enter, host: island.node });
    await using crowd = await Crowd.enter([a, b, cut], CROWD);
    const talking = crowd.talk(() => delay(PAUSE));
    await crowd.hears();
    await island.cut(true);
    await delay(seconds * 1_000);
    await island.cut(false);
    await crowd.hears();
    crowd.stop();
    await talking;
    await crowd.agree();
    const peers: Peer[] = [];
    for (const server of [a, b, cut]) peers.push(await Peer.json(server, `w${peers.length}`));
    const lists = await Promise.all(peers.map(async (peer) => {
      await peer.send({ type: "who", room: "#geral" });
      return (await peer.skipTo("members")).names.toSorted();
    }));
    for (const peer of peers) await peer[Symbol.asyncDispose]();
    assertEquals(lists[0]!.length, CROWD.people + peers.length);
    assertEquals(lists, lists.map(() => lists[0]!));
  });
}
