import { assertEquals } from "@std/assert";
import { delay } from "@std/async/delay";
import { encodeFrame } from "../../protocol/framing/encode_frame.ts";
import { testOverTransports } from "../support/over_transports.ts";
import { Peer } from "../support/peer.ts";
import { NO_TIMEOUT, startServer, type TestServer } from "../support/server.ts";

/** Connects many clients at once. */
async function connect(server: TestServer, count: number): Promise<AsyncDisposableStack> {
  const peers = new AsyncDisposableStack();
  await Promise.all(
    Array.from({ length: count }, async () => peers.use(await Peer.connect(server))),
  );
  return peers;
}

/** Sends a name; returns the type of the first answer. */
async function greet(peer: Peer, name: string): Promise<string> {
  await peer.send({ type: "hello", name, version: 1, rooms: [] });
  return JSON.parse(await peer.next()).type;
}

/** Connects clients at once, each sending its name as soon as it is connected, and checks that all are accepted. */
async function assertAllWelcome(server: TestServer, count: number): Promise<void> {
  await using peers = new AsyncDisposableStack();
  const answers = await Promise.all(Array.from({ length: count }, async (_, index) => {
    const peer = peers.use(await Peer.connect(server));
    return await greet(peer, `c${index}`);
  }));
  assertEquals(answers, answers.map(() => "welcome"));
}

Deno.test("1,500 clients that connect and sign in at once are all accepted", async () => {
  await using server = await startServer();
  await assertAllWelcome(server, 1_500);
});

testOverTransports(
  "a burst larger than one accept batch is accepted whole",
  async (startServer) => {
    // 16 times as many connections are accepted before names are needed.
    await using server = await startServer({ args: ["--max-pending", "8"] });
    await assertAllWelcome(server, 300);
  },
  { web: true },
);

Deno.test("clients that all connect before the first hello are all accepted", async () => {
  await using server = await startServer();
  await using stack = new AsyncDisposableStack();
  const peers = await Promise.all(
    Array.from({ length: 600 }, async () => stack.use(await Peer.connect(server))),
  );
  const answers = await Promise.all(peers.map((peer, index) => greet(peer, `c${index}`)));
  assertEquals(answers, answers.map(() => "welcome"));
});

testOverTransports(
  "clients whose hello comes 0.2 s after they connect are all accepted and resume",
  async (startServer) => {
    await using server = await startServer({ args: ["--max-pending", "32"] });
    await using ana = await Peer.json(server, "Ana");
    await ana.send({ type: "say", room: "#geral", text: "oi" });
    await ana.skipTo("message");
    await using stack = new AsyncDisposableStack();
    const answers = await Promise.all(Array.from({ length: 400 }, async (_, index) => {
      const peer = stack.use(await Peer.connect(server));
      await delay(200);
      const resume = { "#geral": 0 };
      await peer.send({ type: "hello", name: `c${index}`, version: 1, resume });
      await peer.message("welcome");
      return (await peer.skipTo("history")).messages.map(({ id }) => id);
    }));
    assertEquals(answers, answers.map(() => [1]));
  },
  { web: true },
);

testOverTransports(
  "the oldest silent peers are disconnected so that a client can sign in",
  async (startServer) => {
    await using server = await startServer({ args: ["--max-pending", "4", ...NO_TIMEOUT] });
    await using _named = await Peer.json(server, "Alice");
    await using stack = new AsyncDisposableStack();
    const silent: Peer[] = [];
    for (let index = 0; index < 12; index++) {
      const peer = stack.use(await Peer.connect(server));
      silent.push(peer);
      // Incomplete frames earn no time.
      if (index % 2 === 0) await peer.write(encodeFrame("x".repeat(100)).subarray(0, index + 1));
    }
    await using speaker = await Peer.connect(server);
    assertEquals(await greet(speaker, "Bob"), "welcome");
    for (const peer of silent.slice(0, 8)) {
      assertEquals((await peer.message("error")).code, "too_many");
      await peer.ended();
    }
    for (const [index, peer] of silent.slice(9).entries()) {
      if (index % 2 === 0) assertEquals(await greet(peer, `s${index}`), "welcome");
    }
  },
);

testOverTransports(
  "a crowd larger than the accept queue keeps no client out",
  async (startServer) => {
    await using server = await startServer({ args: ["--max-pending", "4"] });
    await using _crowd = await connect(server, 150);
    await using speaker = await Peer.connect(server);
    assertEquals(await greet(speaker, "Bob"), "welcome");
    await server.stop();
    assertEquals(server.errors, []);
  },
);
