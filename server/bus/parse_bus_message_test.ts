import { assertEquals } from "@std/assert";
import type { Rule } from "../store/rule_store.ts";
import type { Announcement, Delivery } from "./bus.ts";
import type { ModerationAction } from "./moderation_action.ts";
import { type BusMessage, parseBusMessage } from "./parse_bus_message.ts";

const MESSAGE = { id: 1, room: "#geral", from: "Ana", text: "oi", at: 1 };

const CHANGE = { id: 8, type: "edited", about: 7, from: "Ana", at: 2, text: "c" } as const;

/** A delivery of one entry, which may be wrong. */
function deliveryOf(entry: Record<string, unknown>): string {
  return JSON.stringify({ delivery: { ...DELIVERY, entries: [entry] } });
}

const DELIVERY: Delivery = {
  kind: "room",
  conversation: "#geral",
  entries: [MESSAGE],
  sessions: ["s1"],
};

const ANNOUNCEMENT: Announcement = {
  event: { type: "joined", room: "#geral", name: "Ana" },
  rooms: ["#geral"],
  except: "s1",
};

const RULE: Rule = {
  ...{ room: "#geral", kind: "ban", subject: "bia", name: "Bia", identities: ["b"] } as const,
  ...{ text: "spam", by: "Ana", at: 1, until: 2 },
};

const ACTION: ModerationAction = {
  room: "#geral",
  changes: [{ put: RULE }, { drop: { room: "#geral", kind: "topic", subject: "" }, endedBy: 9 }],
  event: { type: "banned", room: "#geral", name: "Bia", by: "Ana", reason: "spam", until: 2 },
  identities: ["b"],
  session: "s1",
};

const MESSAGES: readonly BusMessage[] = [
  { delivery: DELIVERY },
  { delivery: { ...DELIVERY, entries: [{ ...CHANGE, room: "#geral" }] } },
  {
    delivery: {
      kind: "direct",
      conversation: "@ana\nbia",
      entries: [
        { id: 7, from: "Ana", to: "Bia", text: "a\nb", at: 1, reply: { id: 3 }, action: true },
        { ...CHANGE, to: "Bia", target: { from: "Ana", at: 1 } },
      ],
      sessions: ["", "s1"],
    },
  },
  { last: { conversation: "#geral", last: 3 } },
  { announcement: ANNOUNCEMENT },
  {
    announcement: {
      event: { type: "renamed", from: "Ana", name: "Bia" },
      rooms: ["#geral", "#jogos"],
      except: "ana",
    },
  },
  {
    announcement: {
      event: { type: "away", name: "Ana", text: "almoço" },
      rooms: ["#geral", "#jogos"],
      except: "s1",
    },
  },
  { announcement: { event: { type: "away", name: "Ana" }, rooms: ["#geral"], except: "s1" } },
  { action: ACTION },
  {
    action: {
      ...ACTION,
      changes: [],
      event: { type: "left", room: "#geral", name: "Bia", by: "Ana" },
    },
  },
  { wake: true },
  { resync: true },
  { probe: "Érica" },
];

Deno.test("parseBusMessage returns what nodes send unchanged", () => {
  for (const message of MESSAGES) assertEquals(parseBusMessage(JSON.stringify(message)), message);
});

Deno.test("parseBusMessage drops unknown fields", () => {
  const deep = JSON.parse("[".repeat(50_000) + "]".repeat(50_000));
  const message = {
    delivery: { ...DELIVERY, deep, entries: [{ ...MESSAGE, deep, __proto__: 1 }] },
    deep,
  };
  const read = parseBusMessage(nested(message, deep));
  assertEquals(read, { delivery: DELIVERY });
});

Deno.test("parseBusMessage refuses whatever has an invalid field, wherever it is", () => {
  const invalid = [null, Infinity, -1, 1.5, "", [], {}, true, "\u001b[2J", "x".repeat(9_000_000)];
  for (const message of MESSAGES.slice(0, 7)) {
    for (const path of paths(message)) {
      const kind = typeof valueAt(message, path);
      for (const value of invalid) {
        const read = parseBusMessage(spoil(message, path, value));
        // Accepted values have the right type: lists may be empty, and keys may be any text.
        const shown = `${path.join(".")}: ${JSON.stringify(value).slice(0, 50)}`;
        if (read !== undefined) assertEquals([typeof value, value === null], [kind, false], shown);
        if (read !== undefined) assertEquals(valueAt(read, path), value, shown);
      }
    }
  }
});

