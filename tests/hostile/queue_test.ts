import { assert, assertEquals } from "@std/assert";
import { FrameDecoder } from "../../protocol/framing/frame_decoder.ts";
import { openFixture, PASSWORD } from "../support/moderation_fixture.ts";
import { testOverStores } from "../support/over_stores.ts";
import { testOverTransports } from "../support/over_transports.ts";
import { Peer } from "../support/peer.ts";
import { relayFrom } from "../support/relay.ts";
import { startServer, type TestServer } from "../support/server.ts";

/** The longest text, of characters of four bytes. */
const LONG = "😀".repeat(4_000);

/** Room names of 64 two-byte characters. */
function longRooms(count: number, from: number): string[] {
  return Array.from({ length: count }, (_, at) => `#${`${from + at}`.padStart(64, "ж")}`);
}

/** Connects clients and runs a function for each. */
async function crowd(
  server: TestServer,
  count: number,
  prepare: (peer: Peer, index: number) => Promise<void>,
): Promise<AsyncDisposable & { readonly peers: readonly Peer[] }> {
  const peers: Peer[] = [];
  for (let index = 0; index < count; index++) {
    const peer = await Peer.json(server, `guest${index}`);
    peers.push(peer);
    await prepare(peer, index);
  }
  return {
    peers,
    async [Symbol.asyncDispose]() {
      for (const peer of peers) await peer[Symbol.asyncDispose]();
    },
  };
}

testOverStores(
  "fifty requests for history are answered in order and delay no message",
  async ({ args }) => {
    await using server = await startServer({ args });
    await using ana = await Peer.json(server, "Ana");
    await ana.send(
      { type: "say", room: "#geral", text: LONG },
      { type: "history", room: "#geral", ref: 0 },
      { type: "say", room: "#geral", text: "oi", ref: "said" },
      ...Array.from({ length: 49 }, (_, index) => ({
        type: index % 2 ? "history" : "search",
        room: "#geral",
        terms: "oi",
        ref: index + 1,
      })),
    );
    const refs: unknown[] = [];
    while (refs.length < 51) {
      const answer = JSON.parse(await ana.next());
      if (answer.ref === undefined) continue;
      assert(answer.type !== "error", JSON.stringify(answer));
      refs.push(answer.ref);
    }
    assertEquals(
      refs.filter((ref) => ref !== "said"),
      Array.from({ length: 50 }, (_, index) => index),
    );
    // The message is acknowledged before the second history is read.
    assert(refs.indexOf("said") <= 2, refs.join());
  },
);

Deno.test("password checks of one address do not block another's", async () => {
  await using fixture = await openFixture(["Vera"], ["--limit-loopback"]);
  const { server } = fixture;
  await using relay = await relayFrom("127.0.0.2", server);
  await using vera = await Peer.json(relay.server, "guest");
  // Two passwords are checked at a time, and the others wait.
  await using guests = await crowd(server, 10, async () => {});
  const order: string[] = [];
  // No password is checked until the server has all requests.
  Deno.kill(server.pid, "SIGSTOP");
  for (const [index, peer] of guests.peers.entries()) {
    await peer.send({ type: "login", name: `nobody${index}`, password: PASSWORD, ref: 1 });
  }
  await vera.send({ type: "login", name: "Vera", password: PASSWORD, ref: 2 });
  Deno.kill(server.pid, "SIGCONT");
  const answers = guests.peers.map(async (peer) => {
    const { code } = await peer.skipTo("error");
    order.push(code);
  });
  await vera.skipTo("logged_in");
  order.push("vera");
  await Promise.all(answers);
  assertEquals(order.filter((code) => code === "wrong_password").length, 10, order.join());
  // At most two were running, and at most two more had their turn before.
  assert(order.indexOf("vera") <= 6, order.join());
});

