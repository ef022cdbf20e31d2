import { assert, assertEquals } from "@std/assert";
import { MAX_QUOTE, MAX_REACTION_NAMES } from "../../protocol/limits.ts";
import type { Change } from "../../protocol/messages/changes.ts";
import { quotedPart } from "../../protocol/messages/to_quote.ts";
import { type ChangeableMessage, foldChange, foldQuote } from "./fold_change.ts";

const MESSAGE: ChangeableMessage = { id: 3, text: "oi", mine: [] };

function change(type: Change["type"], id: number, fields: Partial<Change> = {}): Change {
  return { type, id, about: 3, from: "Bia", at: id, ...fields };
}

const edited = (id: number, text: string) => change("edited", id, { text });
const reacted = (id: number, fields: Partial<Change> = {}) =>
  change("reacted", id, { emoji: "👍", ...fields });
const removed = (id: number, fields: Partial<Change> = {}) =>
  reacted(id, { removed: true, ...fields });

/** Applies changes for Ana. */
function fold(message: ChangeableMessage, ...changes: readonly Change[]): ChangeableMessage {
  return changes.reduce((state, change) => foldChange(state, change, "Ana"), message);
}

Deno.test("foldChange makes the state that the server has", () => {
  assertEquals(fold(MESSAGE, edited(4, "olá"), reacted(5), edited(6, "olá!")), {
    ...{ id: 3, text: "olá!", edited: 6, mine: [], rev: 6 },
    reactions: [{ emoji: "👍", count: 1, names: ["Bia"] }],
  });
  const said = { ...MESSAGE, reply: { id: 1 }, action: true } as const;
  const deleted = fold(
    said,
    edited(4, "x"),
    reacted(5),
    change("deleted", 6, { reason: "engano" }),
  );
  assertEquals(deleted, {
    ...{ id: 3, text: "", mine: [], rev: 6 },
    deleted: { by: "Bia", at: 6, reason: "engano" },
  });
});

Deno.test("foldChange skips known changes, those of other messages, and all after deletion", () => {
  const message = { ...MESSAGE, rev: 10 };
  for (const id of [2, 3, 9, 10]) {
    assert(foldChange(message, edited(id, "x")) === message);
  }
  assert(foldChange(MESSAGE, edited(3, "x")) === MESSAGE);
  const about = { about: 4 };
  assert(foldChange(MESSAGE, change("deleted", 11, about)) === MESSAGE);
  const gone = fold(MESSAGE, change("deleted", 4));
  assert(fold(gone, edited(5, "x"), reacted(6), change("deleted", 7)) === gone);
  const once = fold(MESSAGE, edited(5, "x"), reacted(6));
  assert(fold(once, reacted(6), edited(5, "x")) === once);
});

Deno.test("foldChange passes over changes without text or emoji, whose message is gone", () => {
  const about = { id: 3, text: "oi", mine: [] };
  assertEquals(fold(MESSAGE, change("edited", 4), change("reacted", 5)), { ...about, rev: 5 });
});

Deno.test("foldChange counts reactions in the order of their first use", () => {
  const cat = { emoji: "🐱" };
  const state = fold(MESSAGE, reacted(4, cat), reacted(5), reacted(6, { from: "Ana" }));
  assertEquals(state.reactions, [
    { emoji: "🐱", count: 1, names: ["Bia"] },
    { emoji: "👍", count: 2, names: ["Bia", "Ana"] },
  ]);
  assertEquals(state.mine, ["👍"]);
  const fewer = fold(state, removed(7, cat), removed(8), removed(9, { emoji: "🎉" }));
  assertEquals(fewer.reactions, [{ emoji: "👍", count: 1, names: ["Ana"] }]);
  const none = fold(fewer, removed(10, { from: "Ana" }));
  assertEquals([none.reactions, none.mine, none.rev], [undefined, [], 10]);
  const again = fold(fewer, reacted(10, cat));
  assertEquals(again.reactions?.map(({ emoji }) => emoji), ["👍", "🐱"]);
});

Deno.test("foldChange counts the user's own reaction once, however it learns of it", () => {
  const own = fold(MESSAGE, reacted(4, { from: "Ana" }), reacted(5, { from: "Ana" }));
  assertEquals(own.reactions, [{ emoji: "👍", count: 1, names: ["Ana"] }]);
  assertEquals(fold(MESSAGE, removed(4, { from: "Ana" })).reactions, undefined);
});

Deno.test("foldChange counts everyone and names the first", () => {
  const people = Array.from({ length: MAX_REACTION_NAMES + 2 }, (_, index) => `p${index}`);
  const state = fold(MESSAGE, ...people.map((from, index) => reacted(4 + index, { from })));
  const [{ count, names } = { count: 0, names: [] }] = state.reactions ?? [];
  assertEquals([count, names], [people.length, people.slice(0, MAX_REACTION_NAMES)]);
  // Their names are the old ones, where users have other names now.
  const fewer = fold(state, ...people.map((_, index) => removed(100 + index, { from: "x" })));
  assertEquals(fewer.reactions, undefined);
});

Deno.test("foldQuote brings a quote up to date, and empties it", () => {
  const quote = { id: 3, from: "Bia", text: "oi" };
  const long = "😀".repeat(MAX_QUOTE + 1);
  assertEquals(foldQuote(quote, edited(4, long)).text, "😀".repeat(MAX_QUOTE));
  assertEquals(quotedPart("oi"), "oi");
  assert(foldQuote(quote, reacted(4)) === quote);
  assertEquals(foldQuote(quote, change("deleted", 4)), { id: 3 });
  assertEquals(foldQuote({ id: 3 }, edited(4, "x")), { id: 3 });
});
