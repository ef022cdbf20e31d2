import { testWith } from "../../tests/support/needs.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { PostgresServer } from "../../tests/support/postgres.ts";
import { ACCOUNT_CONTRACT } from "../testing/account_contract.ts";
import { DURABLE_RULES, RULE_CONTRACT } from "../testing/rule_contract.ts";
import type { Archive } from "./archive.ts";
import { MemoryStore } from "./memory/store.ts";
import { openArchive } from "./open_archive.ts";
import { openStore } from "./open_store.ts";
import { DAY, type PrunedStore, type Retention } from "./retention.ts";
import type { SearchTime } from "./search_time.ts";
import { type NewMessage, NONCE_LIFETIME } from "./store.ts";
import { StoreError } from "./store_error.ts";

/** Opens the same store, again and again. */
type Open = (options?: Retention & SearchTime) => Promise<PrunedStore>;

const NOW = Date.now();

function message(text: string, other: Partial<NewMessage> = {}): NewMessage {
  const person = (other.from ?? "Ana").toLowerCase();
  return { conversation: "#geral", to: "#Geral", from: "Ana", text, at: NOW, person, ...other };
}

function ids(stored: readonly { readonly id: number }[]): number[] {
  return stored.map(({ id }) => id);
}

async function found(store: PrunedStore, terms: string, other: object = {}): Promise<string[]> {
  const query = { terms, conversations: ["#geral"], limit: 10, ...other };
  return (await store.search(query)).messages.map(({ text }) => text);
}

/** What a store is to do; with what opens it, and what opens the same for reading only. */
type Case = (open: Open, read: () => Promise<Archive>) => Promise<void>;

