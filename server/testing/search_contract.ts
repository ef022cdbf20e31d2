import { assert, assertEquals } from "@std/assert";
import { MemoryStore } from "../store/memory/store.ts";
import { type PrunedStore } from "../store/retention.ts";
import { found, message, NOW, type StoreCase } from "./store_case.ts";

/** Tests of searches for every store, by name. */
export const SEARCH_CONTRACT: Record<string, StoreCase> = {
  async "finds messages by the beginnings of their words, newest first"(open) {
    await using store = await open();
    const texts = ["Olá a todos!", "AMANHÃ há festa", "festa, amanha?", "nada", "São João ÀS 20h"];
    await store.append(texts.map((text, index) => message(text, { at: NOW + index })));
    await store.append([message("festa secreta", { conversation: "#outra" })]);
    assertEquals(await found(store, "ola TOD"), ["Olá a todos!"]);
    assertEquals(await found(store, "amanhã fest"), ["festa, amanha?", "AMANHÃ há festa"]);
    assertEquals(await found(store, "sao-joao as"), ["São João ÀS 20h"]);
    assertEquals(await found(store, "esta"), []);
    assertEquals(await found(store, "festa nada"), []);
    assertEquals(await found(store, "festa", { conversations: [] }), []);
    assertEquals(await found(store, "festa", { conversations: ["#outra", "#nenhuma"] }), [
      "festa secreta",
    ]);
    assertEquals(await found(store, "festa", { before: NOW + 2 }), ["AMANHÃ há festa"]);
    const query = { terms: "festa", conversations: ["#geral", "#outra"], limit: 2 };
    const { messages, more } = await store.search(query);
    assertEquals([messages.length, more], [2, true]);
    assertEquals((await store.search({ ...query, limit: 3 })).more, false);
    const [result] = (await store.search({ ...query, terms: "nada" })).messages;
    assertEquals(result, {
      ...{ conversation: "#geral", id: 4, from: "Ana", to: "#Geral", text: "nada", at: NOW + 3 },
    });
  },

  async "finds words whatever punctuation is beside them"(open) {
    await using store = await open();
    const text = "“maçã” «pera»—uva… ‘figo’ ¿kiwi? „noz“ 🙂lima🙂 (coco)";
    await store.append([message(text)]);
    for (const word of ["maca", "pera", "uva", "figo", "kiwi", "noz", "lima", "coco"]) {
      assertEquals(await found(store, word), [text], word);
    }
  },

  async "treats search terms as words, not as syntax"(open) {
    await using store = await open();
    await store.append([message("um dois"), message("três OR quatro 1 x")]);
    const harmless = ["", "*", '"', "'", "\\", "(", "-", ":*", "!", "&|", "^", "\0", "🙂"];
    for (const terms of harmless) assertEquals(await found(store, terms), []);
    assertEquals(await found(store, 'um" OR "quatro'), []);
    assertEquals(await found(store, "um | tres"), []);
    assertEquals(await found(store, "or"), ["três OR quatro 1 x"]);
    assertEquals(await found(store, "words:um"), []);
    assertEquals(await found(store, "NEAR(um dois)"), []);
    assertEquals(await found(store, "um'dois:*"), ["um dois"]);
    // The number of a conversation is not one of its words.
    assertEquals(await found(store, "1"), ["três OR quatro 1 x"]);
    assertEquals(await found(store, "#1 um"), []);
    assertEquals(await found(store, "é".repeat(2_000)), []);
  },

  async "treats a single letter or digit as a whole word, unless it is one"(
    open,
  ) {
    await using store = await open();
    const texts = ["a casa", "amigo 7", "7up é", "犬がいる"];
    await store.append(texts.map((text, index) => message(text, { at: NOW + index })));
    assertEquals(await found(store, "a"), ["a casa"]);
    assertEquals(await found(store, "am"), ["amigo 7"]);
    assertEquals(await found(store, "7"), ["amigo 7"]);
    assertEquals(await found(store, "e"), ["7up é"]);
    assertEquals(await found(store, "犬"), ["犬がいる"]);
    assertEquals(await found(store, "a cas a"), ["a casa"]);
  },

  async "returns partial results of a search that runs out of time"(open) {
    const words = { terms: "festa junina", conversations: ["#geral"], limit: 10 };
    const all = [
      "festa junina",
      ...Array.from({ length: 3_000 }, () => ["festa", "junina"]).flat(),
    ];
    const fill = async (store: PrunedStore) => {
      // Two messages are stored together, each with one of the words.
      for (let at = 0; at < all.length; at += 2) {
        void store.append(all.slice(at, at + 2).map((text) => message(text, { at: NOW + at })));
      }
      await store.append([]);
    };
    await using store = await open({ searchTime: 0, keepMessages: 10_000 });
    await fill(store);
    assertEquals(await store.search(words), { messages: [], more: false, partial: true });
    await store.append([message("junina? festa!", { at: NOW + all.length })]);
    const { messages, ...rest } = await store.search(words);
    assertEquals([messages.map(({ text }) => text), rest], [["junina? festa!"], {
      more: false,
      partial: true,
    }]);
  },

  async "skips messages that are too new without reading them"(open) {
    await using store = await open({ searchTime: 0, keepMessages: 10_000 });
    const texts = Array.from({ length: 4_000 }, (_, index) => `festa ${index}`);
    const hour = 60 * 60 * 1_000;
    for (const [index, text] of texts.entries()) {
      void store.append([message(text, { at: NOW + index * hour })]);
    }
    await store.append([]);
    const query = { terms: "festa", conversations: ["#geral"], limit: 1 };
    const ask = async (before: number) => {
      const { messages, ...rest } = await store.search({ ...query, before });
      return [messages[0]?.text, rest];
    };
    // In memory this compares numbers; a database reads rows.
    if (store instanceof MemoryStore) return;
    assertEquals(await ask(1), [undefined, { more: false }]);
    assertEquals(await ask(NOW + 1), ["festa 0", { more: false }]);
  },

  async "stores, reads and looks up accounts while searches wait"(open) {
    await using store = await open();
    const texts = Array.from({ length: 500 }, (_, index) => `festa de são joão ${index}`);
    await store.append(texts.map((text) => message(text)));
    const search = () => found(store, "festa joao nada");
    // The searches started first are done.
    await Promise.all([search(), store.read("#geral", { limit: 1 }), store.last("#geral")]);
    const overtakes = async () => {
      let answered = 0;
      const searches = Array.from({ length: 200 }, () => search().then(() => answered++));
      await store.last("#geral");
      await store.accounts.findAccount("ana");
      await store.read("#geral", { limit: 1 });
      const isOvertaken = answered < searches.length;
      await Promise.all(searches);
      return isOvertaken;
    };
    // On a busy machine, all searches may be done before this thread goes on.
    for (let tries = 0; !await overtakes(); tries++) assert(tries < 20, "all searches come first");
  },

  async "finds up to a limit of bytes, and one message at least"(open) {
    await using store = await open();
    const texts = Array.from({ length: 9 }, (_, index) => `festa ${index} 👋"`);
    for (const text of texts) await store.append([message(text)]);
    const query = { terms: "festa", conversations: ["#geral"], limit: 20 };
    const { messages } = await store.search(query);
    assertEquals(messages.length, 9);
    const size = new TextEncoder().encode(JSON.stringify(messages[0])).length + 1;
    for (const [bytes, count] of [[9 * size, 9], [3 * size, 3], [3 * size - 1, 2], [0, 1]]) {
      const page = await store.search({ ...query, bytes: bytes! });
      assertEquals([page.messages, page.more], [messages.slice(0, count), count! < 9]);
    }
  },
};