testOverStores(
  "a list longer than the send queue arrives whole while rooms change",
  async ({ args }) => {
    await using server = await startServer({
      args: [...args, "--max-send-queue", `${256 * 1024}`],
    });
    const MEMBERS = 40;
    const ROOMS = 99;
    await using crowded = await crowd(server, MEMBERS, async (peer, index) => {
      const rooms = longRooms(ROOMS, index * ROOMS);
      await peer.send(...rooms.map((room) => ({ type: "join", room })), { type: "ping" });
      await peer.skipTo("pong");
    });
    const [passer] = crowded.peers;
    const [left] = longRooms(1, 0);
    await using ana = await Peer.json(server, "Ana");
    await ana.send({ type: "list", ref: 1 });
    await passer!.send({ type: "leave", room: left }, { type: "join", room: "#0" }, {
      type: "join",
      room: "#яя",
    });
    const names: string[] = [];
    for (let more: true | undefined = true; more;) {
      const answer = await ana.skipTo("rooms");
      names.push(...answer.rooms.map(({ name }) => name));
      more = answer.more;
    }
    assertEquals(new Set(names).size, names.length);
    const staying = names.filter((name) => ![left, "#0", "#яя"].includes(name));
    assertEquals(
      staying.toSorted(),
      ["#geral", ...longRooms(MEMBERS * ROOMS, 0).slice(1)].toSorted(),
    );
  },
);

testOverStores("clients that resume and do not read hold one page each", async ({ args }) => {
  // The total of all queues is less than what the clients missed in one room each.
  await using server = await startServer({
    args: [...args, "--max-total-send-queue", `${1024 * 1024}`],
  });
  const rooms = Array.from({ length: 20 }, (_, index) => `#sala${index}`);
  const MESSAGES = 8;
  await using ana = await Peer.json(server, "Ana");
  await ana.send(...rooms.map((room) => ({ type: "join", room })));
  for (const room of rooms) {
    const said = Array.from({ length: MESSAGES }, (_, ref) => ({
      ...{ type: "say", room, text: LONG, ref },
    }));
    await ana.send(...said);
    while ((await ana.skipTo("ack")).ref !== MESSAGES - 1);
  }
  const resume = Object.fromEntries(rooms.map((room) => [room, 0]));
  const peers: Peer[] = [];
  for (let index = 0; index < 6; index++) {
    const peer = await Peer.connect(server, { reads: false });
    peers.push(peer);
    await peer.send({ type: "hello", name: `guest${index}`, version: 1, resume });
  }
  // Another client signs in and sends a message meanwhile.
  await using bob = await Peer.json(server, "Bob");
  await bob.send({ type: "say", room: "#geral", text: "oi", ref: 1 });
  await bob.skipTo("ack");
  for (const peer of peers) {
    const ids = await readAll(peer, rooms.length * MESSAGES);
    assertEquals(ids.size, rooms.length);
    for (const room of rooms) assertEquals(ids.get(room), [1, 2, 3, 4, 5, 6, 7, 8], room);
  }
  for (const peer of peers) await peer[Symbol.asyncDispose]();
});

/** Reads frames until histories contained `count` messages; returns their ids by room. */
async function readAll(peer: Peer, count: number): Promise<Map<string, number[]>> {
  const decoder = new FrameDecoder({ maxLength: Infinity });
  const buffer = new Uint8Array(4 * 1024);
  const ids = new Map<string, number[]>();
  const decode = new TextDecoder();
  for (let left = count; left > 0;) {
    const read = await peer.conn.read(buffer);
    assert(read !== null, `The connection ended with ${left} left`);
    for (const frame of decoder.push(buffer.subarray(0, read))) {
      const event = JSON.parse(decode.decode(frame));
      assert(event.type !== "error", JSON.stringify(event));
      if (event.type !== "history") continue;
      left -= event.messages.length;
      ids.set(event.room, [
        ...ids.get(event.room) ?? [],
        ...event.messages.map(({ id }: { id: number }) => id),
      ]);
    }
  }
  return ids;
}

testOverTransports(
  "a client that is gone leaves the queue with all its requests",
  async (start) => {
    await using server = await start({ args: ["--rate", "1", "--burst", "100"] });
    await using ana = await Peer.json(server, "Ana");
    await using relay = await relayFrom("127.0.0.2", server);
    await using gone = await Peer.connect(relay.server, { reads: false });
    await gone.send(
      { type: "hello", name: "Gone", version: 1 },
      { type: "ping", padding: "x".repeat(60_000) },
      // At the message rate these would take half an hour.
      ...Array.from({ length: 2_000 }, (_, ref) => ({ type: ref % 2 ? "list" : "ping", ref })),
    );
    await ana.skipTo("joined");
    await relay[Symbol.asyncDispose]();
    await ana.skipTo("left");
  },
  { web: true },
);
