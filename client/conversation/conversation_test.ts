import { assertEquals } from "@std/assert";
import type { Change } from "../../protocol/messages/changes.ts";
import type { HistoryPage } from "../../protocol/messages/server_messages.ts";
import { Conversation } from "./conversation.ts";
import { DisplayFilter } from "./display_filter.ts";
import type { ReceivedMessage } from "./conversation_entry.ts";
import type { ErrorMessage } from "../../protocol/messages/server_messages.ts";

const MINUTE = 60_000;
const NOON = new Date(2026, 0, 2, 12).getTime();

function open(
  { readId, hasLog = true, filter = new DisplayFilter() }: {
    readId?: number;
    hasLog?: boolean;
    filter?: DisplayFilter;
  } = {},
): Conversation {
  const options = { kind: "room", name: "#geral", readId, filter, onChange: () => {} } as const;
  return new Conversation({ ...options, keepsLog: hasLog });
}

function said(id: number, from = "Bob", at = NOON + id): ReceivedMessage {
  return { id, from, text: `${id}`, at };
}

function ids({ entries }: Conversation): number[] {
  return entries.flatMap((entry) => entry.kind === "said" ? [entry.id] : []);
}

Deno.test("Conversation has each message once and in order, whenever it comes", () => {
  const room = open();
  room.add([said(5), said(6)], "Ana");
  room.add([said(7)], "Ana");
  room.add([said(3), said(4), said(5)], "Ana");
  room.note("algo");
  assertEquals(room.add([said(8), said(7), said(8)], "Ana"), [said(8)]);
  assertEquals(ids(room), [3, 4, 5, 6, 7, 8]);
  assertEquals(room.entries.map(({ kind }) => kind).lastIndexOf("note"), 5);
});

Deno.test("Conversation counts unread messages across a reload of the page", () => {
  const fresh = open();
  fresh.add([said(5), said(6)], "Ana");
  assertEquals(fresh.unread, 0);
  fresh.add([said(7), { ...said(8), text: "oi, ana" }], "Ana");
  assertEquals([fresh.unread, fresh.mentions, fresh.marker], [2, 1, 6]);
  fresh.read();
  assertEquals([fresh.unread, fresh.mentions], [0, 0]);
  fresh.add([said(9)], "Ana");
  fresh.add([said(10, "Ana")], "Ana");
  assertEquals(fresh.unread, 0);
  const restored = open({ readId: 100 });
  restored.add([said(130), said(131)], "Ana");
  assertEquals(restored.unread, 31);
  // What the user said is no reason to count what followed it, and was read.
  const seen = open({ readId: 9 });
  seen.add([said(7, "Ana"), said(8), said(9)], "Ana");
  assertEquals([seen.unread, seen.marker, seen.readId], [0, undefined, 9]);
});

Deno.test("Conversation counts unread messages after a gap", () => {
  const pruned = open();
  pruned.add([said(5)], "Ana");
  pruned.restart();
  pruned.add([said(500)], "Ana");
  pruned.add([said(501)], "Ana");
  assertEquals([ids(pruned), pruned.unread], [[5, 500, 501], 2]);
  const restored = open({ readId: 100 });
  restored.add([said(1), said(2)], "Ana");
  restored.add([said(3)], "Ana");
  assertEquals(restored.unread, 1);
});

Deno.test("Conversation goes on if the server numbers the room anew", () => {
  const room = open();
  room.add([said(1), said(2), said(3)], "Ana");
  room.add([said(1, "Bob", NOON + 10 * MINUTE)], "Ana");
  room.add([said(2, "Bob", NOON + 11 * MINUTE)], "Ana");
  assertEquals(ids(room), [1, 2, 3, 1, 2]);
  assertEquals(room.unread, 2);
  assertEquals(room.hasOlder, false);
});

Deno.test("Conversation without a log counts what is unread and keeps the latest messages", () => {
  const room = open({ hasLog: false });
  room.add([said(1), said(2)], "Ana");
  room.add([said(3)], "Ana");
  room.addPending({ ref: "a", text: "oi" });
  room.pending.fail("a", TOO_FAST);
  room.note("algo");
  assertEquals([room.unread, ids(room), room.entries.length, room.pending.all], [
    1,
    [1, 2, 3],
    3,
    [],
  ]);
  room.isOnScreen = true;
  room.read();
  room.add([said(4)], "Ana");
  assertEquals(room.unread, 0);
  room.isOnScreen = false;
  room.add(Array.from({ length: 500 }, (_, index) => said(index + 5)), "Ana");
  assertEquals([room.unread, ids(room).length, ids(room)[0]], [500, 200, 305]);
});

Deno.test("Conversation drops old messages, but keeps all while the user reads back", () => {
  const room = open();
  const messages = Array.from({ length: 700 }, (_, index) => said(index + 1));
  room.isReadingBack = true;
  room.add(messages, "Ana");
  assertEquals([ids(room).length, room.hasOlder], [700, false]);
  room.isReadingBack = false;
  room.add([said(701), said(702)], "Ana");
  assertEquals([ids(room).length, room.firstId, room.hasOlder], [400, 303, true]);
  assertEquals([room.unread, room.marker], [2, 700]);
  // Pages of earlier messages stay.
  for (const first of [203, 103, 3]) {
    room.add(Array.from({ length: 100 }, (_, index) => said(first + index)), "Ana");
  }
  assertEquals([ids(room).length, room.firstId], [700, 3]);
});

