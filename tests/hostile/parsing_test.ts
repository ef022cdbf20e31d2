import { assertEquals, assertMatch } from "@std/assert";
import { testOverStores } from "../support/over_stores.ts";
import { testOverTransports } from "../support/over_transports.ts";
import { Peer } from "../support/peer.ts";
import { startServer } from "../support/server.ts";

/** As many marks as fit a frame, of two kinds, so that normalizing moves each of one kind past all of the other. */
const MARKS = `a${"\u0301".repeat(16_000)}${"\u0323".repeat(16_000)}`;

/** As many marks as a message may have characters. */
const MARKED = `a${"\u0301\u0323".repeat(1_999)}`;

/** Text that once took quadratic time to tell from an address. */
const COLONS = `${":".repeat(60_000)}x`;

testOverTransports(
  "a text that is too long or has too many marks is refused",
  async (startServer) => {
    await using server = await startServer();
    await using alice = await Peer.json(server, "Alice");
    await using bob = await Peer.json(server, "Bob");
    await alice.message("joined");
    const requests = [
      [{ type: "who", room: MARKS }, "bad_room"],
      [{ type: "join", room: MARKS }, "bad_room"],
      [{ type: "leave", room: `#${MARKED}` }, "bad_room"],
      [{ type: "join", room: `a${"\u0301".repeat(31)}` }, "bad_room"],
      [{ type: "direct", to: MARKS, text: "oi" }, "bad_name"],
      [{ type: "rename", name: MARKED }, "bad_name"],
      [{ type: "history", with: MARKS }, "bad_name"],
      [{ type: "ban", name: COLONS }, "bad_name"],
      [{ type: "unban", name: COLONS, room: "#geral" }, "bad_name"],
      [{ type: "unban", name: `${COLONS}/64` }, "bad_name"],
      [{ type: "kick", room: "#geral", name: "Alice", reason: MARKS }, "too_long"],
      [
        { type: "kick", room: "#geral", name: "Alice", reason: `a${"\u0301".repeat(31)}` },
        "bad_text",
      ],
      [{ type: "topic", room: "#geral", text: MARKED.slice(0, 300) }, "bad_text"],
      [{ type: "search", terms: MARKED.slice(0, 100) }, "bad_text"],
      [{ type: "search", terms: "a".repeat(129) }, "too_long"],
      [{ type: "register", password: MARKS }, "bad_password"],
      [{ type: "register", password: MARKED.slice(0, 500) }, "bad_password"],
      [{ type: "login", name: "Alice", password: MARKS }, "bad_password"],
      [{ type: "passwd", password: MARKS, new: "outra senha" }, "bad_password"],
      [{ type: "say", room: "#geral", text: MARKS }, "too_long"],
      [{ type: "say", room: "#geral", text: MARKED }, "bad_text"],
      [{ type: "direct", to: "Alice", text: MARKED }, "bad_text"],
    ] as const;
    await bob.send(...requests.map(([request], ref) => ({ ...request, ref })));
    for (const [ref, [request, code]] of requests.entries()) {
      const error = await bob.message("error");
      const said = JSON.stringify(request).slice(0, 60);
      assertEquals([error.ref, error.code], [ref, code], said);
    }
    // 30 marks in a row are allowed, and the session goes on.
    const text = `a${"\u0301".repeat(30)}`;
    await bob.send({ type: "say", room: "#geral", text });
    assertEquals((await alice.message("message")).text, text);
  },
  { web: true },
);

testOverTransports(
  "a message with too many values or bytes for its type is refused",
  async (startServer) => {
    await using server = await startServer();
    await using alice = await Peer.json(server, "Alice");
    // Numeric keys with the same low bits, which collide in V8's hash tables.
    const strings = Array.from({ length: 5_000 }, (_, nth) => `${nth * 2 ** 17}`);
    const refused = [
      { type: "ping", x: strings },
      { type: "ping", x: strings.slice(0, 20) },
      { type: "ping", x: Object.fromEntries(strings.slice(0, 50).map((key) => [key, 1])) },
      { type: "hello", name: "Alice", version: 1, x: strings },
      { type: "say", room: "#geral", text: "oi", x: Array(3_000).fill({}) },
      { type: "ping", x: "x".repeat(60_000) },
    ];
    for (const message of refused) {
      await alice.send(message);
      assertEquals((await alice.message("error")).code, "bad_message");
    }
    await alice.send(`{"type":"ping","x":${"[".repeat(20_000)}`);
    assertEquals((await alice.message("error")).code, "bad_message");
    // Unknown fields are still ignored, within limits.
    await alice.send({ type: "ping", x: strings.slice(0, 5), y: { z: [1, 2, 3] }, ref: "1" });
    assertEquals((await alice.message("pong")).ref, "1");
    await using bob = await Peer.connect(server);
    await bob.send({ type: "hello", name: "Bob", version: 1, x: strings.slice(0, 250) });
    assertEquals((await bob.message("error")).code, "bad_message");
    // As many rooms as `hello` may resume.
    const resume = Object.fromEntries(Array.from({ length: 99 }, (_, nth) => [`#sala${nth}`, 0]));
    await bob.send({ type: "hello", name: "Bob", version: 1, resume });
    await bob.message("welcome");
  },
  { web: true },
);

