import { assertEquals, assertLessOrEqual } from "@std/assert";
import { encodeFrame } from "../protocol/framing/encode_frame.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";

/** The smallest limit that can be set. */
const LIMIT = 4_096;

const encoder = new TextEncoder();

function size(value: unknown): number {
  return encoder.encode(typeof value === "string" ? value : JSON.stringify(value)).length;
}

Deno.test("the longest values never exceed the frame limit in either dialect", async () => {
  await using server = await startServer({ args: ["--max-frame", `${LIMIT}`] });
  await using text = await Peer.text(server, "Texto");
  const room = `#${"𝐀".repeat(64)}`;
  await text.send(`/join ${room}`);
  await text.next();
  await using json = await Peer.connect(server);
  await json.send({ type: "hello", name: "𝐁".repeat(32), version: 1 });
  const { limits } = await json.message("welcome");
  await json.send({ type: "join", room });
  await json.skipTo("history");
  // Each of these takes six bytes, in JSON and as an escape.
  const longest = "\u0001".repeat(limits.text);
  await json.send({ type: "say", room, text: longest, nonce: "\u0002".repeat(128) });
  assertLessOrEqual(size(await json.message("message")), LIMIT);
  assertLessOrEqual(size(await text.next()), LIMIT);
  const ref = "\u0003".repeat(128);
  await json.send({ type: "history", room, ref });
  const history = await json.message("history");
  assertEquals([history.ref, history.messages.length], [ref, 1]);
  assertLessOrEqual(size(history), LIMIT);
  await json.send({ type: "who", room, ref });
  assertLessOrEqual(size(await json.message("members")), LIMIT);
  // A character of three bytes that is shown as six; the two messages together exceed one answer.
  await text.send("\u202e".repeat(limits.text), "/history");
  assertLessOrEqual(size(await json.message("message")), LIMIT);
  for (const line of await text.take(2)) assertLessOrEqual(size(line), LIMIT);
  await json.send({ type: "say", room, text: `${longest}a` });
  assertEquals((await json.message("error")).code, "too_long");
});

Deno.test("long answers to /list and /who come in several lines", async () => {
  await using server = await startServer({ args: ["--max-frame", `${LIMIT}`] });
  await using alice = await Peer.text(server, "Alice");
  const others: Peer[] = [];
  for (let index = 0; index < 150; index++) {
    const name = `${"x".repeat(28)}${1_000 + index}`;
    const peer = await Peer.text(server, name);
    if (index % 2 === 0) await peer.send(`/join sala${"y".repeat(50)}${index}`);
    if (index % 2 === 0) await peer.next();
    others.push(peer);
  }
  await alice.send("/list", "/who", "/nick Fim");
  const lines = await alice.until("[SYS] Agora você se chama Fim.");
  const rooms: string[] = [];
  const names: string[] = [];
  for (const line of lines.slice(0, -1)) {
    assertLessOrEqual(size(line), LIMIT);
    const [, what, list] = /^\[SYS\] (Salas ativas|Em #geral): (.*)$/.exec(line)!;
    (what === "Em #geral" ? names : rooms).push(...list!.split(", "));
  }
  assertEquals([rooms.length, new Set(rooms).size], [76, 76]);
  assertEquals([names.length, new Set(names).size], [76, 76]);
  for (const other of others) await other[Symbol.asyncDispose]();
});

Deno.test("a smaller frame limit holds from the length on and is told to clients", async () => {
  await using server = await startServer({ args: ["--max-frame", `${LIMIT}`] });
  await using peer = await Peer.json(server, "Alice");
  await peer.write(encodeFrame(`{"type":"ping","x":"${"x".repeat(LIMIT - 22)}"}`));
  await peer.message("pong");
  await peer.write(new Uint8Array([0, 0, 0x10, 0x01]));
  assertEquals((await peer.message("error")).code, "frame_too_large");
  assertEquals(await peer.message("bye"), { type: "bye", reason: "frame_too_large" });
  await peer.ended();
});
