import { assert, assertEquals } from "@std/assert";
import vectors from "../protocol/vectors.json" with { type: "json" };
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";

Deno.test("a wrong message is answered with code and ref, and the session goes on", async () => {
  await using server = await startServer();
  await using peer = await Peer.json(server, "Alice");
  const wrong = vectors.messages.filter(({ code, json }) => code && json.startsWith("{"));
  assert(wrong.length > 15);
  for (const { json, code, ref } of wrong) {
    await peer.send(json);
    const error = await peer.message("error");
    assertEquals<unknown>([error.code, error.ref], [code, ref], json);
    assert(error.message.length > 0);
  }
  // The session speaks JSON, so every frame is read as JSON.
  await peer.send("[1]", "null", "Alice", "");
  for (let count = 0; count < 4; count++) {
    assertEquals((await peer.message("error")).code, "bad_message");
  }
  await peer.send({ type: "ping" });
  await peer.message("pong");
});

Deno.test("documented limits hold to the character", async () => {
  await using server = await startServer();
  await using peer = await Peer.json(server, "Alice");
  const say = { type: "say", room: "#geral", text: "x" };
  const cases: readonly (readonly [message: Record<string, unknown>, code: string | undefined])[] =
    [
      [{ ...say, text: "🙂".repeat(4_000) }, undefined],
      [{ ...say, text: "🙂".repeat(4_001) }, "too_long"],
      [{ ...say, nonce: "🙂".repeat(128) }, undefined],
      [{ ...say, nonce: "🙂".repeat(129) }, "too_long"],
      [{ ...say, nonce: "" }, "bad_message"],
      [{ ...say, nonce: null }, undefined],
      [{ type: "join", room: "#" + "é".repeat(64) }, undefined],
      [{ type: "join", room: "#" + "é".repeat(65) }, "bad_room"],
      [{ type: "rename", name: "e\u0301".repeat(32) }, undefined],
      [{ type: "rename", name: "é".repeat(33) }, "bad_name"],
      [{ type: "search", terms: "x".repeat(128) }, undefined],
      [{ type: "search", terms: "x".repeat(129) }, "too_long"],
      [{ type: "history", room: "#geral", limit: 1e6 }, undefined],
      [{ type: "register", password: "sete567" }, "bad_password"],
      [{ type: "register", password: "é".repeat(7) }, "bad_password"],
      [{ type: "register", password: "é".repeat(1_025) }, "bad_password"],
      [{ type: "register", password: "é".repeat(1_024) }, undefined],
    ];
  for (const [message, code] of cases) {
    await peer.send({ ...message, ref: "r" });
    for (;;) {
      const answer = JSON.parse(await peer.next());
      if (answer.ref !== "r") continue;
      assertEquals(answer.code, code, JSON.stringify(message).slice(0, 80));
      break;
    }
  }
  // A ref that is too long is not returned.
  await peer.send({ type: "ping", ref: "x".repeat(129) });
  assertEquals(await peer.skipTo("pong"), { type: "pong" });
});

Deno.test("a session has up to 100 rooms and can resume them all", async () => {
  await using server = await startServer();
  await using peer = await Peer.json(server, "Alice");
  const joins = Array.from({ length: 100 }, (_, index) => ({ type: "join", room: `r${index}` }));
  await peer.send(...joins, { type: "list", ref: "l" });
  const { ref, code } = await peer.skipTo("error");
  assertEquals([ref, code], [undefined, "too_many"]);
  assertEquals((await peer.skipTo("rooms")).rooms.length, 100);
  await using other = await Peer.connect(server);
  const resume = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`#r${index}`, 0]));
  await other.send({ type: "hello", name: "Bob", version: 1, resume });
  assertEquals((await other.message("error")).code, "too_many");
  delete resume["#r100"];
  delete resume["#r99"];
  await other.send({ type: "hello", name: "Bob", version: 1, resume }, { type: "list" });
  await other.message("welcome");
  const sizes = (await other.skipTo("rooms")).rooms.map(({ members }) => members);
  assertEquals(sizes, [2, ...Array.from({ length: 99 }, () => 2)]);
});

Deno.test("names are released and taken regardless of case, by one client at a time", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await alice.send({ type: "rename", name: "ALICE" }, { type: "rename", name: " Ana " });
  assertEquals((await alice.message("renamed")).name, "ALICE");
  assertEquals((await alice.message("renamed")).name, "Ana");
  await using bob = await Peer.text(server, "alice");
  // Twenty clients request one name at once.
  const peers = await Promise.all(Array.from({ length: 20 }, () => Peer.connect(server)));
  await Promise.all(peers.map((peer) => peer.send("Única")));
  const answers = await Promise.all(peers.map((peer) => peer.next()));
  assertEquals(answers.filter((answer) => answer === "[SYS] Você entrou em #geral.").length, 1);
  assertEquals(
    answers.filter((answer) =>
      answer === "[ERRO] O nome 'Única' já está em uso, ou é parecido com outro."
    ).length,
    19,
  );
  for (const peer of peers) await peer[Symbol.asyncDispose]();
  await bob.send("/nick ana");
  assertEquals(await bob.next(), "[ERRO] O nome 'ana' já está em uso, ou é parecido com outro.");
});

Deno.test("timeouts and limits end a JSON session with their code and bye", async () => {
  // All of them sign in, or ask, within the handshake timeout.
  await using server = await startServer({
    args: ["--handshake-timeout", "3", "--read-timeout", "1"],
  });
  await using late = await Peer.connect(server);
  await late.send({ type: "ping", ref: 1 });
  assertEquals((await late.message("error")).code, "hello_required");
  await using half = await Peer.json(server, "Metade");
  await half.write(new Uint8Array([0, 0, 0, 9, 0x7b]));
  await using large = await Peer.json(server, "Grande");
  await large.write(new Uint8Array([0, 1, 0, 1]));
  for (const [peer, code] of [[late, "timeout"], [half, "timeout"]] as const) {
    assertEquals((await peer.skipTo("error")).code, code);
    assertEquals(await peer.message("bye"), { type: "bye", reason: code });
    await peer.ended();
  }
  assertEquals((await large.message("error")).code, "frame_too_large");
  assertEquals(await large.message("bye"), { type: "bye", reason: "frame_too_large" });
  await large.ended();
});
