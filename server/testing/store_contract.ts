import { assertEquals } from "@std/assert";
import { DAY } from "../async/durations.ts";
import type { NewMessage } from "../store/entry.ts";
import { NONCE_LIFETIME } from "../store/store.ts";
import { found, ids, message, NOW, type StoreCase, stored } from "./store_case.ts";

/** Tests of messages for every store, by name. */
export const STORE_CONTRACT: Record<string, StoreCase> = {
  async "numbers each conversation by itself"(open) {
    await using store = await open();
    const rooms = ["#a", "#b", "#a", "#a", "#b"];
    const outcomes = await store.append(
      rooms.map((conversation) => message("oi", { conversation })),
    );
    assertEquals(ids(outcomes), [1, 1, 2, 3, 2]);
    assertEquals(ids(await store.append([message("oi", { conversation: "#b" })])), [3]);
    assertEquals([await store.last("#a"), await store.last("#b"), await store.last("#c")], [
      ...[3, 3, 0],
    ]);
    assertEquals(await store.append([]), []);
  },

  async "lists rooms with messages, the latest first, and nothing private"(
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
        store.append([message(`a ${index}`), message(`b ${index}`)]).then((outcomes) => {
          settled.push(index);
          return ids(outcomes);
        }),
    );
    const expected = calls.map((_, index) => [index * 2 + 1, index * 2 + 2]);
    assertEquals(await Promise.all(calls), expected);
    assertEquals(settled, calls.map((_, index) => index));
    const { entries: messages } = await store.read("#geral", { limit: 2 });
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
    const others = stored(
      await store.append([
        message("oi", { nonce: "n", at: NOW + NONCE_LIFETIME - 1, conversation: "#b" }),
        message("oi", { nonce: "n", from: "Bia" }),
      ]),
    );
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
      stored(await store.append(messages)).map(({ id, at, repeated }) => [id, at - NOW, repeated]);
    // A guest sends a message and registers.
    assertEquals(await append(say("token", "a")), [[1, 0, false]]);
    const inAccount = { digest: "token", conversation: "@account\nbob", at: NOW + 1 };
    assertEquals(await append(say("account", "a", inAccount)), [[1, 0, true]]);
    assertEquals(await store.last("@account\nbob"), 0);
    // The account sends a message, repeats it from another device and logs out.
    assertEquals(await append(say("account", "b", { digest: "token" })), [[2, 0, false]]);
    assertEquals(await append(say("account", "b", { digest: "phone" })), [[2, 0, true]]);
    assertEquals(await append(say("token", "b", { at: NOW + 1 })), [[2, 0, true]]);
    assertEquals(await append(say("other", "b", { digest: "token" })), [[2, 0, true]]);
    // All of that in one transaction.
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
    // If account and token have both used a nonce, the account's message counts.
    assertEquals(await append(say("x", "e"), say("y", "e")), [[5, 0, false], [6, 0, false]]);
    assertEquals(await append(say("y", "e", { digest: "x" })), [[6, 0, true]]);
    // Another identity may use the same nonce.
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
      entries: [],
      more: false,
      moreAfter: false,
      first: 0,
    });
    await store.append(Array.from({ length: 10 }, (_, index) => message(`m${index + 1}`)));
    const read = async (range: object) => {
      const { entries: messages, more, first } = await store.read("#geral", { limit: 3, ...range });
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
    const { entries: messages } = await store.read("#geral", { limit: 1 });
    assertEquals(messages, [{ id: 10, from: "Ana", to: "#Geral", text: "m10", at: NOW }]);
  },

  async "reads up to a limit of bytes, and one message at least"(open) {
    await using store = await open();
    // Emoji, quotes and NUL take more bytes than characters in JSON.
    const texts = Array.from({ length: 10 }, (_, index) => `${index} 👋👋👋 "\0`);
    // Some messages are stored together.
    for (const turn of [texts.slice(0, 4), texts.slice(4, 5), texts.slice(5)]) {
      await store.append(turn.map((text) => message(text)));
    }
    const { entries: messages } = await store.read("#geral", { limit: 1 });
    const size = new TextEncoder().encode(JSON.stringify(messages[0])).length + 1;
    // The last id has one more digit.
    const read = async (bytes: number, range: object) => {
      const page = await store.read("#geral", { limit: 20, bytes, ...range });
      assertEquals(page.first, 1);
      return [...ids(page.entries), page.more];
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
    const { entries: messages } = await store.read("#geral", { limit: 10 });
    assertEquals(messages.map(({ text }) => text), texts);
    const [again] = await store.append([message(texts[0]!, { nonce: texts[0]! })]);
    assertEquals(again, { id: 1, at: NOW, repeated: true });
  },

  async "finds nothing once everything was removed"(open) {
    await using store = await open({ keepDays: 1 });
    await store.append([message("festa", { at: NOW - 2 * DAY })]);
    await store.prune();
    assertEquals(await found(store, "festa", { before: NOW }), []);
  },

  async "keeps the given number of messages per conversation"(open) {
    await using store = await open({ keepMessages: 3 });
    await store.append(Array.from({ length: 700 }, (_, index) => message(`velha ${index}`)));
    await store.append([message("velha", { conversation: "#b" })]);
    await store.prune();
    const { entries: messages, more, first } = await store.read("#geral", { limit: 10 });
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
    const { entries: messages, first } = await store.read("#geral", { limit: 10 });
    assertEquals([ids(messages), first], [[601, 602], 601]);
    assertEquals(await found(store, "velha"), []);
    assertEquals(ids(await store.append([message("y")])), [603]);
  },
};