/** What every store does, whether or not it outlives its process. */
const CONTRACT: Record<string, Case> = {
  async "numbers each conversation by itself"(open) {
    await using store = await open();
    const rooms = ["#a", "#b", "#a", "#a", "#b"];
    const stored = await store.append(rooms.map((conversation) => message("oi", { conversation })));
    assertEquals(ids(stored), [1, 1, 2, 3, 2]);
    assertEquals(ids(await store.append([message("oi", { conversation: "#b" })])), [3]);
    assertEquals([await store.last("#a"), await store.last("#b"), await store.last("#c")], [
      ...[3, 3, 0],
    ]);
    assertEquals(await store.append([]), []);
  },

  async "gives the rooms of which messages are kept, the latest first, and no private conversation"(
    open,
  ) {
    await using store = await open();
    assertEquals(await store.rooms(10), []);
    const said = (conversation: string, to: string, at: number) =>
      store.append([message("oi", { conversation, to, at: NOW + at })]);
    await said("#a", "#A", 1);
    await said("#b", "#b", 2);
    await said("@ana\nbob", "Bob", 3);
    await said("#c", "#c", 4);
    await said("#a", "#a", 5);
    const expected = [["#a", "#a", 5], ["#c", "#c", 4], ["#b", "#b", 2]];
    const rooms = expected.map(([key, name, at]) => ({ key, name, at: NOW + Number(at) }));
    assertEquals(await store.rooms(10), rooms as never);
    assertEquals(await store.rooms(2), rooms.slice(0, 2) as never);
  },

  async "handles calls in order and settles them in order"(open) {
    await using store = await open();
    const settled: number[] = [];
    const calls = Array.from(
      { length: 300 },
      (_, index) =>
        store.append([message(`a ${index}`), message(`b ${index}`)]).then((stored) => {
          settled.push(index);
          return ids(stored);
        }),
    );
    const expected = calls.map((_, index) => [index * 2 + 1, index * 2 + 2]);
    assertEquals(await Promise.all(calls), expected);
    assertEquals(settled, calls.map((_, index) => index));
    const { messages } = await store.read("#geral", { limit: 2 });
    assertEquals(messages.map(({ text }) => text), ["a 299", "b 299"]);
  },

  async "stores no nonce of an identity twice within an hour"(open) {
    await using store = await open();
    const first = message("oi", { nonce: "n" });
    const second = message("oi", { nonce: "n", at: NOW + 1 });
    assertEquals(await store.append([first, second, message("oi")]), [
      { id: 1, at: NOW, repeated: false },
      { id: 1, at: NOW, repeated: true },
      { id: 2, at: NOW, repeated: false },
    ]);
    const others = await store.append([
      message("oi", { nonce: "n", at: NOW + NONCE_LIFETIME - 1, conversation: "#b" }),
      message("oi", { nonce: "n", from: "Bia" }),
    ]);
    assertEquals(others.map(({ id, repeated }) => [id, repeated]), [[1, true], [3, false]]);
    const at = NOW + NONCE_LIFETIME;
    for (const repeated of [false, true]) {
      const late = await store.append([message("oi", { nonce: "n", at })]);
      assertEquals(late, [{ id: 4, at, repeated }]);
    }
    assertEquals(await store.last("#b"), 0);
  },

  async "stores no nonce of a token twice, whatever its account"(open) {
    await using store = await open();
    const say = (person: string, nonce: string, other: Partial<NewMessage> = {}) =>
      message("oi", { person, nonce, ...other });
    const append = async (...messages: NewMessage[]) =>
      (await store.append(messages)).map(({ id, at, repeated }) => [id, at - NOW, repeated]);
    // A guest says something and registers.
    assertEquals(await append(say("token", "a")), [[1, 0, false]]);
    const inAccount = { digest: "token", conversation: "@account\nbob", at: NOW + 1 };
    assertEquals(await append(say("account", "a", inAccount)), [[1, 0, true]]);
    assertEquals(await store.last("@account\nbob"), 0);
    // It says something in the account, which it also repeats from another device, and logs out.
    assertEquals(await append(say("account", "b", { digest: "token" })), [[2, 0, false]]);
    assertEquals(await append(say("account", "b", { digest: "phone" })), [[2, 0, true]]);
    assertEquals(await append(say("token", "b", { at: NOW + 1 })), [[2, 0, true]]);
    assertEquals(await append(say("other", "b", { digest: "token" })), [[2, 0, true]]);
    // All of that in one turn.
    const turn = [
      say("token", "c"),
      say("account", "c", { digest: "token" }),
      say("account", "d", { digest: "token" }),
      say("token", "d"),
      say("account", "d", { digest: "phone" }),
    ];
    assertEquals(await append(...turn), [
      [3, 0, false],
      [3, 0, true],
      [4, 0, false],
      [4, 0, true],
      [4, 0, true],
    ]);
    // Where the account and the token have each used it, what the account said is the first one.
    assertEquals(await append(say("x", "e"), say("y", "e")), [[5, 0, false], [6, 0, false]]);
    assertEquals(await append(say("y", "e", { digest: "x" })), [[6, 0, true]]);
    // Others may have the same nonce.
    assertEquals(await append(say("bob", "b"), say("phone", "c")), [[7, 0, false], [8, 0, false]]);
    const at = NOW + NONCE_LIFETIME;
    assertEquals(await append(say("y", "e", { digest: "x", at })), [[9, NONCE_LIFETIME, false]]);
    for (const person of ["x", "y"]) {
      assertEquals(await append(say(person, "e", { at })), [[9, NONCE_LIFETIME, true]]);
    }
  },

  async "reads the latest messages, those before and those after an id"(open) {
    await using store = await open();
    assertEquals(await store.read("#geral", { limit: 5 }), {
      messages: [],
      more: false,
      first: 0,
    });
    await store.append(Array.from({ length: 10 }, (_, index) => message(`m${index + 1}`)));
    const read = async (range: object) => {
      const { messages, more, first } = await store.read("#geral", { limit: 3, ...range });
      assertEquals(first, 1);
      return [...ids(messages), more];
    };
    assertEquals(await read({}), [8, 9, 10, true]);
    assertEquals(await read({ before: 4 }), [1, 2, 3, false]);
    assertEquals(await read({ before: 1 }), [false]);
    assertEquals(await read({ after: 0 }), [1, 2, 3, true]);
    assertEquals(await read({ after: 7 }), [8, 9, 10, false]);
    assertEquals(await read({ after: 10 }), [false]);
    assertEquals(await read({ after: 2, before: 5 }), [3, 4, false]);
    const { messages } = await store.read("#geral", { limit: 1 });
    assertEquals(messages, [{ id: 10, from: "Ana", to: "#Geral", text: "m10", at: NOW }]);
  },

  async "reads up to a limit of bytes, and one message at least"(open) {
    await using store = await open();
    // Emoji, a quote and a NUL take more bytes than characters, as JSON.
    const texts = Array.from({ length: 10 }, (_, index) => `${index} 👋👋👋 "\0`);
    // Some of them are stored together.
    for (const turn of [texts.slice(0, 4), texts.slice(4, 5), texts.slice(5)]) {
      await store.append(turn.map((text) => message(text)));
    }
    const { messages } = await store.read("#geral", { limit: 1 });
    const size = new TextEncoder().encode(JSON.stringify(messages[0])).length + 1;
    // The id of the last one has a digit more.
    const read = async (bytes: number, range: object) => {
      const page = await store.read("#geral", { limit: 20, bytes, ...range });
      assertEquals(page.first, 1);
      return [...ids(page.messages), page.more];
    };
    assertEquals(await read(3 * size, {}), [8, 9, 10, true]);
    assertEquals(await read(3 * size - 3, {}), [9, 10, true]);
    assertEquals(await read(3 * size, { before: 7 }), [4, 5, 6, true]);
    assertEquals(await read(3 * size, { before: 4 }), [1, 2, 3, false]);
    assertEquals(await read(3 * size, { after: 0 }), [1, 2, 3, true]);
    assertEquals(await read(4 * size, { after: 0 }), [1, 2, 3, 4, true]);
    assertEquals(await read(3 * size, { after: 7 }), [8, 9, 10, false]);
    assertEquals(await read(10 * size, { after: 0 }), [
      ...ids(texts.map((_, id) => ({ id: id + 1 }))),
      false,
    ]);
    for (const bytes of [0, 1, size - 1]) {
      assertEquals(await read(bytes, {}), [10, true]);
      assertEquals(await read(bytes, { before: 2 }), [1, false]);
      assertEquals(await read(bytes, { after: 3 }), [4, true]);
      assertEquals(await read(bytes, { after: 9 }), [10, false]);
      assertEquals(await read(bytes, { after: 10 }), [false]);
    }
  },

  async "returns every text unchanged"(open) {
    await using store = await open();
    const texts = [
      "a\0b\0",
      "\u{10fffe}0 \u{10fffe}",
      "🙂 é\u0301 '\"\\ %_",
      "\u202e\ufeff",
      "x".repeat(4_000),
    ];
    await store.append(texts.map((text) => message(text, { nonce: text.slice(0, 100) })));
    const { messages } = await store.read("#geral", { limit: 10 });
    assertEquals(messages.map(({ text }) => text), texts);
    const [again] = await store.append([message(texts[0]!, { nonce: texts[0]! })]);
    assertEquals(again, { id: 1, at: NOW, repeated: true });
  },

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
    // The number of a conversation is none of its words.
    assertEquals(await found(store, "1"), ["três OR quatro 1 x"]);
    assertEquals(await found(store, "#1 um"), []);
    assertEquals(await found(store, "é".repeat(2_000)), []);
  },

  async "takes a single letter or digit for a whole word, unless it is a word where it is written"(
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
      // Each two are stored together, and have both words in different messages.
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
    // In memory that is a number to compare; elsewhere a row to fetch.
    if (store instanceof MemoryStore) return;
    assertEquals(await ask(1), [undefined, { more: false }]);
    assertEquals(await ask(NOW + 1), ["festa 0", { more: false }]);
  },

  async "stores, reads and looks up accounts while searches wait"(open) {
    await using store = await open();
    const texts = Array.from({ length: 500 }, (_, index) => `festa de são joão ${index}`);
    await store.append(texts.map((text) => message(text)));
    const search = () => found(store, "festa joao nada");
    // What is started at first is there.
    await Promise.all([search(), store.read("#geral", { limit: 1 }), store.last("#geral")]);
    let answered = 0;
    const searches = Array.from({ length: 200 }, () => search().then(() => answered++));
    await store.last("#geral");
    await store.accounts.findAccount("ana");
    await store.read("#geral", { limit: 1 });
    assert(answered < searches.length, `${answered} answered`);
    await Promise.all(searches);
  },

  async "finds nothing once everything was removed"(open) {
    await using store = await open({ keepDays: 1 });
    await store.append([message("festa", { at: NOW - 2 * DAY })]);
    await store.prune();
    assertEquals(await found(store, "festa", { before: NOW }), []);
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

  async "keeps the given number of messages per conversation"(open) {
    await using store = await open({ keepMessages: 3 });
    await store.append(Array.from({ length: 700 }, (_, index) => message(`velha ${index}`)));
    await store.append([message("velha", { conversation: "#b" })]);
    await store.prune();
    const { messages, more, first } = await store.read("#geral", { limit: 10 });
    assertEquals([ids(messages), more, first], [[698, 699, 700], false, 698]);
    assertEquals((await found(store, "velha")).length, 3);
    assertEquals((await store.read("#b", { limit: 10 })).first, 1);
    assertEquals(ids(await store.append([message("nova")])), [701]);
  },

  async "keeps messages for the given number of days"(open) {
    await using store = await open({ keepDays: 2 });
    const old = { at: NOW - 2 * DAY - 1 };
    await store.append([
      ...Array(600).fill(message("velha", old)),
      message("nova"),
      message("x", old),
    ]);
    assertEquals(await store.prune(), 600);
    assertEquals(await store.prune(), 0);
    const { messages, first } = await store.read("#geral", { limit: 10 });
    assertEquals([ids(messages), first], [[601, 602], 601]);
    assertEquals(await found(store, "velha"), []);
    assertEquals(ids(await store.append([message("y")])), [603]);
  },
};

