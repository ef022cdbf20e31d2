import { assertEquals } from "@std/assert";
import { Conversation } from "../client/web/model/conversation.ts";
import { Conversations, MAX_CONVERSATIONS } from "../client/web/model/conversations.ts";
import { mentions } from "../client/web/model/mentions.ts";
import { toRows } from "../client/web/model/rows.ts";
import { textParts } from "../client/web/model/text_parts.ts";

/** Parts of a text shown as links and as names. */
function marked(text: string): string[] {
  const parts = textParts(text, "Ana");
  assertEquals(parts.map(({ text }) => text).join(""), text);
  return parts.flatMap((part) =>
    part.kind === "link" ? [part.href] : part.kind === "name" ? [part.text] : []
  );
}

Deno.test("textParts links only to web pages, without trailing punctuation", () => {
  assertEquals(marked("veja (https://a.example/b_(c)). Ou http://d.example/?e=1&f, não?"), [
    "https://a.example/b_(c)",
    "http://d.example/?e=1&f",
  ]);
  assertEquals(marked("javascript:alert(1) data:text/html,x ftp://a.example xhttps://b"), []);
  assertEquals(marked('<a href="https://a.example">'), ["https://a.example/"]);
  assertEquals(marked("https:// http://"), []);
});

Deno.test("textParts finds names after an @, but none in addresses", () => {
  assertEquals(marked("@Ana, e @Érica-2. a@b.example https://c.example/@d"), [
    "@Ana",
    "@Érica-2",
    "https://c.example/@d",
  ]);
  const names = textParts("@ana @Anabela", "Ana").filter(({ kind }) => kind === "name");
  assertEquals(names.map((part) => part.kind === "name" && part.isSelf), [true, false]);
});

Deno.test("textParts and mentions take linear time", () => {
  // In quadratic time these would take hours.
  const long = 1_000_000;
  for (const end of [")", "]", "}", ".", ".)", ")…", "*_", "(", "()"]) {
    const tail = end.repeat(long);
    for (const word of [`http://a${tail}`, `@Ana${tail}`, `http://a/x${tail}y`]) {
      const parts = textParts(word, "Ana");
      assertEquals(
        parts.map(({ text }) => text.length).reduce((one, other) => one + other),
        word.length,
      );
    }
  }
  assertEquals(marked(`http://a.example/${")".repeat(long)}`), ["http://a.example/"]);
  for (const tail of [".", "-", ".-", "\u0301", "x"]) {
    assertEquals(mentions(`Ana${tail.repeat(long)}y`, "Ana"), false);
  }
  assertEquals(mentions(`Ana${".".repeat(long)}`, "Ana"), true);
});

Deno.test("mentions finds a name as a whole word in any case", () => {
  for (const text of ["@ana", "Ana: oi", "oi, ANA.", "(ana)", "e a Ana-"]) {
    assertEquals(mentions(text, "Ana"), true, text);
  }
  for (const text of ["", "Anabela", "banana", "ana-2", "@ana_b"]) {
    assertEquals(mentions(text, "Ana"), false, text);
  }
});

Deno.test("a limited number of conversations is kept, rooms always are", () => {
  const conversations = new Conversations();
  const person = conversations.open("person", "Bia");
  conversations.select(person);
  conversations.open("room", "#geral");
  for (let count = 0; count < 2 * MAX_CONVERSATIONS; count++) {
    conversations.open("person", `p${count}`);
  }
  assertEquals(conversations.all.value.length, MAX_CONVERSATIONS);
  assertEquals(conversations.get("person", "p0"), undefined);
  assertEquals([conversations.current.value, conversations.rooms.value.length], [person, 1]);
});

const MINUTE = 60_000;
const NOON = new Date(2026, 0, 2, 12).getTime();

function said(
  id: number,
  from = "Bob",
  at = NOON + id,
): Parameters<Conversation["add"]>[0][number] {
  return { id, from, text: `${id}`, at };
}

function ids(conversation: Conversation): number[] {
  return conversation.entries.value.flatMap((entry) => entry.kind === "said" ? [entry.id] : []);
}

Deno.test("Conversation has each message once and in order, whenever it comes", () => {
  const conversation = new Conversation("room", "#geral");
  conversation.add([said(5), said(6)], "Ana");
  conversation.add([said(7)], "Ana");
  conversation.add([said(3), said(4), said(5)], "Ana");
  conversation.note("algo");
  conversation.add([said(8), said(7)], "Ana");
  assertEquals(ids(conversation), [3, 4, 5, 6, 7, 8]);
  assertEquals(conversation.entries.value.map(({ kind }) => kind).lastIndexOf("note"), 5);
});

Deno.test("Conversation counts unread messages across a reload of the page", () => {
  const fresh = new Conversation("room", "#geral");
  fresh.add([said(5), said(6)], "Ana");
  assertEquals(fresh.unread.value, 0);
  fresh.add([said(7), { ...said(8), text: "oi, ana" }], "Ana");
  assertEquals([fresh.unread.value, fresh.mentions.value, fresh.marker.value], [2, 1, 6]);
  fresh.read();
  assertEquals([fresh.unread.value, fresh.mentions.value], [0, 0]);
  fresh.add([said(9)], "Ana");
  fresh.add([said(10, "Ana")], "Ana");
  assertEquals(fresh.unread.value, 0);
  const restored = new Conversation("room", "#geral", 100);
  restored.add([said(130), said(131)], "Ana");
  assertEquals(restored.unread.value, 31);
});

Deno.test("Conversation counts unread messages after a gap", () => {
  const pruned = new Conversation("room", "#geral");
  pruned.add([said(5)], "Ana");
  pruned.restart();
  pruned.add([said(500)], "Ana");
  pruned.add([said(501)], "Ana");
  assertEquals([ids(pruned), pruned.unread.value], [[5, 500, 501], 2]);
  const restored = new Conversation("room", "#geral", 100);
  restored.add([said(1), said(2)], "Ana");
  restored.add([said(3)], "Ana");
  assertEquals(restored.unread.value, 1);
});

Deno.test("Conversation goes on if the server numbers the room anew", () => {
  const conversation = new Conversation("room", "#geral");
  conversation.add([said(1), said(2), said(3)], "Ana");
  conversation.add([said(1, "Bob", NOON + 10 * MINUTE)], "Ana");
  conversation.add([said(2, "Bob", NOON + 11 * MINUTE)], "Ana");
  assertEquals(ids(conversation), [1, 2, 3, 1, 2]);
  assertEquals(conversation.unread.value, 2);
  assertEquals(conversation.hasOlder.value, false);
});

Deno.test("toRows groups by sender, day and pause, and marks what is new", () => {
  const conversation = new Conversation("room", "#geral", 3);
  conversation.add([
    said(1, "Bob", NOON),
    said(2, "Bob", NOON + MINUTE),
    said(3, "Ana", NOON + 2 * MINUTE),
    said(4, "Bob", NOON + 3 * MINUTE),
    said(5, "Bob", NOON + 9 * MINUTE),
    said(6, "Bob", NOON + 24 * 60 * MINUTE),
  ], "Ana");
  const rows = toRows(conversation.entries.value, 3).map((row) =>
    row.kind === "group" ? row.messages.map(({ id }) => id) : row.kind
  );
  assertEquals(rows, ["day", [1, 2], [3], "new", [4], [5], "day", [6]]);
});
