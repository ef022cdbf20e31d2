import { assertEquals, assertMatch } from "@std/assert";
import { say, signIn } from "./support/change_fixture.ts";
import { Peer } from "./support/peer.ts";
import { run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

Deno.test("--json passes changes on as they are", async () => {
  await using server = await startServer();
  await using bia = await signIn(server, "Bia");
  await say(bia, "oi");
  const input = [
    { type: "react", room: "#geral", about: 1, emoji: "👍" },
    { type: "delete", room: "#geral", about: 9, ref: 1 },
  ].map((message) => JSON.stringify(message)).join("\n");
  const { stdout } = await run(
    ["connect", "--port", `${server.port}`, "--name", "bot", "--json"],
    { input },
  );
  const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  const { at: _, ...reacted } = events.find(({ type }) => type === "reacted");
  assertEquals(reacted, {
    ...{ type: "reacted", id: 2, room: "#geral", about: 1, from: "bot", emoji: "👍" },
  });
  const { code, ref } = events.find(({ type }) => type === "error");
  assertEquals([code, ref], ["not_found", 1]);
});

Deno.test("--json reads and writes one JSON message a line", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  const input = [
    { type: "say", room: "#geral", text: "oi\u009b", ref: 5 },
    { type: "who", room: "#geral" },
  ].map((message) => JSON.stringify(message)).join("\n");
  const { code, stdout, stderr } = await run(
    ["connect", "--port", `${server.port}`, "--name", "bot", "--json"],
    { input: `${input}\n\nnada\n` },
  );
  assertEquals((await alice.skipTo("message")).text, "oi\u009b");
  assertMatch(stdout, /"text":"oi\\u009b"/);
  const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  const byType = Object.fromEntries(events.map((event) => [event.type, event]));
  assertEquals(events.slice(0, 2).map(({ type }) => type), ["welcome", "joined"]);
  assertEquals([byType["ack"].ref, byType["ack"].id], [5, 1]);
  assertEquals(byType["members"], {
    type: "members",
    room: "#geral",
    names: ["Alice", "bot"],
  });
  assertEquals(byType["error"].code, "bad_message");
  assertEquals(events.at(-1), { type: "bye", reason: "quit" });
  assertEquals([code, stderr], [1, ""]);
});
