import { assertEquals } from "@std/assert";
import { JSON_WIRE, TEXT_WIRE } from "../testing/test_hub.ts";
import { Room } from "./room.ts";
import { type SharedPage, SharedPages } from "./shared_pages.ts";

function pageOf(last: number, bytes = 10): SharedPage {
  const content = new Uint8Array(bytes);
  return { bytes: content, cursor: last, isAll: true, isEmpty: false, last };
}

Deno.test("SharedPages finds a page for one room, wire and id", () => {
  const pages = new SharedPages();
  const room = new Room("#x");
  const page = pageOf(7);
  pages.add(room, JSON_WIRE, 3, page);
  assertEquals(pages.find(room, JSON_WIRE, 3) === page, true);
  for (const after of [2, 4, undefined]) {
    assertEquals(pages.find(room, JSON_WIRE, after), undefined);
  }
  for (const wire of [TEXT_WIRE, JSON_WIRE.withChanges]) {
    assertEquals(pages.find(room, wire, 3), undefined);
  }
  assertEquals(pages.find(new Room("#x3"), JSON_WIRE, 3), undefined);
});

Deno.test("SharedPages forgets a page of a room that closed and opened again", () => {
  const pages = new SharedPages();
  pages.add(new Room("#x"), JSON_WIRE, 3, pageOf(7));
  assertEquals(pages.find(new Room("#x"), JSON_WIRE, 3), undefined);
});

Deno.test("SharedPages forgets a page after a second, as its messages may expire", () => {
  let now = 0;
  const pages = new SharedPages(() => now);
  const room = new Room("#x");
  pages.add(room, JSON_WIRE, 3, pageOf(7));
  now = 999;
  pages.tick();
  assertEquals(pages.find(room, JSON_WIRE, 3)?.last, 7);
  now = 1_000;
  assertEquals(pages.find(room, JSON_WIRE, 3), undefined);
});

Deno.test("SharedPages keeps at most 4 MiB: the newest pages", () => {
  const pages = new SharedPages();
  const room = new Room("#x");
  for (let after = 0; after < 100; after++) {
    pages.add(room, JSON_WIRE, after, pageOf(100, 64 * 1024));
  }
  const kept = Array.from({ length: 100 }, (_, after) => after)
    .filter((after) => pages.find(room, JSON_WIRE, after) !== undefined);
  assertEquals([kept.length, kept[0]], [64, 36]);
});
