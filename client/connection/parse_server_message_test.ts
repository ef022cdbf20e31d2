import { assertEquals } from "@std/assert";
import { parseServerMessage } from "./parse_server_message.ts";

const LIMITS = { frame: 65_536, text: 4_000, name: 32, room: 64 };

const SAID = { id: 1, room: "#geral", from: "Bia", text: "oi", at: 1 };

const STATE = {
  ...SAID,
  reply: { id: 1, from: "Ana", text: "olá" },
  action: true,
  edited: 2,
  reactions: [{ emoji: "👍", count: 21, names: ["Ana", "Bia"] }],
  rev: 4,
};

const CHANGE = { type: "edited", id: 3, about: 1, from: "Bia", at: 2, text: "oi!" };

/** A change whose message is gone. */
const EMPTY = { type: "reacted", id: 4, about: 2, from: "Bia", at: 2, removed: true };

/** One message of each shape. */
const MESSAGES: readonly Readonly<Record<string, unknown>>[] = [
  {
    ...{ type: "welcome", name: "Ana", server: "chat/0", version: 1, room: "#geral" },
    ...{ limits: LIMITS, token: "t", registered: true },
  },
  { type: "joined", room: "#geral", name: "Ana" },
  { type: "left", room: "#geral", name: "Ana", by: "Bia", reason: "spam" },
  { type: "message", ...SAID },
  { type: "direct", id: 1, from: "Bia", to: "Ana", text: "a\u001b[2J", at: 1 },
  { type: "history", room: "#geral", messages: [SAID], more: false, lost: 1 },
  {
    ...{ type: "history", room: "#geral", messages: [STATE], changes: [CHANGE, EMPTY] },
    ...{ first: 1, last: 4, more: false, moreAfter: true, mine: { 1: ["👍"] }, ref: 1 },
  },
  { type: "message", ...STATE },
  { room: "#geral", ...CHANGE },
  { type: "deleted", with: "Bia", id: 5, about: 1, from: "Ana", at: 1, reason: "spam" },
  { type: "reacted", room: "#geral", id: 5, about: 1, from: "Ana", at: 1, emoji: "👍" },
  { type: "found", messages: [SAID], more: true, ref: 1 },
  { type: "rooms", rooms: [{ name: "#geral", members: 1, topic: "x", at: 1 }], more: true },
  { type: "members", room: "#geral", names: ["Ana"], ops: ["Ana"] },
  { type: "members", room: "#geral", names: ["Ana"], away: { Ana: "almoço" } },
  { type: "away", name: "Ana", text: "almoço" },
  { type: "away", name: "Ana", ref: 1 },
  { type: "whois", name: "Ana", registered: true, since: 1, idle: 0, rooms: ["#geral"] },
  {
    ...{ type: "whois", name: "Ana", registered: false, since: 1, idle: 5, away: "a" },
    ...{ rooms: [], address: "10.0.0.1" },
  },
  { type: "renamed", from: "Ana", name: "Bia" },
  { type: "registered", name: "Ana", ref: "r" },
  { type: "topic", room: "#geral", text: "", by: "Ana", at: 1 },
  { type: "banned", room: "#geral", name: "10.0.0.1", by: "Ana", until: 2 },
  { type: "private", room: "#geral", on: true, by: "Ana" },
  { type: "bans", bans: [{ kind: "ban", name: "Bia", by: "Ana", at: 1, until: 2 }] },
  { type: "ack", ref: "r", id: 1, at: 1 },
  { type: "error", code: "of_a_later_version", message: "!", value: "x", limit: 3 },
  { type: "notice", message: "oi" },
  { type: "ping", ref: 1 },
  { type: "bye", reason: "quit" },
];

