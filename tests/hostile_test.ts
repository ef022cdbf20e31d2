import { assert, assertEquals, assertMatch } from "@std/assert";
import { encodeFrame } from "../protocol/encode_frame.ts";
import { Peer } from "./peer.ts";
import { command } from "./program.ts";
import { startServer } from "./server.ts";
import { needs } from "./needs.ts";

/** Connects and resets at once, many times: with a linger of 0 seconds, closing sends RST. */
const RESET = `
import socket, struct, sys
for _ in range(int(sys.argv[2])):
    conn = socket.socket()
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    conn.connect(("127.0.0.1", int(sys.argv[1])))
    conn.close()
`;

Deno.test({
  name: "Peers that reset before they are accepted stop nobody else",
  ignore: await needs("python3"),
  fn: async () => {
    await using server = await startServer();
    await using alice = await Peer.text(server, "Alice");
    const { code } = await new Deno.Command("python3", {
      args: ["-c", RESET, `${server.port}`, "500"],
    }).output();
    assertEquals(code, 0);
    await using bob = await Peer.text(server, "Bob");
    await bob.send("oi");
    assertEquals(await alice.next(), "[#geral] Bob: oi");
    assertEquals(server.errors, []);
  },
});

Deno.test("A reader that stops reading is disconnected, and nobody waits for it", async () => {
  await using server = await startServer({ args: ["--max-outbox", "262144"] });
  await using alice = await Peer.json(server, "Alice");
  await using bob = await Peer.json(server, "Bob");
  await using stuck = await Peer.connect(server, { reads: false });
  await stuck.write(encodeFrame('{"type":"hello","name":"Parado","version":1}'));
  await alice.skipTo("joined");
  await alice.skipTo("joined");
  const text = "x".repeat(2_000);
  let id = 0;
  // As much as the kernel takes for the reader, and then the outbox: until the others hear that it has left.
  for (let isGone = false; !isGone;) {
    const says = Array.from({ length: 100 }, () => ({ type: "say", room: "#geral", text }));
    await alice.send(...says);
    for (let count = 0; count < 100;) {
      const event = JSON.parse(await bob.next());
      if (event.type === "left") isGone = event.name === "Parado";
      if (event.type !== "message") continue;
      assertEquals(event.id, ++id);
      count++;
    }
  }
  await alice.send({ type: "who", room: "#geral" });
  assertEquals((await alice.skipTo("members")).names, ["Alice", "Bob"]);
});

Deno.test("A slow reader is told why it is disconnected", async () => {
  await using server = await startServer({ args: ["--max-outbox", "262144"] });
  await using alice = await Peer.json(server, "Alice");
  await using slow = await Peer.connect(server, { reads: false });
  await slow.write(encodeFrame('{"type":"hello","name":"Lenta","version":1}'));
  await alice.skipTo("joined");
  const text = "x".repeat(4_000);
  const says = Array.from({ length: 200 }, () => ({ type: "say", room: "#geral", text }));
  for (let isGone = false; !isGone;) {
    await alice.send(...says, { type: "ping" });
    for (;;) {
      const event = JSON.parse(await alice.next());
      if (event.type === "left") isGone = true;
      if (event.type === "pong") break;
    }
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of slow.conn.readable) chunks.push(chunk);
  const end = new TextDecoder().decode(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).bytes())
    .slice(-300);
  assertMatch(end, /"code":"slow_reader"/);
  assertMatch(end, /\{"type":"bye","reason":"slow_reader"\}$/);
});

Deno.test("A silent peer is pinged, and gone after two pings without an answer", async () => {
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
});

