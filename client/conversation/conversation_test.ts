import { assertEquals } from "@std/assert";
import { Conversation } from "./conversation.ts";
import type { ReceivedMessage } from "./conversation_entry.ts";
import { MessageLog } from "./message_log.ts";

const MINUTE = 60_000;
const NOON = new Date(2026, 0, 2, 12).getTime();

function open({ readId, hasLog = true }: { readId?: number; hasLog?: boolean } = {}): Conversation {
  const log = hasLog ? new MessageLog() : undefined;
  return new Conversation({ kind: "room", name: "#geral", readId, log, onChange: () => {} });
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

Deno.test("Conversation without a log counts what is unread and keeps no messages", () => {
  const room = open({ hasLog: false });
  room.add([said(1), said(2)], "Ana");
  room.add([said(3)], "Ana");
  room.addPending({ ref: "a", text: "oi" });
  room.fail("a", "não");
  assertEquals([room.unread, room.entries, room.pending], [1, [], []]);
  room.isOnScreen = true;
  room.read();
  room.add([said(4)], "Ana");
  assertEquals(room.unread, 0);
});

Deno.test("Conversation keeps a bounded number of messages once they are seen", () => {
  const room = open();
  const messages = Array.from({ length: 2_000 }, (_, index) => said(index + 1));
  room.add(messages, "Ana");
  assertEquals(ids(room).length, 2_000);
  room.isOnScreen = true;
  room.add([said(2_001)], "Ana");
  assertEquals([ids(room).length, room.firstId, room.hasOlder], [1_000, 1_002, true]);
});

Deno.test("Conversation settles a pending message on its echo, and marks a refused one", () => {
  const room = open();
  room.addPending({ ref: "a", text: "1" });
  room.addPending({ ref: "b", text: "2" });
  room.add([said(1, "Ana")], "Ana");
  room.fail("b", "muito rápido");
  assertEquals(room.pending, [{ ref: "b", text: "2", problem: "muito rápido" }]);
});
