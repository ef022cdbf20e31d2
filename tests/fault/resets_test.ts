import { assert, assertEquals } from "@std/assert";
import { connect, reset } from "../../bench/load/socket.ts";
import { assertNothingLeft } from "../support/assert_nothing_left.ts";
import { testOverTransports } from "../support/over_transports.ts";
import { Peer } from "../support/peer.ts";
import { mebibytes, processUsage } from "../support/process_usage.ts";
import { report, size, transportOf } from "../support/soak.ts";
import { waitUntil } from "../support/wait_until.ts";

const ROUNDS = size(5, 100);

/** Resets per round: no more than the kernel queues for a suspended server. */
const RESETS = 100;

testOverTransports(
  "peers that reset before they are accepted disturb no others",
  async (startServer) => {
    await using server = await startServer();
    const port = server.webPort ?? server.port;
    await using alice = await Peer.json(server, "Alice");
    const before = processUsage(server.pid);
    for (let round = 1; round <= ROUNDS; round++) {
      // A suspended server accepts nothing, so each connection is reset before it is accepted.
      Deno.kill(server.pid, "SIGSTOP");
      for (let nth = 0; nth < RESETS; nth++) reset(connect(port));
      Deno.kill(server.pid, "SIGCONT");
      await using bob = await Peer.json(server, `Bob${round}`);
      await bob.send({ type: "say", room: "#geral", text: `oi ${round}` });
      assertEquals((await alice.skipTo("message")).text, `oi ${round}`);
    }
    await assertNothingLeft(server, ["Bob1", `Bob${ROUNDS}`], ["Alice"]);
    let after = processUsage(server.pid);
    await waitUntil(
      () => (after = processUsage(server.pid)).descriptors <= before.descriptors,
      () => `${before.descriptors} descriptors; there are ${after.descriptors}`,
    );
    assert(
      !server.log.some((line) => line.startsWith("[ERRO]")),
      server.log.slice(-20).join("\n"),
    );
    report(`${ROUNDS * RESETS} resets before accept (${transportOf(server)})`, {
      "descriptors before and after": `${before.descriptors}, ${after.descriptors}`,
      "memory before and after": `${mebibytes(before.bytes)}, ${mebibytes(after.bytes)}`,
      "clients served after each hundred": ROUNDS,
    });
  },
  { web: true, needs: ["linux"] },
);