Deno.test("Conversation settles a pending message on its echo, and marks a refused one", () => {
  const room = open();
  room.addPending({ ref: "a", text: "1" });
  room.addPending({ ref: "b", text: "2" });
  room.add([said(1, "Ana")], "Ana");
  room.pending.fail("b", TOO_FAST);
  assertEquals(room.pending.all, [{ ref: "b", text: "2", problem: TOO_FAST }]);
});

const TOO_FAST: ErrorMessage = { type: "error", code: "too_fast", message: "muito rápido" };

/** A change of a message by Bob. */
function changed(type: Change["type"], id: number, about: number, more: Partial<Change> = {}) {
  return { type, id, about, from: "Bob", at: NOON + id, ...more };
}

const EVENT = { self: "Ana", source: "event" } as const;

function texts({ entries }: Conversation): string[] {
  return entries.flatMap((entry) => entry.kind === "said" ? [entry.text] : []);
}

Deno.test("Conversation applies a change that comes before its message", () => {
  const room = open();
  room.add([said(9)], "Ana");
  const early = [
    changed("edited", 10, 5, { text: "novo" }),
    changed("deleted", 11, 6),
    changed("edited", 12, 7, { text: "7 b" }),
  ];
  for (const change of early) {
    assertEquals(room.change(change, EVENT), { message: undefined, isNew: true });
  }
  // The page was read before the first two.
  room.add([said(5), said(6), { ...said(7), text: "7 c", rev: 13 }], "Ana");
  assertEquals(texts(room), ["novo", "", "7 c", "9"]);
  assertEquals(room.get(6)?.deleted, { by: "Bob", at: NOON + 11 });
});

Deno.test("Conversation removes a deleted message's text from earlier and later quotes", () => {
  const room = open();
  const reply = (id: number, about: number) => ({
    ...said(id, "Caio"),
    reply: { id: about, from: "Bob", text: `${about}` },
  });
  room.add([said(5), reply(6, 5), reply(7, 2)], "Ana");
  room.change(changed("edited", 8, 5, { text: "cinco" }), EVENT);
  room.change(changed("edited", 9, 2, { text: "dois" }), EVENT);
  assertEquals([6, 7].map((id) => room.get(id)?.reply?.text), ["cinco", "dois"]);
  room.change(changed("deleted", 10, 5), EVENT);
  room.change(changed("deleted", 11, 2), EVENT);
  room.add([reply(3, 2)], "Ana");
  assertEquals([6, 7, 3].map((id) => room.get(id)?.reply), [{ id: 5 }, { id: 2 }, { id: 2 }]);
});

Deno.test("Conversation removes the text of a deleted message from a pending reply", () => {
  const room = open();
  room.add([said(5)], "Ana");
  room.addPending({ ref: "a", text: "sim", reply: { id: 5, from: "Bob", text: "5" } });
  room.addPending({ ref: "b", text: "não" });
  room.change(changed("edited", 6, 5, { text: "cinco" }), EVENT);
  assertEquals(room.pending.all[0]?.reply, { id: 5, from: "Bob", text: "cinco" });
  room.change(changed("deleted", 7, 5), EVENT);
  assertEquals(room.pending.all, [{ ref: "a", text: "sim", reply: { id: 5 } }, {
    ref: "b",
    text: "não",
  }]);
});

Deno.test("Conversation takes newer states of its messages from a page, but not older ones", () => {
  const room = open();
  room.add([said(1), said(2)], "Ana");
  room.change(changed("edited", 5, 1, { text: "um" }), EVENT);
  const page = (rev: number, text: string) => [{ ...said(1), text, edited: NOON + rev, rev }];
  assertEquals(room.add(page(4, "antigo"), "Ana"), []);
  assertEquals(texts(room), ["um", "2"]);
  room.add(page(7, "1!"), "Ana");
  assertEquals([texts(room), room.get(1)?.rev], [["1!", "2"], 7]);
});

Deno.test("Conversation reads on before the first id of a page, even without messages", () => {
  const room = open();
  room.add([said(50)], "Ana");
  const page = { type: "history", room: "#geral", messages: [], more: true } as const;
  room.addPage({ ...page, changes: [changed("deleted", 45, 50)], first: 40, last: 49 }, "Ana");
  assertEquals([room.firstId, texts(room)], [40, ["50"]]);
  room.addPage({ ...page, changes: [changed("deleted", 51, 50)], first: 50, last: 51 }, "Ana");
  assertEquals([room.firstId, texts(room)], [40, [""]]);
});

