import { assertEquals } from "@std/assert";
import { encodeFrames } from "../../protocol/framing/encode_frame.ts";
import { testOverTransports } from "../support/over_transports.ts";
import { Peer } from "../support/peer.ts";
import { untilAnswered } from "../support/room_fixture.ts";
import { startServer } from "../support/server.ts";

type Asked = Record<string, unknown>;

/** Requests that must be answered, each with any answer. */
const REQUESTS: readonly Asked[] = [
  { type: "history", room: "#x" },
  { type: "history", with: "Carol" },
  { type: "search", terms: "oi" },
  { type: "search", terms: "oi", room: "#x" },
  { type: "list" },
  { type: "who", room: "#x" },
  { type: "whois", name: "Carol" },
  { type: "whois", name: "Nobody" },
  { type: "away", text: "oi" },
  { type: "away" },
  { type: "bans", room: "#x" },
  { type: "join", room: "#x" },
  { type: "leave", room: "#x" },
  { type: "topic", room: "#x" },
  { type: "kick", room: "#x", name: "Carol" },
  { type: "say", room: "#x", text: "oi" },
  { type: "direct", to: "Carol", text: "oi" },
  { type: "direct", to: "Nobody", text: "oi" },
  { type: "say", room: "#x", text: "oi", reply: 1 },
  { type: "edit", room: "#x", about: 1, text: "olá" },
  { type: "react", room: "#x", about: 1, emoji: "👍" },
  { type: "delete", room: "#x", about: 1_000_000 },
  { type: "delete", with: "Carol", about: 1_000_000 },
  { type: "edit", with: "Nobody", about: 1, text: "olá" },
  { type: "rename", name: "Ana" },
  { type: "rename", name: "Carol" },
  { type: "logout" },
  { type: "ping" },
];

/** Transports to test; not TLS, where each small write waits 40 ms and the session is the same. */
const KINDS = [
  ["TCP", {}],
  ["WebSocket", { transport: "websocket" }],
  ["SQLite", {}],
] as const;

/** Takes frames until each ref was answered; returns the refs of all answers. */
async function refsUntil(peer: Peer, refs: Iterable<unknown>): Promise<unknown[]> {
  const missing = new Set(refs);
  const answered: unknown[] = [];
  while (missing.size > 0) {
    const { ref, more, type } = JSON.parse(await peer.next());
    // The next page of a history has to be requested; the pages of a list come by themselves.
    if (ref === undefined || more && type !== "history" && type !== "found") continue;
    answered.push(ref);
    missing.delete(ref);
  }
  return answered;
}

/** Sends requests in one write; counts the answers to each up to the answer of a final request. */
async function countAnswers(peer: Peer, requests: readonly Asked[]): Promise<number[]> {
  await peer.send(...requests.map((request, ref) => ({ ...request, ref })));
  const first = await refsUntil(peer, requests.keys());
  // Such requests are answered one at a time, so a second answer would have come by now.
  const barrier = ["list", "history"].map((type) => ({ type, room: "#geral", ref: type }));
  await peer.send(...barrier);
  const answered = [...first, ...await refsUntil(peer, ["list", "history"])];
  return requests.map((_, ref) => answered.filter((one) => one === ref).length);
}

function describe(requests: readonly Asked[]): string {
  return requests.map((request) => JSON.stringify(request)).join(", ");
}

for (const [where, options] of KINDS) {
  Deno.test(`two requests in one write get one answer each (${where})`, async () => {
    const directory = await Deno.makeTempDir();
    try {
      const args = where === "SQLite" ? ["--db", `${directory}/chat.db`] : [];
      await using server = await startServer({ ...options, args });
      await using ana = await Peer.json(server, "Ana");
      await using _ = await Peer.json(server, "Carol");
      for (const one of REQUESTS) {
        for (const other of REQUESTS) {
          await countAnswers(ana, [{ type: "join", room: "#x" }]);
          assertEquals(await countAnswers(ana, [one, other]), [1, 1], describe([one, other]));
        }
      }
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  });
}

testOverTransports(
  "history is answered if its room is left and joined again meanwhile",
  async (start) => {
    await using server = await start();
    await using ana = await Peer.json(server, "Ana");
    const room = "#x";
    for (const ask of [{ type: "history", room }, { type: "search", terms: "oi", room }]) {
      for (
        const after of [
          [{ type: "leave", room }],
          [{ type: "leave", room }, { type: "join", room }],
          [{ type: "join", room: "#y" }, { type: "leave", room }, { ...ask }],
          [{ type: "leave", room }, { type: "join", room }, { ...ask }, { ...ask }],
        ]
      ) {
        const requests = [{ type: "join", room }, { type: "say", room, text: "oi" }, ask, ...after];
        const counts = await countAnswers(ana, requests);
        assertEquals(counts, requests.map(() => 1), describe(requests));
      }
    }
  },
  { web: true },
);

Deno.test("a request during a kick is answered once", async () => {
  await using server = await startServer();
  await using ana = await Peer.json(server, "Ana");
  await ana.send({ type: "register", password: "uma senha longa", ref: 1 });
  await ana.skipTo("registered");
  await ana.send({ type: "join", room: "#x" });
  await ana.skipTo("history");
  await using bob = await Peer.json(server, "Bob");
  const room = "#x";
  for (let round = 0; round < 10; round++) {
    await countAnswers(bob, [{ type: "join", room }]);
    const requests = [
      ...[{ type: "history", room }, { type: "search", terms: "oi", room }, { type: "list" }],
      ...[{ type: "history", room }, { type: "who", room }, { type: "say", room, text: "oi" }],
    ];
    const [counts] = await Promise.all([
      countAnswers(bob, requests),
      ana.send({ type: "kick", room, name: "Bob" }),
    ]);
    assertEquals(counts, requests.map(() => 1));
    await ana.skipTo("left");
    // Bob's node may carry the kick out after Ana's has confirmed it.
    await untilAnswered(bob, { type: "history", room }, "not_in_room");
  }
});

testOverTransports("requests before quit are answered before the goodbye", async (start) => {
  await using server = await start();
  await using ana = await Peer.json(server, "Ana");
  const asked = [
    { type: "history", room: "#geral", ref: 1 },
    { type: "search", terms: "oi", ref: 2 },
    { type: "quit", ref: 3 },
  ];
  await ana.send(...asked);
  const answers = (await ana.take(3)).map((answer) => JSON.parse(answer));
  assertEquals(answers.map(({ type, ref }) => `${type} ${ref}`), ["history 1", "found 2", "bye 3"]);
}, { web: true });

Deno.test("requests are answered before a half-closed connection ends", async () => {
  await using server = await startServer();
  await using ana = await Peer.json(server, "Ana");
  await ana.write(encodeFrames([
    '{"type":"history","room":"#geral","ref":1}',
    '{"type":"search","terms":"oi","ref":2}',
  ]));
  await ana.conn.closeWrite();
  const answers = (await ana.take(2)).map((answer) => JSON.parse(answer));
  assertEquals(answers.map(({ type, ref }) => `${type} ${ref}`), ["history 1", "found 2"]);
  await ana.ended();
});
