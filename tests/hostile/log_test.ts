import { assert, assertEquals } from "@std/assert";
import { Peer } from "../support/peer.ts";
import { startServer } from "../support/server.ts";

Deno.test("refused commands are counted in the log instead of filling it", async () => {
  await using server = await startServer({ args: ["--log", "json"] });
  const refused = () => server.log.filter((line) => line.includes('"refused":"forbidden"'));
  await using ana = await Peer.json(server, "Ana");
  await ana.send({ type: "register", password: "uma senha longa" }, { type: "join", room: "a" });
  await ana.skipTo("joined");
  await using bob = await Peer.json(server, "Bob");
  await bob.send({ type: "join", room: "a" });
  await bob.skipTo("joined");
  const attempts = Array.from({ length: 200 }, (_, ref) => ({
    type: ref % 2 ? "topic" : "kick",
    ref,
    room: "#a",
    ...(ref % 2 ? { text: "x".repeat(200) } : { name: "Ana" }),
  }));
  await bob.send(...attempts);
  while ((await bob.skipTo("error")).ref !== 199);
  await ana.send(
    ...Array.from({ length: 30 }, (_, index) => ({
      type: "topic",
      room: "#a",
      text: `assunto ${index}`,
    })),
    { type: "ping" },
  );
  await ana.skipTo("pong");
  await server.logged(/assunto 29"/);
  assertEquals(refused().length, 10);
  assertEquals(server.log.filter((line) => line.includes('"text":"assunto ')).length, 30);
  await server.stop();
  // The last line counts those left out.
  const last = JSON.parse(refused().at(-1)!);
  assertEquals([refused().length, last.more, last.by], [11, 189, "Bob"]);
  assert(!Number.isNaN(Date.parse(last.since)));
});

Deno.test("the owner of a room cannot fill the log with its actions", async () => {
  await using server = await startServer({ args: ["--log", "json"] });
  await using ana = await Peer.json(server, "Ana");
  const topics = Array.from(
    { length: 200 },
    (_, ref) => ({ type: "topic", room: "#a", text: `assunto ${ref}`, ref }),
  );
  await ana.send({ type: "join", room: "a" }, ...topics);
  while ((await ana.skipTo("topic")).ref !== 199);
  await server.stop();
  const lines = server.log.filter((line) => line.includes('"action":"topic"'));
  const last = JSON.parse(lines.at(-1)!);
  assertEquals([lines.length, last.more, last.text], [61, 139, "assunto 199"]);
});

Deno.test("lines left out of the log are counted at the end of a line", async () => {
  await using server = await startServer({
    args: ["--lang", "en", "--limit-loopback", "--max-per-address", "1"],
  });
  await using _alice = await Peer.json(server, "Alice");
  for (let count = 0; count < 5; count++) {
    await using peer = await Peer.connect(server);
    assertEquals((await peer.message("error")).code, "too_many");
  }
  await server.stop();
  const lines = server.log.filter((line) => line.startsWith("[REJECTED]"));
  assertEquals(lines.map((line) => line.replace(/\d\d:\d\d/, "14:02")), [
    "[REJECTED] 127.0.0.1: too many connections",
    "[REJECTED] 127.0.0.1: too many connections (3 more since 14:02)",
  ]);
});