Deno.test("the same is refused in a first frame and in the text dialect", async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.connect(server);
  await bob.send(`a${"\u0301".repeat(2_000)}`, `/login Bob ${"\u0301".repeat(2_000)}`);
  assertMatch(await bob.next(), /^\[ERRO\] ".*" é longo demais/);
  assertMatch(await bob.next(), /^\[ERRO\] A senha deve ter pelo menos 8 caracteres/);
  await bob.send("Bob");
  await bob.until("[SYS] Você entrou em #geral.");
  const lines = [
    [`/ban ${COLONS}`, /^\[ERRO\] ".*" é longo demais/],
    [`/ban * ${COLONS}`, /^\[ERRO\] ".*" é longo demais/],
    [`/unban ${COLONS}/64`, /^\[ERRO\] ".*" é longo demais/],
    [`/ban Ana ${"9".repeat(60_000)} x`, /^\[ERRO\] "9+…" não é um número de 1 a/],
    [`/kick Ana ${MARKED.slice(0, 200)}`, /^\[ERRO\] Acentos demais/],
    [`/topic ${MARKED.slice(0, 300)}`, /^\[ERRO\] Acentos demais/],
    [`/join ${MARKS}`, /^\[ERRO\] ".*" é longo demais/],
    [`/nick ${MARKS}`, /^\[ERRO\] ".*" é longo demais/],
    [`/msg ${MARKS} oi`, /^\[ERRO\] ".*" é longo demais/],
    [`/msg Alice ${MARKED}`, /^\[ERRO\] Acentos demais/],
    [`/search ${MARKED.slice(0, 100)}`, /^\[ERRO\] Acentos demais/],
    [`/register ${MARKED.slice(0, 500)}`, /^\[ERRO\] A senha deve ter/],
    [MARKED, /^\[ERRO\] Acentos demais/],
    [MARKS, /^\[ERRO\] Mensagem longa demais/],
  ] as const;
  for (const [line, answer] of lines) {
    await bob.send(line);
    assertMatch(await bob.next(), answer);
  }
  await bob.send("ainda aqui");
  assertEquals(await alice.next(), "[#geral] Bob: ainda aqui");
});

Deno.test("names and rooms with stray marks are refused", async () => {
  await using server = await startServer();
  await using jose = await Peer.json(server, "José");
  for (const name of ["José\u0301", "Bo\u0338b", "Bob\u20dd", "Bobː", `B${"\u0301".repeat(31)}`]) {
    await using peer = await Peer.connect(server);
    await peer.send({ type: "hello", name, version: 1 });
    assertEquals((await peer.message("error")).code, "bad_name", name);
    await jose.send({ type: "rename", name }, { type: "join", room: name });
    assertEquals((await jose.message("error")).code, "bad_name", name);
    assertEquals((await jose.message("error")).code, "bad_room", name);
  }
  for (const name of ["Nguyễn", "Adébọ̀wálé", "देवी", "สมชาย", "مُحَمَّد"]) {
    await using peer = await Peer.connect(server);
    await peer.send({ type: "hello", name: name.normalize("NFD"), version: 1 });
    assertEquals((await peer.message("welcome")).name, name.normalize("NFC"));
  }
});

/** Checks that a store refuses texts with too many marks and finds those at the limit as if without marks. */
async function checkKept(db: string): Promise<void> {
  await using server = await startServer({ args: ["--db", db] });
  await using bob = await Peer.json(server, "Bob");
  const room = "#geral";
  const marked = `caf${`e${"\u0301\u0323".repeat(15)}`.repeat(120)}`;
  await bob.send({ type: "say", room, text: MARKED });
  assertEquals((await bob.message("error")).code, "bad_text");
  await bob.send({ type: "say", room, text: marked }, { type: "say", room, text: "JOSE\u0301" });
  for (let count = 0; count < 2; count++) await bob.skipTo("message");
  const find = async (terms: string) => {
    await bob.send({ type: "search", terms });
    return (await bob.skipTo("found")).messages.map(({ text }) => text);
  };
  assertEquals(await find("josé"), ["JOSE\u0301"]);
  assertEquals(await find(`caf${"e".repeat(100)}`), [marked]);
  await bob.send({ type: "history", room });
  assertEquals((await bob.skipTo("history")).messages.map(({ text }) => text), [
    marked,
    "JOSE\u0301",
  ]);
}

testOverStores(
  "marks are stored up to the limit and ignored by search",
  ({ db }) => checkKept(db),
);
