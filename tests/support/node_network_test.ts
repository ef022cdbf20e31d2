import { testWith } from "./needs.ts";
import { NodeNetwork } from "./node_network.ts";

testWith(
  ["linux", "network namespaces"],
  "networks of tests that run at the same time do not collide",
  async () => {
    // Each file of tests has modules of its own, in one process.
    const copy = "./node_network.ts?copy";
    const other: typeof import("./node_network.ts") = await import(copy);
    await using _first = await NodeNetwork.make();
    await using _second = await other.NodeNetwork.make();
  },
);
