import { assert, assertEquals } from "@std/assert";
import { connect, reset } from "../../bench/load/socket.ts";
import { Peer } from "../peer.ts";
import { startServer } from "../server.ts";
import { assertNothingLeft } from "./_aftermath.ts";
import { holding, mebibytes, until } from "./_process.ts";
import { IS_ELSEWHERE, report, size } from "./_soak.ts";

const ROUNDS = size(5, 100);

/** Resets of a round: no more than the kernel keeps for a server that stands still. */
const RESETS = 100;

Deno.test({
  name: "Peers that reset before they are accepted stop nobody else",
  ignore: IS_ELSEWHERE,
  fn: async () => {
    await using server = await startServer();
    await using alice = await Peer.text(server, "Alice");
    const before = holding(server.pid);
    for (let round = 1; round <= ROUNDS; round++) {
      // A server that stands still accepts nothing: each of them is reset before it goes on.
      Deno.kill(server.pid, "SIGSTOP");
      for (let nth = 0; nth < RESETS; nth++) reset(connect(server.port));
      Deno.kill(server.pid, "SIGCONT");
      await using bob = await Peer.text(server, `Bob${round}`);
      await bob.send("oi");
      assertEquals(await alice.next(), `[#geral] Bob${round}: oi`);
    }
    await assertNothingLeft(server, ["Bob1", `Bob${ROUNDS}`], ["Alice"]);
    let after = holding(server.pid);
    await until(
      () => (after = holding(server.pid)).descriptors <= before.descriptors,
      () => `${before.descriptors} descriptors; there are ${after.descriptors}`,
    );
    assert(!server.log.some((line) => line.startsWith("[ERRO]")), server.log.slice(-20).join("\n"));
    report(`${ROUNDS * RESETS} resets before accept`, {
      "descriptors before and after": `${before.descriptors}, ${after.descriptors}`,
      "memory before and after": `${mebibytes(before.bytes)}, ${mebibytes(after.bytes)}`,
      "people who came after each hundred and were heard": ROUNDS,
    });
  },
});
