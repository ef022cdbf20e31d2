import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { TestCertificates } from "./support/certificates.ts";
import { connectWithRetry } from "./support/connect_with_retry.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { run } from "./support/program.ts";
import { NO_TIMEOUT, startServer, type TestServer } from "./support/server.ts";

/** Connects; returns the code of the rejection. */
async function rejection(server: TestServer): Promise<string> {
  await using peer = await Peer.connect(server);
  const { code, message } = await peer.message("error");
  assertMatch(message, /\S/);
  assertEquals((await peer.message("bye")).reason, code);
  await peer.ended();
  return code;
}

Deno.test("the connections of one address are limited, with a reason", async () => {
  const args = ["--limit-loopback", "--max-per-address", "2"];
  await using server = await startServer({ args });
  await using _alice = await Peer.text(server, "Alice");
  const bob = await Peer.json(server, "Bob");
  assertEquals(await rejection(server), "too_many");
  await server.logged(/^\[RECUSADO\] 127\.0\.0\.1: conexões demais$/);
  await bob[Symbol.asyncDispose]();
  await using _carol = await connectWithRetry(server, "Carol");
});

Deno.test("the new connections of an address in a minute are limited", async () => {
  await using server = await startServer({ args: ["--limit-loopback", "--max-per-minute", "3"] });
  for (const name of ["a", "b", "c"]) await (await Peer.text(server, name))[Symbol.asyncDispose]();
  assertEquals(await rejection(server), "too_fast");
});

Deno.test("limits by address exempt loopback by default", async () => {
  await using server = await startServer({
    args: ["--max-per-address", "1", "--max-per-minute", "1"],
  });
  await using _alice = await Peer.text(server, "Alice");
  await using _bob = await Peer.text(server, "Bob");
});

Deno.test("all connections are limited, and the next is told why", async () => {
  await using server = await startServer({ args: ["--max-connections", "1"] });
  const alice = await Peer.text(server, "Alice");
  assertEquals(await rejection(server), "too_many");
  const { code, stderr } = await run(
    ["connect", "--port", `${server.port}`, "--name", "bot"],
    { input: "oi\n" },
  );
  assertEquals([code, stderr], [1, "chat: O servidor está cheio. Tente de novo mais tarde.\n"]);
  await alice[Symbol.asyncDispose]();
  await using _bob = await connectWithRetry(server, "Bob");
});

Deno.test("a rejected TLS client learns the reason inside TLS", async () => {
  await using tls = await TestCertificates.make();
  await using server = await startServer({ tls, args: ["--max-connections", "1"] });
  await using _alice = await Peer.text(server, "Alice");
  const { code, stderr } = await run(
    ["connect", "--port", `${server.port}`, "--name", "bot", "--tls", "--ca", tls.file("ca.pem")],
    { input: "oi\n" },
  );
  assertEquals(code, 1);
  assertMatch(stderr, /^chat: Não foi possível conectar a [^\n]*\n$/);
  assertStringIncludes(stderr, "recusando conexões");
});

Deno.test("browsers count as connections and are told why they are rejected", async () => {
  const args = [
    "--web",
    "0",
    "--limit-loopback",
    "--max-per-minute",
    "2",
    "--max-connections",
    "1",
  ];
  await using server = await startServer({ args });
  await using _alice = await Peer.text(server, "Alice");
  const ask = async () => {
    const response = await fetch(`http://127.0.0.1:${server.webPort}/`);
    return [response.status, await response.text()];
  };
  assertEquals(await ask(), [503, "O servidor está cheio. Tente de novo mais tarde.\n"]);
  const [status, text] = await ask();
  assertEquals(status, 429);
  assertMatch(`${text}`, /^Rápido demais: espere \d+ (s|min)\.\n$/);
});

Deno.test("the oldest of too many pending connections is disconnected", async () => {
  await using server = await startServer({
    args: ["--max-pending", "2", ...NO_TIMEOUT],
  });
  await using _named = await Peer.text(server, "Alice");
  await using first = await Peer.connect(server);
  await using second = await Peer.connect(server);
  await using third = await Peer.connect(server);
  assertEquals((await first.message("error")).code, "too_many");
  await first.ended();
  for (const [peer, name] of [[second, "Bob"], [third, "Carol"]] as const) {
    await peer.send(name);
    await peer.until("[SYS] Você entrou em #geral.");
  }
});

testWith(
  "prlimit",
  "without descriptors clients are rejected with a reason, members are not",
  async () => {
    await using server = await startServer();
    await using alice = await Peer.text(server, "Alice");
    await using bob = await Peer.text(server, "Bob");
    const open = [...Deno.readDirSync(`/proc/${server.pid}/fd`)].length;
    const { success } = await new Deno.Command("prlimit", {
      args: ["--pid", `${server.pid}`, `--nofile=${open + 8}`],
    }).output();
    assertEquals(success, true);
    const others: Peer[] = [];
    let refused = 0;
    // More than the rejections that may linger at a time.
    for (let index = 0; index < 80; index++) {
      const peer = await Peer.connect(server);
      await peer.send(`p${index}`);
      const answer = await peer.next();
      if (answer.includes('"too_many"')) refused++;
      else assertEquals(answer, "[SYS] Você entrou em #geral.");
      others.push(peer);
    }
    // The server may use some of the free descriptors for itself.
    assert(refused > 60 && refused < 80, `${refused}`);
    await bob.send("ainda aqui?");
    assertEquals(await alice.next(), "[#geral] Bob: ainda aqui?");
    for (const peer of others) await peer[Symbol.asyncDispose]();
    await using _late = await connectWithRetry(server, "Tarde");
    assertEquals(server.errors, []);
  },
);
