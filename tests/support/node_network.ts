async function ip(...args: string[]): Promise<boolean> {
  const { success } = await new Deno.Command("ip", { args, stdout: "null", stderr: "null" })
    .output().catch(() => ({ success: false }));
  return success;
}

/**
 * Network namespace of a server, with a link to the clients and a second link that can be cut: to the engines of a node, or
 * to clients whose network goes away.
 */
export class NodeNetwork implements AsyncDisposable {
  /** How many were made: the system deletes one some time after it was asked to. */
  static #made = 0;
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

  static async make(): Promise<NodeNetwork> {
    const nth = NodeNetwork.#made++;
    const name = `c${Deno.pid % 100_000}n${nth}`;
    const subnet = 2 * ((Deno.pid + 60 * nth) % 120);
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

  /** Cuts or restores the second link. A cut closes no connection: packets are lost silently. */
  async cut(isCut: boolean): Promise<void> {
    await ip("-n", this.#name, "link", "set", "e0", isCut ? "down" : "up");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await ip("netns", "del", this.#name);
  }
}