Deno.test("A peer that closes its side is answered before it goes", async () => {
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

Deno.test({
  name: "With no descriptor left those who are in talk on, and others get in later",
  ignore: await needs("prlimit"),
  fn: async () => {
    await using server = await startServer();
    await using alice = await Peer.text(server, "Alice");
    await using bob = await Peer.text(server, "Bob");
    const fds = [...Deno.readDirSync(`/proc/${server.pid}/fd`)].length;
    const { success } = await new Deno.Command("prlimit", {
      args: ["--pid", `${server.pid}`, `--nofile=${fds + 5}`],
    }).output();
    assert(success);
    const waiting: Peer[] = [];
    for (let count = 0; count < 20; count++) waiting.push(await Peer.connect(server));
    for (const [index, peer] of waiting.entries()) await peer.send(`p${index}`);
    await waiting[0]!.until("[SYS] Você entrou em #geral.");
    while (!server.log.some((line) => line.startsWith("[ERRO]"))) {
      await alice.send("/who");
      await alice.next();
    }
    await bob.send("ainda aqui?");
    assertEquals(await alice.next(), "[#geral] Bob: ainda aqui?");
    // Those that got in leave, and make room for the one that waits last.
    for (const peer of waiting.slice(0, -1)) await peer[Symbol.asyncDispose]();
    await waiting.at(-1)!.until("[SYS] Você entrou em #geral.");
    await waiting.at(-1)![Symbol.asyncDispose]();
    assertEquals(server.errors, []);
  },
});

Deno.test("What is too fast is read more slowly, and nothing is lost", async () => {
  await using server = await startServer({ args: ["--rate", "200"] });
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.text(server, "Bob");
  const texts = Array.from({ length: 100 }, (_, index) => `linha ${index}`);
  const begun = performance.now();
  await bob.send(...texts);
  assertEquals(await alice.take(100), texts.map((text) => `[#geral] Bob: ${text}`));
  // 40 at once, one of them the name; 61 at 200 a second: a bound from below, which no slow machine breaks.
  assert(performance.now() - begun >= 61 / 200 * 1_000 * 0.9);
});

Deno.test("Who speaks too fast does not keep the server from stopping", async () => {
  const server = await startServer({ args: ["--rate", "1"] });
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.text(server, "Bob");
  await bob.send(...Array.from({ length: 300 }, (_, index) => `linha ${index}`));
  await alice.next();
  const stopped = server.stop();
  await bob.until("[SYS] O servidor está encerrando.");
  assertEquals(await stopped, 0);
});

Deno.test("Everybody is told when the server stops, and what was said is delivered", async () => {
  const server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await using bob = await Peer.text(server, "Bob");
  const texts = Array.from({ length: 50 }, (_, index) => `${index}`);
  await alice.send(...texts.map((text, ref) => ({ type: "say", room: "#geral", text, ref })));
  await alice.skipTo("ack");
  assertEquals(await server.stop("SIGINT"), 0);
  await alice.ended();
  await bob.ended();
  const events = alice.frames.map((frame) => JSON.parse(frame));
  assertEquals(events.at(-1), { type: "bye", reason: "shutting_down" });
  assertEquals(bob.frames.at(-1), "[SYS] O servidor está encerrando.");
  // All that was acknowledged to Alice reached Bob.
  const acks = 1 + events.filter(({ type }) => type === "ack").length;
  const heard = bob.frames.filter((frame) => frame.startsWith("[#geral] Alice: "));
  assert(heard.length >= acks, `${heard.length} < ${acks}`);
  assertEquals(server.log.at(-1), "[ENCERRADO] Até logo!");
  assertEquals(server.errors, []);
});

Deno.test("A stuck reader does not keep the server from stopping", async () => {
  const server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await using stuck = await Peer.connect(server, { reads: false });
  await stuck.write(encodeFrame('{"type":"hello","name":"Parado","version":1}'));
  await alice.skipTo("joined");
  const text = "x".repeat(4_000);
  for (let count = 0; count < 20; count++) {
    const says = Array.from({ length: 50 }, () => ({ type: "say", room: "#geral", text }));
    await alice.send(...says, { type: "ping" });
    await alice.skipTo("pong");
  }
  assertEquals(await server.stop("SIGTERM"), 0);
});

Deno.test("A port in use is one line, and exit code 1", async () => {
  await using server = await startServer();
  const { code, stderr } = await command(["serve", "--port", `${server.port}`, "--db", ":memory:"])
    .output();
  assertEquals(code, 1);
  assertMatch(
    new TextDecoder().decode(stderr),
    new RegExp(`^chat: Não foi possível escutar em 127.0.0.1:${server.port}: .*\\n$`),
  );
});
