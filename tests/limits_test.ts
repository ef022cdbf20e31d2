import { assert, assertEquals } from "@std/assert";
import { encodeFrame, encodeFrames } from "../protocol/framing/encode_frame.ts";
import { testWith } from "./support/needs.ts";
import { testOverTransports } from "./support/over_transports.ts";
import { Peer } from "./support/peer.ts";
import { processUsage } from "./support/process_usage.ts";
import { startServer } from "./support/server.ts";
import { clientFrame, FIN_BIT, TEXT } from "./support/websocket.ts";

/** A `hello` with the given number of bytes. */
function hello(name: string, length: number): string {
  const json = JSON.stringify({ type: "hello", name, version: 1, padding: "" });
  return json.replace('"padding":""', `"padding":"${"x".repeat(length - json.length)}"`);
}

testOverTransports(
  "before the name, longer frames are refused by their length",
  async (startServer) => {
    await using server = await startServer();
    await using alice = await Peer.connect(server);
    // A longer frame after the name is allowed, even in the same write.
    const long = { type: "ping", ref: "r", padding: "x".repeat(10_000) };
    await alice.send(hello("Alice", 4_096), long);
    await alice.message("welcome");
    assertEquals((await alice.skipTo("pong")).ref, "r");
    await using announced = await Peer.connect(server);
    await announced.write(encodeFrame("x".repeat(4_097)).subarray(0, 4));
    assertEquals((await announced.message("error")).code, "frame_too_large");
    assertEquals((await announced.message("bye")).reason, "frame_too_large");
    await announced.ended();
    await using whole = await Peer.connect(server);
    await whole.send(hello("Bob", 4_097));
    assertEquals((await whole.skipTo("error")).code, "frame_too_large");
    await whole.ended();
  },
);

Deno.test("before the name, longer WebSocket messages are refused", async () => {
  await using server = await startServer({ transport: "websocket" });
  await using whole = await Peer.connect(server);
  await whole.send(hello("Bob", 4_097));
  assertEquals((await whole.message("error")).code, "frame_too_large");
  await whole.ended();
  await using announced = await Peer.connect(server);
  await announced.write(clientFrame(FIN_BIT | TEXT, "x".repeat(4_097)).subarray(0, 8));
  assertEquals((await announced.message("error")).code, "frame_too_large");
  await announced.ended();
  await using alice = await Peer.connect(server);
  await alice.send(hello("Alice", 4_096), { type: "ping", padding: "x".repeat(10_000) });
  await alice.message("welcome");
  await alice.skipTo("pong");
});

Deno.test("the limit before the name can be set", async () => {
  await using server = await startServer({ args: ["--max-handshake", "256"] });
  await using peer = await Peer.connect(server);
  await peer.send(hello("Alice", 257));
  assertEquals((await peer.message("error")).code, "frame_too_large");
});

Deno.test("texts and names are limited in characters", async (t) => {
  const cases: readonly (readonly [string, string[], number, number, number])[] = [
    ["by default", [], 4_000, 32, 64],
    ["with flags", ["--max-text", "10", "--max-name", "16", "--max-room", "20"], 10, 16, 20],
  ];
  for (const [name, args, text, person, room] of cases) {
    await t.step(name, async () => {
      await using server = await startServer({ args });
      await using alice = await Peer.json(server, "É".repeat(person));
      const codes = async (...requests: Record<string, unknown>[]) => {
        await alice.send(...requests, { type: "ping", ref: "end" });
        const codes: string[] = [];
        for (;;) {
          const event = JSON.parse(await alice.next());
          if (event.type === "error") codes.push(event.code);
          if (event.type === "pong") return codes;
        }
      };
      assertEquals(
        await codes(
          { type: "say", room: "#geral", text: "🙂".repeat(text) },
          { type: "say", room: "#geral", text: "🙂".repeat(text + 1) },
          { type: "join", room: `#${"é".repeat(room)}` },
          { type: "join", room: `#${"é".repeat(room + 1)}` },
          { type: "rename", name: "é".repeat(person + 1) },
        ),
        ["too_long", "bad_room", "bad_name"],
      );
      await using bob = await Peer.connect(server);
      await bob.send({ type: "hello", name: "Bob", version: 1 });
      const { limits } = await bob.message("welcome");
      assertEquals(limits, { frame: 65_536, text, name: person, room });
    });
  }
});

