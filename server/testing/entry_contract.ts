import { assertEquals } from "@std/assert";
import { MAX_QUOTE, MAX_REACTION_NAMES, MAX_REACTIONS } from "../../protocol/limits.ts";
import { isMessage, type StoredMessage } from "../store/entry.ts";
import { BIA, edit, entriesOf, only, react, remove, short, unreact } from "./entry_fixture.ts";
import { found, ids, message, NOW, type StoreCase, stored } from "./store_case.ts";

/** Tests of replies and changes for every store, by name. */
export const ENTRY_CONTRACT: Record<string, StoreCase> = {
  async "gives edited messages their present text, and edits an id of their own"(open) {
    await using store = await open();
    await store.append([message("um"), message("dois", BIA)]);
    const [first] = stored(await store.append([edit(1, "primeiro")]));
    assertEquals(first, {
      ...{ id: 3, at: NOW + 1_000, repeated: false },
      target: { from: "Ana", at: NOW },
    });
    // In one call: about a message of the same call, and twice about another.
    const turn = [message("quatro"), edit(4, "4"), edit(1, "1", { at: NOW + 2_000 }), message("7")];
    assertEquals(ids(await store.append(turn)), [4, 5, 6, 7]);
    const target = { from: "Ana", at: NOW };
    const fields = { from: "Ana", to: "#Geral", at: NOW + 1_000, target };
    assertEquals(await entriesOf(store), [
      { id: 1, from: "Ana", to: "#Geral", text: "1", at: NOW, edited: NOW + 2_000, rev: 6 },
      { id: 2, from: "Bia", to: "#Geral", text: "dois", at: NOW },
      { id: 3, type: "edited", about: 1, text: "primeiro", ...fields },
      { id: 4, from: "Ana", to: "#Geral", text: "4", at: NOW, edited: NOW + 1_000, rev: 5 },
      { id: 5, type: "edited", about: 4, text: "4", ...fields },
      { id: 6, type: "edited", about: 1, text: "1", ...fields, at: NOW + 2_000 },
      { id: 7, from: "Ana", to: "#Geral", text: "7", at: NOW },
    ]);
    assertEquals(await store.last("#geral"), 7);
  },

  async "removes a deleted message's text and those of its edits"(open) {
    await using store = await open();
    await store.append([message("segredo", { action: true }), edit(1, "outro segredo")]);
    await store.append([react(1, "👍"), message("oi", { reply: 1 })]);
    assertEquals(short(await store.append([remove(1, BIA), remove(1), remove(1)])), [
      "forbidden",
      [5, 1_000, false],
      "not_found",
    ]);
    const about = { about: 1, to: "#Geral", at: NOW + 1_000, target: { from: "Ana", at: NOW } };
    const deleted = { by: "Ana", at: NOW + 1_000 };
    assertEquals(await entriesOf(store), [
      { id: 1, from: "Ana", to: "#Geral", text: "", at: NOW, deleted, rev: 5 },
      { id: 2, type: "edited", from: "Ana", ...about },
      { id: 3, type: "reacted", emoji: "👍", from: "Ana", ...about },
      { id: 4, from: "Ana", to: "#Geral", text: "oi", at: NOW, reply: { id: 1 } },
      { id: 5, type: "deleted", from: "Ana", ...about },
    ]);
    for (const text of ["segredo", "outro"]) assertEquals(await found(store, text), []);
    const late = [edit(1, "x"), react(1, "👍"), unreact(1, "👍"), remove(1)];
    assertEquals(short(await store.append(late)), Array(4).fill("not_found"));
  },

  async "lets authors change their own messages for a time, and operators delete any"(open) {
    await using store = await open();
    await store.append([message("um"), message("dois"), message("três"), message("quatro")]);
    const rights = (identities: string[], since: number, any?: true) => ({
      rights: { identities, since, ...(any && { any }) },
    });
    const outcomes = await store.append([
      edit(1, "x", rights(["bia"], 0)),
      edit(1, "x", rights([], 0)),
      edit(1, "x", rights(["ana"], NOW + 1)),
      edit(1, "x", rights(["bia"], 0, true)),
      edit(1, "x", rights(["bia"], NOW + 1)),
      remove(1, rights(["ana"], Number.MAX_SAFE_INTEGER)),
      remove(1, rights(["bia"], 0)),
      // An account owns the messages of the guest who registered it.
      edit(1, "novo", { ...rights(["account", "ana"], NOW), person: "account" }),
      remove(2, { ...rights(["bia"], NOW + 1, true), from: "Bia", person: "bia" }, "motivo"),
      remove(3, rights(["ana"], 0, true)),
    ]);
    assertEquals(outcomes.slice(0, 7), [
      { code: "forbidden" },
      { code: "forbidden" },
      { code: "forbidden", isLate: true },
      { code: "forbidden" },
      { code: "forbidden" },
      { code: "forbidden", isLate: true },
      { code: "forbidden" },
    ]);
    assertEquals(ids(outcomes.slice(7)), [5, 6, 7]);
    const deleted = { by: "Bia", at: NOW + 1_000, reason: "motivo" };
    assertEquals((await only(store, 2)).deleted, deleted);
    const { type, reason, target } = (await entriesOf(store))[5] as never;
    assertEquals([type, reason, target], ["deleted", "motivo", { from: "Ana", at: NOW }]);
    assertEquals((await only(store, 1)).text, "novo");
  },

  async "rejects changes of what is no message, without using an id"(open) {
    await using store = await open({ keepMessages: 3 });
    assertEquals(short(await store.append([edit(1, "x"), react(1, "👍")])), [
      "not_found",
      "not_found",
    ]);
    assertEquals([await store.last("#geral"), await store.rooms(10)], [0, []]);
    const texts = ["um", "dois", "três", "quatro", "cinco"];
    await store.append([...texts.map((text) => message(text)), edit(5, "5")]);
    await store.prune();
    const changes = [1, 3, 6, 7, 0, -1].flatMap((about) => [
      edit(about, "x"),
      remove(about),
      react(about, "👍"),
      unreact(about, "👍"),
    ]);
    assertEquals(ids(await store.append(changes)), Array(24).fill("not_found"));
    const other = { conversation: "#b" };
    assertEquals(ids(await store.append([edit(5, "x", other), message("oi")])), ["not_found", 7]);
  },

  async "repeats the entry that has the same effect"(open) {
    await using store = await open();
    await store.append([message("um"), message("dois", { at: NOW + 1 })]);
    assertEquals(short(await store.append([edit(2, "dois"), unreact(2, "👍")])), [
      [2, 1, true],
      [2, 1, true],
    ]);
    await store.append([edit(1, "1"), react(1, "👍", { at: NOW + 5 }), react(1, "❤️", BIA)]);
    const again = [edit(1, "1"), react(1, "👍"), react(1, "❤️", BIA), unreact(1, "❤️")];
    assertEquals(short(await store.append(again)), [
      [5, 1_000, true],
      [4, 5, true],
      [5, 1_000, true],
      [5, 1_000, true],
    ]);
    assertEquals(await store.last("#geral"), 5);
    // A nonce belongs to the first entry, whatever has happened since.
    const nonce = { nonce: "n" };
    assertEquals(short(await store.append([react(2, "👍", nonce), unreact(2, "👍")])), [
      [6, 1_000, false],
      [7, 1_000, false],
    ]);
    assertEquals(short(await store.append([react(2, "👍", nonce), edit(1, "2", nonce)])), [
      [6, 1_000, true],
      [6, 1_000, true],
    ]);
    assertEquals((await only(store, 2)).reactions, undefined);
  },

  async "counts reactions in the order of their first use"(open) {
    await using store = await open();
    await store.append([message("um")]);
    const names = Array.from({ length: MAX_REACTION_NAMES + 3 }, (_, index) => `p${index}`);
    await store.append(names.map((from) => react(1, "👍", { from, person: from })));
    await store.append([react(1, "❤️"), react(1, "👍")]);
    const show = async () =>
      (await only(store, 1)).reactions?.map(({ emoji, count, names }) => [emoji, count, names]);
    assertEquals(await show(), [
      ["👍", MAX_REACTION_NAMES + 4, names.slice(0, MAX_REACTION_NAMES)],
      ["❤️", 1, ["Ana"]],
    ]);
    await store.append([unreact(1, "👍", { from: "p1", person: "p1" })]);
    assertEquals(await show(), [
      ["👍", MAX_REACTION_NAMES + 3, ["p0", ...names.slice(2, MAX_REACTION_NAMES + 1)]],
      ["❤️", 1, ["Ana"]],
    ]);
    const all = ["p0", ...names.slice(2)];
    await store.append(all.map((from) => unreact(1, "👍", { from, person: from })));
    assertEquals(await show(), [["👍", 1, ["Ana"]], ["❤️", 1, ["Ana"]]]);
    await store.append([unreact(1, "👍"), react(1, "👍", BIA)]);
    assertEquals(await show(), [["❤️", 1, ["Ana"]], ["👍", 1, ["Bia"]]]);
    await store.append([unreact(1, "👍", BIA), unreact(1, "❤️")]);
    const { reactions, rev } = await only(store, 1);
    assertEquals([reactions, rev], [undefined, await store.last("#geral")]);
  },

  async "takes so many different emoji of a message, and one of each a person"(open) {
    await using store = await open();
    await store.append([message("um"), message("dois")]);
    const emoji = Array.from({ length: MAX_REACTIONS + 1 }, (_, index) => `e${index}`);
    const outcomes = await store.append(emoji.map((emoji) => react(1, emoji)));
    assertEquals(ids(outcomes).slice(-2), [MAX_REACTIONS + 2, "too_many"]);
    const more = [react(1, "e0", BIA), react(1, "e20", BIA), react(2, "e20"), unreact(1, "e1")];
    assertEquals(ids(await store.append(more)), [23, "too_many", 24, 25]);
    assertEquals(ids(await store.append([react(1, "e20", BIA)])), [26]);
    // As a guest, and in the account that the guest registered.
    const account = { person: "account", rights: { identities: ["account", "ana"], since: 0 } };
    assertEquals(short(await store.append([react(1, "e0", account)])), [[3, 1_000, true]]);
    assertEquals(ids(await store.append([unreact(1, "e0", account)])), [27]);
    assertEquals((await only(store, 1)).reactions!.find(({ emoji }) => emoji === "e0"), {
      ...{ emoji: "e0", count: 1, names: ["Bia"] },
    });
  },

  async "tells a reader which reactions are their own"(open) {
    await using store = await open();
    await store.append([message("um"), message("dois"), message("três")]);
    await store.append([react(1, "👍"), react(1, "❤️"), react(2, "👍", BIA), react(3, "👍")]);
    const mine = async (reader: string[], range: object = {}) => {
      const { mine } = await store.read("#geral", { limit: 10, reader, ...range });
      return [...mine!].map(([id, emoji]) => [id, emoji.toSorted()]);
    };
    const both = ["👍", "❤️"].sort();
    assertEquals(await mine(["ana", "other"]), [[1, both], [3, ["👍"]]]);
    assertEquals(await mine(["bia", "ana"], { before: 3 }), [[1, both], [2, ["👍"]]]);
    assertEquals(await mine(["bia"], { after: 2 }), []);
    assertEquals(await mine([]), []);
    const none = await store.read("#b", { limit: 10, reader: ["ana"] });
    assertEquals(none.mine, new Map());
    assertEquals((await store.read("#geral", { limit: 10 })).mine, undefined);
  },

  async "quotes what a reply answers as it is now"(open) {
    await using store = await open({ keepMessages: 6 });
    const long = "👋".repeat(MAX_QUOTE + 1);
    await store.append([message("um", BIA), message(long)]);
    const reply = (id: number, text = "oi") => message(text, { reply: id });
    const outcomes = await store.append([reply(1), reply(2), edit(1, "1", BIA), reply(3)]);
    assertEquals(ids(outcomes), [3, 4, 5, 6]);
    assertEquals(stored(outcomes).map(({ quote }) => quote), [
      { id: 1, from: "Bia", text: "um" },
      { id: 2, from: "Ana", text: "👋".repeat(MAX_QUOTE) },
      undefined,
      { id: 3, from: "Ana", text: "oi" },
    ]);
    const quotes = async () =>
      (await entriesOf(store)).flatMap((entry) => isMessage(entry) ? entry.reply ?? [] : []);
    assertEquals(await quotes(), [
      { id: 1, from: "Bia", text: "1" },
      { id: 2, from: "Ana", text: "👋".repeat(MAX_QUOTE) },
      { id: 3, from: "Ana", text: "oi" },
    ]);
    // Not a message: a change, the reply itself, a future id, and 0.
    const wrong = [5, 7, 8, 0, -1].map((id) => reply(id));
    assertEquals(ids(await store.append(wrong)), Array(5).fill("not_found"));
    assertEquals(ids(await store.append([remove(2)])), [7]);
    await store.prune();
    // Deleted and expired.
    const late = stored(await store.append([reply(2), reply(1)]));
    assertEquals(late.map(({ quote }) => quote), [{ id: 2 }, { id: 1 }]);
    await store.prune();
    assertEquals((await quotes()).map(({ id, from }) => [id, from]), [
      [2, undefined],
      [3, undefined],
      [2, undefined],
      [1, undefined],
    ]);
  },

  async "gives back actions, replies and every text of a change"(open) {
    await using store = await open();
    const odd = "a\0b\u{10fffe}0 '\"\\ 🙂";
    await store.append([
      message("acena", { action: true }),
      message("acena", { action: true, reply: 1 }),
      message("x"),
      edit(3, odd),
      react(3, "👩‍👩‍👧"),
      message("y"),
      remove(6, {}, odd),
    ]);
    const entries = await entriesOf(store);
    const { action, reply } = entries[1] as StoredMessage;
    assertEquals([action, reply], [true, { id: 1, from: "Ana", text: "acena" }]);
    assertEquals((entries[0] as StoredMessage).action, true);
    const { text, reactions } = entries[2] as StoredMessage;
    assertEquals([text, reactions], [odd, [{ emoji: "👩‍👩‍👧", count: 1, names: ["Ana"] }]]);
    assertEquals((entries[3] as { text: string }).text, odd);
    assertEquals((entries[5] as StoredMessage).deleted!.reason, odd);
    assertEquals((entries[6] as { reason: string }).reason, odd);
  },

  async "finds messages by their present text only"(open) {
    await using store = await open();
    await store.append([
      message("festa junina"),
      message("festa", { at: NOW + 1 }),
      message("nada", { at: NOW + 2 }),
    ]);
    await store.append([edit(1, "baile"), edit(3, "festa enfim"), react(2, "👍"), remove(2)]);
    assertEquals(await found(store, "festa"), ["festa enfim"]);
    assertEquals(await found(store, "junina"), []);
    assertEquals(await found(store, "baile"), ["baile"]);
    await store.append([
      edit(1, "baile de festa"),
      react(1, "👍"),
      message("festa", { reply: 1, at: NOW + 3 }),
    ]);
    const query = { terms: "festa", conversations: ["#geral"], limit: 10 };
    const { messages, more } = await store.search(query);
    assertEquals([ids(messages), more], [[10, 3, 1], false]);
    assertEquals(messages.at(-1), { ...await only(store, 1), conversation: "#geral" });
    assertEquals(messages[0], { ...await only(store, 10), conversation: "#geral" });
  },
};
