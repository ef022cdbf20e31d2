import { assert, assertEquals } from "@std/assert";
import { testOverTransports } from "./support/over_transports.ts";
import { Peer } from "./support/peer.ts";

testOverTransports(
  "a silent peer is disconnected after two unanswered pings",
  async (startServer) => {
    await using server = await startServer({ args: ["--ping-interval", "1"] });
    await using silent = await Peer.json(server, "Calada");
    await silent.message("ping");
    await silent.message("ping");
    assertEquals((await silent.message("error")).code, "idle");
    assertEquals((await silent.message("bye")).reason, "idle");
    await silent.ended();
    await using there = await Peer.json(server, "Presente");
    for (let count = 0; count < 4; count++) {
      await there.message("ping");
      await there.send({ type: "pong" });
    }
  },
  { web: true },
);

testOverTransports("a half-closed connection is answered before it ends", async (startServer) => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.connect(server);
  await bob.send("Bob", "última palavra", "/list");
  await bob.conn.closeWrite();
  assertEquals(await bob.take(2), [
    "[SYS] Você entrou em #geral.",
    "[SYS] Salas ativas: #geral (2)",
  ]);
  await bob.ended();
  assertEquals(await alice.next(), "[#geral] Bob: última palavra");
});

testOverTransports(
  "a client that is too fast is read more slowly and loses nothing",
  async (startServer) => {
    await using server = await startServer({ args: ["--rate", "200"] });
    await using alice = await Peer.text(server, "Alice");
    await using bob = await Peer.text(server, "Bob");
    const texts = Array.from({ length: 100 }, (_, index) => `linha ${index}`);
    const startedAt = performance.now();
    await bob.send(...texts);
    assertEquals(await alice.take(100), texts.map((text) => `[#geral] Bob: ${text}`));
    // A burst of 40 including the name, then 61 at 200 a second: a lower bound, so a slow machine cannot fail it.
    assert(performance.now() - startedAt >= 61 / 200 * 1_000 * 0.9);
  },
);