/** What a store does that outlives its process. */
const DURABLE: Record<string, Case> = {
  async "continues after it is opened again"(open) {
    {
      await using store = await open({ keepMessages: 1 });
      await store.append([message("um", { nonce: "n" }), message("dois"), message("três")]);
      await store.prune();
    }
    await using store = await open();
    assertEquals(await store.last("#geral"), 3);
    const again = message("um", { nonce: "n", at: NOW + 1 });
    assertEquals(await store.append([again, message("quatro")]), [
      { id: 1, at: NOW, repeated: true },
      { id: 4, at: NOW, repeated: false },
    ]);
    const { messages, first } = await store.read("#geral", { after: 0, limit: 10 });
    assertEquals([messages.map(({ text }) => text), first], [["três", "quatro"], 3]);
    assertEquals(await found(store, "tres"), ["três"]);
  },

  async "gives all messages of a conversation or of all to whoever only reads"(open, read) {
    await using store = await open();
    const rooms = ["#a", "#b", "#c"];
    const messages = Array.from(
      { length: 3_500 },
      (_, index) => message(`m${index}`, { conversation: rooms[index % 3]! }),
    );
    // What was stored together comes together, whatever the order of the conversations in it.
    const turns = [messages.slice(0, 2_000), messages.slice(2_000)];
    for (const turn of turns) await store.append(turn);
    await using archive = await read();
    const all = (await Array.fromAsync(archive.messages())).flat().map(({ text }) => text);
    const parts = [all.slice(0, 2_000), all.slice(2_000)];
    assertEquals(
      parts.map((texts) => texts.toSorted()),
      turns.map((turn) => turn.map(({ text }) => text).toSorted()),
    );
    for (const room of rooms) {
      const one = (await Array.fromAsync(archive.messages(room))).flat();
      assertEquals(
        one.map(({ text }) => text),
        messages.flatMap((message) => message.conversation === room ? [message.text] : []),
      );
      assertEquals(ids(one), one.map((_, index) => index + 1));
      assertEquals(await archive.last(room), one.length);
    }
    assertEquals(await Array.fromAsync(archive.messages("#d")), []);
    assertEquals(await archive.last("#d"), 0);
  },

  async "lets others write while somebody reads slowly, who misses none of what was there"(
    open,
    read,
  ) {
    await using store = await open();
    await store.append(Array.from({ length: 2_500 }, (_, index) => message(`a ${index}`)));
    await using archive = await read();
    const seen: string[] = [];
    for await (const messages of archive.messages()) {
      seen.push(...messages.map(({ text }) => text));
      await store.append([message("b")]);
    }
    assertEquals(seen, Array.from({ length: 2_500 }, (_, index) => `a ${index}`));
    assertEquals(await store.last("#geral"), 2_503);
  },

  async "remembers the nonces of an account and its token"(open) {
    const said = message("um", { person: "account", digest: "token", nonce: "n" });
    {
      await using store = await open();
      await store.append([said]);
    }
    await using store = await open();
    const { digest: _, ...other } = said;
    const repeated = [other, { ...other, person: "token" }, { ...other, person: "bob" }];
    assertEquals(ids(await store.append(repeated)), [1, 1, 2]);
  },

  async "refuses what is not stored yet when it is abandoned"(open) {
    {
      await using store = await open();
      await store.append([message("um")]);
      store.abandon();
      await assertRejects(() => store.append([message("dois")]), StoreError);
      assertEquals(await store.last("#geral"), 1);
    }
    await using store = await open();
    assertEquals(ids(await store.append([message("três")])), [2]);
  },

  async "checks whether it can store without leaving a trace"(open) {
    {
      await using store = await open();
      await store.check();
      await store.append([message("um")]);
      await Promise.all([store.check(), store.append([message("dois")]), store.check()]);
      assertEquals(ids(await store.append([message("três")])), [3]);
      store.abandon();
      await assertRejects(() => store.check(), StoreError, "Cannot store messages: ");
    }
    await using store = await open();
    await store.check();
    assertEquals(await store.last("#geral"), 3);
  },

  async "stores what was appended before it is closed"(open) {
    const store = await open();
    const calls = Array.from({ length: 20 }, (_, index) => store.append([message(`m${index}`)]));
    await store[Symbol.asyncDispose]();
    assertEquals((await Promise.all(calls)).flatMap(ids).at(-1), 20);
    await using again = await open();
    assertEquals(await again.last("#geral"), 20);
  },
};

async function check(
  t: Deno.TestContext,
  cases: Record<string, Case>,
  location: () => Promise<string>,
): Promise<void> {
  for (const [name, run] of Object.entries(cases)) {
    const place = await location();
    await t.step(
      name,
      () => run((options) => openStore(place, options), () => openArchive(place)),
    );
  }
}

/** What holds of every store. */
const COMMON = { ...CONTRACT, ...ACCOUNT_CONTRACT, ...RULE_CONTRACT };

Deno.test("MemoryStore fulfils the contract of a store", async (t) => {
  await check(
    t,
    COMMON,
    () => Promise.resolve(":memory:"),
  );
});

Deno.test("SqliteStore fulfils the contract of a store", async (t) => {
  const directory = await Deno.makeTempDir();
  let files = 0;
  const location = () => Promise.resolve(`${directory}/${++files}.db`);
  await check(t, { ...COMMON, ...DURABLE, ...DURABLE_RULES }, location);
  await Deno.remove(directory, { recursive: true });
});

testWith("postgres", "PostgresStore fulfils the contract of a store", async (t) => {
  await using server = await PostgresServer.start();
  await check(t, { ...COMMON, ...DURABLE, ...DURABLE_RULES }, () => server.database());
});