Deno.test("parseBusMessage refuses what is not a message of a node", () => {
  const refused = [
    ...["", "null", "1", '"x"', "[]", "{}", "{", "\0", "[".repeat(1_000_000)],
    ...['{"delivery":null}', '{"delivery":[]}', '{"action":null}', '{"announcement":null}'],
    ...[
      '{"last":null}',
      '{"last":1}',
      '{"wake":false}',
      '{"probe":""}',
      '{"probe":"a\\nb"}',
      '{"probe":1}',
      '{"resync":null}',
      '{"resync":1}',
    ],
    ...['{"__proto__":{"resync":true}}', '{"last":{"conversation":"#a","last":1e400}}'],
    '{"last":{"conversation":"#a","last":-1}}',
    JSON.stringify({ delivery: { ...DELIVERY, sessions: [] } }),
    JSON.stringify({ delivery: { ...DELIVERY, kind: "direct" } }),
    JSON.stringify({ delivery: { ...DELIVERY, conversation: "#jogos" } }),
    JSON.stringify({ delivery: { ...DELIVERY, entries: [{ ...MESSAGE, id: 0 }] } }),
    JSON.stringify({ delivery: { ...DELIVERY, entries: [{ ...MESSAGE, id: "1" }] } }),
    JSON.stringify({ delivery: { ...DELIVERY, entries: [{ ...MESSAGE, from: "A\nB" }] } }),
    JSON.stringify({ delivery: { ...DELIVERY, entries: { length: 1 } } }),
    ...[{ id: 0 }, { about: 0 }, { room: "#jogos" }, { room: undefined }, { type: "said" }]
      .map((wrong) => deliveryOf({ ...CHANGE, room: "#geral", ...wrong })),
    ...[{ from: "A\nB" }, { at: -1 }, { text: 1 }, { reason: "x".repeat(401) }, { removed: false }]
      .map((wrong) => deliveryOf({ ...CHANGE, room: "#geral", ...wrong })),
    ...[{ emoji: "" }, { target: "Ana" }, { target: { from: "Ana" } }]
      .map((wrong) => deliveryOf({ ...CHANGE, room: "#geral", ...wrong })),
    ...[{ reply: { id: 0 } }, { action: 1 }, { rev: 0 }, { reactions: [{}] }, { deleted: {} }]
      .map((wrong) => deliveryOf({ ...MESSAGE, ...wrong })),
    deliveryOf({ ...MESSAGE, text: undefined, deleted: { by: "Ana", at: 1 } }),
    JSON.stringify({ announcement: { ...ANNOUNCEMENT, rooms: ["#jogos"] } }),
    JSON.stringify({ announcement: { ...ANNOUNCEMENT, event: { type: "welcome" } } }),
    JSON.stringify({ announcement: { ...ANNOUNCEMENT, event: { type: "__proto__" } } }),
    JSON.stringify({ action: { ...ACTION, changes: [{ put: { ...RULE, kind: "king" } }] } }),
    JSON.stringify({ action: { ...ACTION, changes: [{}] } }),
    JSON.stringify({ action: { ...ACTION, event: { type: "message", ...MESSAGE } } }),
  ];
  for (const json of refused) assertEquals(parseBusMessage(json), undefined, json.slice(0, 200));
});

/** Paths to all values inside a value. */
function paths(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...paths(inner).map((path) => [key, ...path]),
  ]);
}

function valueAt(message: BusMessage, path: readonly string[]): unknown {
  return path.reduce((value: unknown, key) => (value as Record<string, unknown>)[key], message);
}

function spoil(message: BusMessage, path: readonly string[], value: unknown): string {
  const copy = structuredClone(message) as Record<string, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[path.at(-1)!] = value;
  // JSON.stringify cannot write a number that JSON.parse reads as Infinity.
  return JSON.stringify(copy, (_, value) => value === Infinity ? "\u0001" : value)
    .replaceAll('"\\u0001"', "1e400");
}

/** JSON of a value with a list nested too deeply for `JSON.stringify`. */
function nested(value: unknown, deep: unknown): string {
  return JSON.stringify(value, (key, inner) => key === "deep" || inner === deep ? "\u0001" : inner)
    .replaceAll('"\\u0001"', "[".repeat(50_000) + "]".repeat(50_000));
}