Deno.test("parseServerMessage reads every message and fields of later versions", () => {
  for (const message of MESSAGES) {
    const later = { ...message, later: "x", level: 1, is: null, deep: { a: [] } };
    assertEquals(parseServerMessage(JSON.stringify(later)), {
      kind: "message",
      message: { ...message, later: "x", level: 1, is: null } as never,
    });
  }
  assertEquals(parseServerMessage('{"type":"hologram","x":[]}'), { kind: "unknown" });
  const { text: _, ...said } = SAID;
  const deleted = { ...said, deleted: { by: "Ana", at: 2, reason: "spam" }, rev: 3 };
  const history = { type: "history", room: "#geral", messages: [deleted], more: false };
  assertEquals(parseServerMessage(JSON.stringify(history)), {
    kind: "message",
    message: { ...history, messages: [{ ...deleted, text: "" }] } as never,
  });
  assertEquals(parseServerMessage(JSON.stringify({ type: "message", ...deleted })), {
    kind: "message",
    message: { type: "message", ...deleted, text: "" } as never,
  });
});

/** Messages of a room with one field of their state wrong. */
function states(...wrong: readonly Record<string, unknown>[]): string[] {
  return wrong.map((fields) => JSON.stringify({ type: "message", ...STATE, ...fields }));
}

/** Messages of a hostile server. */
const HOSTILE: readonly string[] = [
  ...["", "null", "1", "[]", "{", "{}", '{"type":1}', '{"type":null}', "[".repeat(100_000)],
  ...welcomes({ name: "(a+)+b" }, { name: "" }, { name: "a\u001b[2J" }, { name: "x".repeat(65) }),
  ...welcomes({ name: 1 }, { name: ["Ana"] }, { name: `a${"\u0301".repeat(60)}` }),
  ...welcomes({ room: "geral" }, { room: "#" }, { room: "#a\nb" }, { room: `#${"x".repeat(129)}` }),
  ...welcomes({ limits: null }, { limits: [] }, { limits: { ...LIMITS, text: undefined } }),
  ...[0, -1, 1.5, "4000", 1e300, null, true].flatMap((bad) => {
    return Object.keys(LIMITS).flatMap((key) => welcomes({ limits: { ...LIMITS, [key]: bad } }));
  }),
  ...welcomes({ token: "" }, { token: "x".repeat(10_000) }, { token: 1 }, { version: 2 }),
  ...welcomes({ registered: "yes" }, { server: "x".repeat(1_000_000) }),
  JSON.stringify(MESSAGES[0]).replace('"text":4000', '"text":1e400'),
  ...[0, -1, 1.5, "1", null, 2 ** 53].map((id) => JSON.stringify({ type: "message", ...SAID, id })),
  ...[-1, 8.64e15 + 1, "1", null].map((at) => JSON.stringify({ type: "message", ...SAID, at })),
  JSON.stringify({ type: "message", ...SAID, from: "a\u202eb" }),
  JSON.stringify({ type: "message", ...SAID, from: "x".repeat(1_000) }),
  JSON.stringify({ type: "message", ...SAID, room: {} }),
  JSON.stringify({ type: "message", ...SAID, text: undefined }),
  ...states({ reply: 1 }, { reply: { id: 0 } }, { reply: { id: 1, text: "x".repeat(401) } }),
  ...states({ reply: { id: 1, from: "a\u202eb" } }, { action: 1 }, { edited: -1 }, { rev: 0 }),
  ...states({ deleted: true }, { deleted: { by: "Ana" } }, { reactions: {} }),
  ...states({ deleted: { by: "Ana", at: 1, reason: "x".repeat(401) } }),
  ...states({ reactions: Array(21).fill(STATE.reactions[0]) }),
  ...[{ emoji: "" }, { emoji: "👍".repeat(17) }, { count: 0 }, { names: Array(21).fill("Ana") }]
    .flatMap((wrong) => states({ reactions: [{ ...STATE.reactions[0], ...wrong }] })),
  ...[{ id: 0 }, { about: "1" }, { from: "" }, { at: null }, { text: 1 }, { emoji: [] }]
    .map((wrong) => JSON.stringify({ ...CHANGE, room: "#geral", ...wrong })),
  ...[{ changes: {} }, { changes: [null] }, { changes: [{ ...CHANGE, type: "said" }] }]
    .map((wrong) => JSON.stringify({ type: "history", messages: [], more: false, ...wrong })),
  ...[{ changes: Array(1_001).fill(CHANGE) }, { first: 0 }, { last: "1" }, { moreAfter: 1 }]
    .map((wrong) => JSON.stringify({ type: "history", messages: [], more: false, ...wrong })),
  ...[[], { 1: "👍" }, { 1: [1] }, { 1: Array(21).fill("👍") }, { ["1".repeat(17)]: [] }]
    .map((mine) => JSON.stringify({ type: "history", messages: [], more: false, mine })),
  JSON.stringify({ type: "history", room: "#geral", messages: Array(201).fill(SAID), more: false }),
  JSON.stringify({ type: "history", room: "#geral", messages: [null], more: false }),
  JSON.stringify({ type: "history", room: "#geral", messages: { length: 9 }, more: false }),
  JSON.stringify({ type: "history", room: "#geral", messages: [], more: "true" }),
  JSON.stringify({ type: "history", room: "#geral", messages: [], more: false, lost: 0 }),
  JSON.stringify({ type: "found", messages: [{ ...SAID, room: undefined }], more: false }),
  JSON.stringify({ type: "rooms", rooms: [null] }),
  JSON.stringify({ type: "rooms", rooms: [{ name: "#a", members: -1 }] }),
  JSON.stringify({ type: "rooms", rooms: [{ name: "#a", members: "9" }] }),
  JSON.stringify({ type: "rooms", rooms: Array(100_001).fill({ name: "#a", members: 1 }) }),
  JSON.stringify({ type: "members", room: "#geral", names: [1] }),
  JSON.stringify({ type: "members", room: "#geral", names: ["a b"] }),
  JSON.stringify({ type: "members", room: "#geral", names: ["Ana"], ops: "Ana" }),
  JSON.stringify({ type: "members", room: "#geral", names: [], more: 1 }),
  JSON.stringify({ type: "renamed", from: "Ana", name: "[" }),
  JSON.stringify({ type: "joined", room: "#geral", name: "a".repeat(100) }),
  JSON.stringify({ type: "joined", room: "#geral", name: "Ana", ref: {} }),
  JSON.stringify({ type: "joined", room: "#geral", name: "Ana", ref: "x".repeat(1_000) }),
  JSON.stringify({ type: "banned", name: "Bia", by: "Ana", until: 1e300 }),
  JSON.stringify({ type: "bans", bans: [{ kind: "king", name: "Bia", by: "Ana", at: 1 }] }),
  JSON.stringify({ type: "topic", room: "#geral", text: "x".repeat(10_000) }),
  JSON.stringify({ type: "private", room: "#geral", on: "yes", by: "Ana" }),
  JSON.stringify({ type: "ack", id: 1, at: 1 }),
  JSON.stringify({ type: "error", code: 1, message: "!" }),
  JSON.stringify({ type: "error", code: "busy", message: "x".repeat(1_000_000) }),
  JSON.stringify({ type: "notice" }),
  JSON.stringify({ type: "bye", reason: ["moving"] }),
];

