import { assertEquals } from "@std/assert";
import { isChange } from "./changes.ts";
import type { ClientMessage } from "./client_messages.ts";
import { parseClientMessage } from "./parse_client_message.ts";

/** The parsed message, or the code of what is wrong with it. */
function parse(message: Record<string, unknown>): ClientMessage | string {
  const parsed = parseClientMessage(JSON.stringify(message));
  return parsed.ok ? parsed.message : parsed.problem.code;
}

Deno.test("parseClientMessage reads requests to change a message", () => {
  const requests: ClientMessage[] = [
    { type: "edit", room: "#x", about: 3, nonce: "n", text: "novo", ref: 1 },
    { type: "edit", with: "Bob", about: 3, text: "novo" },
    { type: "delete", room: "#x", about: 3, reason: "spam" },
    { type: "delete", with: "Bob", about: 3 },
    { type: "react", room: "#x", about: 3, emoji: "👍🏽", remove: true },
    { type: "react", with: "Bob", about: 3, nonce: "n", emoji: "🇧🇷" },
    { type: "say", room: "#x", text: "oi", reply: 3 },
    { type: "say", room: "#x", text: "acena", nonce: "n", action: true },
    { type: "direct", to: "Bob", text: "oi", reply: 3, action: true },
    { type: "history", room: "#x", after: 0, limit: 2 },
    { type: "history", with: "Bob", around: 3 },
    { type: "hello", name: "Ana", version: 1, changes: true },
  ];
  for (const request of requests) {
    assertEquals(parse({ ...request, other: 1 }), request);
  }
  assertEquals(parse({ type: "react", room: "x", about: 1, emoji: "👍", remove: false }), {
    ...{ type: "react", room: "#x", about: 1, emoji: "👍" },
  });
  assertEquals(parse({ type: "delete", room: "x", about: 1, reason: " a\n b " }), {
    ...{ type: "delete", room: "#x", about: 1, reason: "a b" },
  });
});

Deno.test("parseClientMessage refuses changes that have no place, message or content", () => {
  const edit = { type: "edit", room: "#x", about: 3, text: "novo" };
  const react = { type: "react", room: "#x", about: 3, emoji: "👍" };
  const wrong: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ ...edit, with: "Bob" }, "bad_message"],
    [{ ...edit, room: undefined }, "bad_message"],
    [{ ...edit, room: "a b" }, "bad_room"],
    [{ ...edit, room: undefined, with: "a b" }, "bad_name"],
    ...[0, -1, 1.5, "3", 2 ** 53, undefined].map((about) =>
      [{ ...edit, about }, "bad_message"] as const
    ),
    [{ ...edit, text: " " }, "bad_message"],
    [{ ...edit, text: undefined }, "bad_message"],
    [{ ...edit, text: "x".repeat(4_001) }, "too_long"],
    [{ ...edit, text: `a${"\u0301".repeat(31)}` }, "bad_text"],
    [{ ...edit, nonce: "x".repeat(129) }, "too_long"],
    [{ ...edit, type: "delete", reason: "x".repeat(201) }, "too_long"],
    ...["", "a", "👍👍", "👍".repeat(1_000), "❤", 1, null, undefined].map((emoji) =>
      [{ ...react, emoji }, "bad_message"] as const
    ),
    [{ ...react, remove: 1 }, "bad_message"],
    ...[0, -1, "1"].map((reply) =>
      [{ type: "say", room: "#x", text: "oi", reply }, "bad_message"] as const
    ),
    [{ type: "say", room: "#x", text: "oi", action: "yes" }, "bad_message"],
    [{ type: "history", room: "#x", before: 1, after: 1 }, "bad_message"],
    [{ type: "history", room: "#x", after: 1, around: 1 }, "bad_message"],
    [{ type: "history", room: "#x", after: -1 }, "bad_message"],
    [{ type: "history", room: "#x", around: 0 }, "bad_message"],
    [{ type: "hello", name: "Ana", version: 1, changes: "yes" }, "bad_message"],
  ];
  for (const [request, code] of wrong) {
    assertEquals(parse(request), code, JSON.stringify(request).slice(0, 100));
  }
});

Deno.test("isChange tells changes from messages", () => {
  const change = { type: "deleted", id: 2, about: 1, from: "Ana", at: 1 } as const;
  assertEquals([change, { id: 1, room: "#x", from: "Ana", text: "", at: 1 }].map(isChange), [
    true,
    false,
  ]);
});