Deno.test("Conversation counts messages as unread, and no changes", () => {
  const room = open();
  room.add([said(5)], "Ana");
  room.change(changed("reacted", 6, 5, { emoji: "👍" }), EVENT);
  room.add([said(7)], "Ana");
  room.change(changed("edited", 8, 7, { text: "x" }), EVENT);
  assertEquals(room.unread, 1);
  room.add([said(9)], "Ana");
  assertEquals([room.unread, room.marker], [2, 5]);
  room.read();
  room.change(changed("edited", 10, 9, { text: "y" }), EVENT);
  room.add([said(11)], "Ana");
  assertEquals(room.unread, 1);
});

Deno.test("Conversation applies an acknowledged change, then the other user's earlier one", () => {
  const person = new Conversation({
    ...{ kind: "person", name: "Bob", readId: undefined, keepsLog: true, onChange: () => {} },
  });
  person.add([said(1, "Ana")], "Ana");
  const own = { ...changed("edited", 3, 1, { text: "oi!" }), from: "Ana" };
  assertEquals(person.change(own, { self: "Ana", source: "ack" }).isNew, true);
  assertEquals(person.change(changed("reacted", 2, 1, { emoji: "👍" }), EVENT).isNew, true);
  // Another session of the user gets the same change as an event.
  assertEquals(person.change(own, EVENT).isNew, false);
  const { text, reactions } = person.get(1)!;
  assertEquals([text, reactions?.[0]?.count], ["oi!", 1]);
});

Deno.test("Conversation marks a reply to the user and an edit that names the user", () => {
  const room = open();
  room.add([said(1), { ...said(2), reply: { id: 9, from: "Ana", text: "oi" } }], "Ana");
  room.change(changed("edited", 3, 1, { text: "oi, ana" }), EVENT);
  assertEquals([1, 2].map((id) => room.get(id)?.isMention), [true, true]);
  room.change(changed("deleted", 4, 1), EVENT);
  assertEquals(room.get(1)?.isMention, false);
});

/** A page of `#geral`; `moreAfter` unless told otherwise. */
function page(from: number, to: number, fields: Partial<HistoryPage> = {}): HistoryPage {
  const messages = Array.from({ length: to - from + 1 }, (_, index) => ({
    ...said(from + index),
    room: "#geral",
  }));
  const ids = { first: from, last: to, more: from > 1, moreAfter: true };
  return { type: "history", room: "#geral", messages, ...ids, ...fields };
}

Deno.test("Conversation shows earlier messages apart from the latest ones until both meet", () => {
  const room = open();
  room.add([said(90), said(91)], "Ana");
  room.jumpTo(page(10, 13, { mine: { 11: ["👍"] } }), "Ana");
  assertEquals([ids(room), room.firstId, room.lastId], [[10, 11, 12, 13], 10, 13]);
  assertEquals([room.hasOlder, room.get(11)?.mine, room.get(90)?.text], [true, ["👍"], "90"]);
  // What comes meanwhile is not shown, and counts from the end and as unread as ever.
  room.add([said(92)], "Ana");
  assertEquals([ids(room).at(-1), room.messages.at(-1)?.id, room.unread], [13, 92, 1]);
  const { shownLog } = room;
  room.addPage(page(8, 9), "Ana", shownLog);
  room.addNewer(page(14, 50), "Ana", shownLog);
  assertEquals([ids(room).length, ids(room)[0], room.lastId], [43, 8, 50]);
  room.addNewer(page(51, 89), "Ana", shownLog);
  assertEquals([ids(room).length, room.firstId, room.lastId], [85, 8, undefined]);
  assertEquals([room.hasOlder, room.unread, room.get(11)?.mine], [true, 1, ["👍"]]);
});

Deno.test("Conversation applies changes to earlier messages on show and to their quotes", () => {
  const room = open();
  room.add([{ ...said(90), reply: { id: 11, from: "Bob", text: "11" } }], "Ana");
  room.jumpTo(page(10, 12), "Ana");
  const edited = room.change(changed("edited", 91, 11, { text: "onze" }), EVENT);
  assertEquals([edited.message?.text, room.get(11)?.text], ["onze", "onze"]);
  assertEquals(room.get(90)?.reply?.text, "onze");
  assertEquals(room.change(changed("deleted", 92, 90), EVENT).message?.deleted?.by, "Bob");
  room.change(changed("deleted", 93, 12), EVENT);
  room.addNewer(page(13, 89, { moreAfter: false }), "Ana", room.shownLog);
  assertEquals([11, 12, 90].map((id) => room.get(id)?.text), ["onze", "", ""]);
});

Deno.test("Conversation joins a page that reaches the latest messages, and closes others", () => {
  const room = open();
  room.add([said(90)], "Ana");
  room.jumpTo(page(40, 89), "Ana");
  assertEquals([ids(room).length, room.lastId, room.hasOlder], [51, undefined, true]);
  for (
    const close of [
      () => room.showLatest(),
      () => room.addPending({ ref: "a", text: "oi" }),
      () => room.restart(),
    ]
  ) {
    room.jumpTo(page(1, 5), "Ana");
    const { shownLog } = room;
    close();
    // The answer to a request from before.
    room.addNewer(page(6, 9), "Ana", shownLog);
    assertEquals([ids(room)[0], room.lastId], [40, undefined]);
  }
});
