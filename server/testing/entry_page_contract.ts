import { assertEquals } from "@std/assert";
import { MAX_CHANGES } from "../../protocol/limits.ts";
import { type NewMessage, type StoredMessage } from "../store/entry.ts";
import { DAY } from "../async/durations.ts";
import type { EntryRange } from "../store/store.ts";
import { BIA, edit, entriesOf, only, react, short, unreact } from "./entry_fixture.ts";
import { found, ids, message, NOW, type StoreCase } from "./store_case.ts";

/** Tests of pages with changes for every store, by name. */
export const ENTRY_PAGE_CONTRACT: Record<string, StoreCase> = {
  async "counts messages and not changes towards the limit of a page"(open) {
    await using store = await open({ keepMessages: 10_000 });
    await store.append([message("um"), react(1, "a"), react(1, "b"), message("dois")]);
    await store.append([react(1, "c"), react(1, "d"), message("três"), react(1, "e")]);
    const read = async (range: Partial<EntryRange>) => {
      const page = await store.read("#geral", { limit: 2, ...range });
      return [...ids(page.entries), page.more, page.moreAfter];
    };
    assertEquals(await read({}), [4, 5, 6, 7, 8, true, false]);
    assertEquals(await read({ before: 8, limit: 1 }), [7, true, true]);
    assertEquals(await read({ before: 4 }), [1, 2, 3, false, true]);
    assertEquals(await read({ after: 0 }), [1, 2, 3, 4, true, true]);
    assertEquals(await read({ after: 4 }), [5, 6, 7, 8, false, false]);
    assertEquals(await read({ after: 4, before: 7 }), [5, 6, false, true]);
    assertEquals(await read({ after: 8 }), [false, false]);
    const names = Array.from({ length: MAX_CHANGES }, (_, index) => `p${index}`);
    await store.append(names.map((from) => react(1, "a", { from, person: from })));
    const last = 8 + MAX_CHANGES;
    const latest = await store.read("#geral", { limit: 2 });
    assertEquals([latest.entries.length, latest.entries[0]!.id, latest.more], [
      ...[MAX_CHANGES, 9, true],
    ]);
    const after = await store.read("#geral", { after: 7, limit: 2 });
    assertEquals([after.entries.length, after.entries.at(-1)!.id, after.more], [
      ...[MAX_CHANGES, last - 1, true],
    ]);
  },

  async "reads entries around an id"(open) {
    await using store = await open({ keepMessages: 9 });
    assertEquals((await store.read("#geral", { around: 3, limit: 5 })).entries, []);
    const texts = Array.from({ length: 12 }, (_, index) => `m${index + 1}`);
    await store.append(texts.map((text) => message(text)));
    await store.prune();
    const read = async (around: number, limit: number, other: Partial<EntryRange> = {}) => {
      const page = await store.read("#geral", { around, limit, ...other });
      assertEquals(page.first, 4);
      return [...ids(page.entries), page.more, page.moreAfter];
    };
    assertEquals(await read(8, 4), [6, 7, 8, 9, true, true]);
    assertEquals(await read(8, 5), [6, 7, 8, 9, 10, true, true]);
    assertEquals(await read(8, 1), [8, true, true]);
    assertEquals(await read(5, 4), [4, 5, 6, 7, false, true]);
    assertEquals(await read(1, 4), [4, 5, 6, 7, false, true]);
    assertEquals(await read(12, 4), [10, 11, 12, true, false]);
    assertEquals(await read(99, 4), [10, 11, 12, true, false]);
    assertEquals(await read(8, 100), [4, 5, 6, 7, 8, 9, 10, 11, 12, false, false]);
    assertEquals(await read(8, 100, { bytes: 0 }), [8, true, true]);
    const size = new TextEncoder().encode(JSON.stringify(await only(store, 8))).length + 1;
    assertEquals(await read(7, 100, { bytes: 4 * size }), [5, 6, 7, 8, true, true]);
    assertEquals(await read(7, 100, { bytes: 4 * size - 1 }), [6, 7, 8, true, true]);
  },

  async "counts the bytes of what is shown of entries"(open) {
    await using store = await open();
    await store.append([message("um"), message("dois", { reply: 1 }), edit(1, "x".repeat(500))]);
    await store.append([react(1, "👍", BIA)]);
    const entries = await entriesOf(store);
    const sizes = entries.map((entry) =>
      new TextEncoder().encode(JSON.stringify(entry)).length + 1
    );
    const read = async (bytes: number, other: Partial<EntryRange>) =>
      ids(await entriesOf(store, { bytes, ...other }));
    const sum = (to: number) => sizes.slice(0, to).reduce((one, other) => one + other, 0);
    for (let count = 1; count <= 4; count++) {
      const expected = [1, 2, 3, 4].slice(0, count);
      assertEquals(await read(sum(count), { after: 0 }), expected);
      assertEquals(await read(sum(count) - 1, { after: 0 }), expected.slice(0, count - 1 || 1));
    }
    assertEquals(await read(sum(4), {}), [1, 2, 3, 4]);
    assertEquals(await read(sum(4) - 1, {}), [2, 3, 4]);
  },

  async "leaves the changes of what expired as empty entries until they expire"(open) {
    const day = { at: NOW - 3 * DAY };
    await using store = await open({ keepDays: 2 });
    await store.append([
      message("velha", day),
      edit(1, "segredo", day),
      react(1, "👍", day),
      message("nova"),
      edit(1, "mais segredo"),
      react(1, "❤️"),
      edit(4, "novíssima"),
    ]);
    assertEquals(await store.prune(), 3);
    const target = { from: "Ana", at: NOW - 3 * DAY };
    const fields = { from: "Ana", to: "#Geral", at: NOW + 1_000 };
    assertEquals((await store.read("#geral", { limit: 10 })).first, 4);
    assertEquals(await entriesOf(store), [
      { id: 4, from: "Ana", to: "#Geral", text: "novíssima", at: NOW, edited: NOW + 1_000, rev: 7 },
      { id: 5, type: "edited", about: 1, ...fields, target },
      { id: 6, type: "reacted", about: 1, emoji: "❤️", ...fields, target },
      {
        id: 7,
        type: "edited",
        about: 4,
        text: "novíssima",
        ...fields,
        target: { from: "Ana", at: NOW },
      },
    ]);
    assertEquals(short(await store.append([edit(1, "x"), unreact(1, "❤️")])), [
      "not_found",
      "not_found",
    ]);
    assertEquals(await found(store, "segredo"), []);
    assertEquals(ids(await store.append([edit(4, "4")])), [8]);
  },

  async "keeps the given number of entries per conversation"(open) {
    await using store = await open({ keepMessages: 3 });
    await store.append([message("um"), message("dois"), edit(1, "1"), edit(2, "2")]);
    await store.prune();
    const target = { from: "Ana", at: NOW };
    const fields = { from: "Ana", to: "#Geral", at: NOW + 1_000, target };
    assertEquals(await entriesOf(store), [
      { id: 2, from: "Ana", to: "#Geral", text: "2", at: NOW, edited: NOW + 1_000, rev: 4 },
      { id: 3, type: "edited", about: 1, ...fields },
      { id: 4, type: "edited", about: 2, text: "2", ...fields },
    ]);
    await store.append([message("cinco"), message("seis")]);
    await store.prune();
    assertEquals(await entriesOf(store), [
      { id: 4, type: "edited", about: 2, ...fields },
      { id: 5, from: "Ana", to: "#Geral", text: "cinco", at: NOW },
      { id: 6, from: "Ana", to: "#Geral", text: "seis", at: NOW },
    ]);
  },

  async "keeps private conversations apart"(open) {
    await using store = await open();
    const talk = { conversation: "@ana\nbia", to: "Bia" };
    await store.append([message("oi", talk), message("sala"), edit(1, "olá", talk)]);
    const { entries } = await store.read("@ana\nbia", { limit: 10 });
    assertEquals((entries[0] as StoredMessage).text, "olá");
    assertEquals((await only(store, 1)).text, "sala");
    const other: Partial<NewMessage> = { conversation: "#c", reply: 1 };
    assertEquals(ids(await store.append([message("x", other)])), ["not_found"]);
  },
};
