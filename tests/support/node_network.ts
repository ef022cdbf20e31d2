async function ip(...args: string[]): Promise<boolean> {
  const { success } = await new Deno.Command("ip", { args, stdout: "null", stderr: "null" })
    .output().catch(() => ({ success: false }));
  return success;
}

/** Number of pairs of subnets; the first is chosen at random, because the system deletes one some time after it was asked to. */
const PAIRS = 120;

/**
 * Network namespace of a server, with a link to the clients and a second link that can be cut: to the engines of a node, or
 * to clients whose network goes away.
 */
export class NodeNetwork implements AsyncDisposable {
  readonly #name: string;
  /** Address of the engines, for the node, over the second link. */
  readonly engines: string;
  /** Address of the node, for the clients. */
  readonly node: string;
  /** Address of the node over the second link. */
  readonly second: string;

  private constructor(name: string, subnet: number) {
    this.#name = name;
    this.engines = `10.213.${subnet}.1`;
    this.second = `10.213.${subnet}.2`;
    this.node = `10.213.${subnet + 1}.2`;
  }

  /** Makes a network whose name and subnets no other test on this machine uses. */
  static async make(): Promise<NodeNetwork> {
    const start = Math.floor(Math.random() * PAIRS);
    for (let attempt = 0; attempt < PAIRS; attempt++) {
      const subnet = 2 * ((start + attempt) % PAIRS);
      const name = `chat${subnet}`;
      // The name reserves the subnets.
      if (!await ip("netns", "add", name)) continue;
      const network = new NodeNetwork(name, subnet);
      if (await network.#link("e", subnet) && await network.#link("t", subnet + 1)) return network;
      await network[Symbol.asyncDispose]();
    }
    throw new Error("Cannot make a network namespace with two links");
  }

  /** Links the namespace to the machine by a subnet; returns whether that was possible. */
  async #link(letter: string, subnet: number): Promise<boolean> {
    const name = this.#name;
    const [outside, inside] = [`${name}${letter}`, `${letter}0`];
    const steps = [
      ["link", "add", outside, "type", "veth", "peer", "name", inside, "netns", name],
      ["addr", "add", `10.213.${subnet}.1/24`, "dev", outside],
      ["link", "set", outside, "up"],
      ["-n", name, "addr", "add", `10.213.${subnet}.2/24`, "dev", inside],
      ["-n", name, "link", "set", inside, "up"],
      ["-n", name, "link", "set", "lo", "up"],
    ];
    for (const step of steps) if (!await ip(...step)) return false;
    return true;
  }

  /** Command that runs a program in the namespace. */
  get enter(): string[] {
    return ["ip", "netns", "exec", this.#name];
  }

  /** Cuts or restores the second link. A cut closes no connection: packets are lost silently. */
  async cut(isCut: boolean): Promise<void> {
    await ip("-n", this.#name, "link", "set", "e0", isCut ? "down" : "up");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await ip("netns", "del", this.#name);
  }
}