Deno.test("the rooms of a session are limited, and the limit can be set", async () => {
  await using server = await startServer({ args: ["--max-rooms", "2"] });
  await using peer = await Peer.json(server, "Alice");
  await peer.send({ type: "join", room: "a" }, { type: "join", room: "b" });
  assertEquals((await peer.skipTo("error")).code, "too_many");
  await peer.send({ type: "leave", room: "a" }, { type: "join", room: "b" });
  await peer.skipTo("left");
  assertEquals((await peer.message("joined")).room, "#b");
});

testOverTransports("a pasted page is read more slowly and loses nothing", async (startServer) => {
  await using server = await startServer({ args: ["--rate", "10"] });
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.text(server, "Bob");
  const texts = Array.from({ length: 60 }, (_, index) => `linha ${index}`);
  const startedAt = performance.now();
  await bob.send(...texts);
  assertEquals(await alice.take(60), texts.map((text) => `[#geral] Bob: ${text}`));
  // A burst of 40 including the name, then 21 at 10 a second: a lower bound, so a slow machine cannot fail it.
  assert(performance.now() - startedAt >= 21 / 10 * 1_000 * 0.9);
});

testOverTransports(
  "a lasting flood is disconnected, a client awaiting answers is not",
  async (startServer) => {
    const args = ["--rate", "50", "--burst", "5", "--flood-window", "1"];
    await using server = await startServer({ args });
    await using flood = await Peer.json(server, "Enchente");
    await using patient = await Peer.json(server, "Paciente");
    await flood.skipTo("joined");
    // Sends as fast as answers come, for longer than a flood may last.
    const talk = (async () => {
      for (let count = 0; count < 80; count++) {
        await patient.send({ type: "ping", ref: count });
        assertEquals((await patient.skipTo("pong")).ref, count);
      }
    })();
    await flood.send(...Array.from({ length: 1_000 }, () => ({ type: "ping" })));
    assertEquals((await flood.skipTo("error")).code, "too_fast");
    assertEquals((await flood.message("bye")).reason, "too_fast");
    await flood.ended();
    await talk;
  },
  { web: true },
);

Deno.test("above the total of all send queues the longest is disconnected", async () => {
  const MIB = 1024 * 1024;
  const args = ["--max-send-queue", `${256 * MIB}`, "--max-total-send-queue", `${24 * MIB}`];
  await using server = await startServer({ args: [...args, "--write-timeout", "600"] });
  await using alice = await Peer.json(server, "Alice");
  const say = { type: "say", room: "#geral", text: "x".repeat(4_000) };
  const left: string[] = [];
  /** Sends more messages; returns the number of bytes. */
  const talk = async () => {
    await alice.send(...Array.from({ length: 100 }, () => say), { type: "ping" });
    for (;;) {
      const event = JSON.parse(await alice.next());
      if (event.type === "left") left.push(event.name);
      if (event.type === "pong") return 100 * say.text.length;
    }
  };
  const stuck = async (name: string) => {
    const peer = await Peer.connect(server, { reads: false });
    await peer.write(encodeFrames([JSON.stringify({ type: "hello", name, version: 1 })]));
    await alice.skipTo("joined");
    return peer;
  };
  await using _first = await stuck("Primeira");
  // More than the kernel buffers at both ends, so that the queue is longer than that of later readers.
  for (let sent = 0; sent < 16 * MIB;) sent += await talk();
  await using _second = await stuck("Segunda");
  for (let sent = 0; left.length === 0; sent += await talk()) assert(sent < 96 * MIB);
  assertEquals(left, ["Primeira"]);
  await alice.send({ type: "who", room: "#geral" });
  assertEquals((await alice.skipTo("members")).names, ["Alice", "Segunda"]);
});

testWith("linux", "a stored line keeps no trailing space in memory", async () => {
  await using server = await startServer({ args: ["--db", ":memory:"] });
  await using padded = await Peer.text(server, "Espaçosa");
  await using witness = await Peer.json(server, "Testemunha");
  const spaces = " ".repeat(60_000);
  const before = processUsage(server.pid).bytes;
  for (let count = 1; count <= 2_000; count++) {
    await padded.send(`dito pela ${count}ª vez${spaces}`);
    assertEquals((await witness.skipTo("message")).text, `dito pela ${count}ª vez`);
  }
  // The whole lines would take 120 MB.
  const grown = processUsage(server.pid).bytes - before;
  assert(grown < 60_000_000, `${grown} B`);
});

Deno.test("the ping interval can be set", async () => {
  await using server = await startServer({ args: ["--ping-interval", "1", "--max-pings", "1"] });
  await using peer = await Peer.json(server, "Calada");
  await peer.message("ping");
  assertEquals((await peer.message("error")).code, "idle");
});