Deno.test("parseServerMessage ignores messages of the wrong shape, size or range", () => {
  for (const json of HOSTILE) {
    assertEquals(parseServerMessage(json), { kind: "unreadable" }, json.slice(0, 200));
  }
});

Deno.test("parseServerMessage does not parse objects with too many numeric keys", () => {
  const members = (count: number) => {
    const names = Array.from({ length: count }, (_, index) => `${index}`);
    return JSON.stringify({ type: "members", room: "#geral", names });
  };
  // As many numeric keys as fit a message of 16 KiB.
  assertEquals(parseServerMessage(members(2_600)).kind, "message");
  // If it were parsed, its type would be unknown.
  const hostile = `{"type":"hologram","x":[${'"131072",'.repeat(7_000)}0]}`;
  assertEquals(parseServerMessage(hostile), { kind: "unreadable" });
});

Deno.test("parseServerMessage keeps a field called __proto__ like any other", () => {
  const read = parseServerMessage('{"type":"notice","message":"oi","__proto__":"x"}');
  assertEquals(
    JSON.stringify(read),
    '{"kind":"message","message":{"type":"notice","message":"oi","__proto__":"x"}}',
  );
});

function welcomes(...changes: readonly Record<string, unknown>[]): string[] {
  return changes.map((change) => JSON.stringify({ ...MESSAGES[0], ...change }));
}
