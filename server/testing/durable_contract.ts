import { assertEquals, assertRejects } from "@std/assert";
import { StoreError } from "../store/store_error.ts";
import { found, ids, message, NOW, type StoreCase } from "./store_case.ts";

/** Tests of every store whose data outlives the process, by name. */
export const DURABLE_CONTRACT: Record<string, StoreCase> = {
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
    const { entries: messages, first } = await store.read("#geral", { after: 0, limit: 10 });
    assertEquals([messages.map(({ text }) => text), first], [["três", "quatro"], 3]);
    assertEquals(await found(store, "tres"), ["três"]);
  },

  async "reads one or all conversations without writing"(open, read) {
    await using store = await open();
    const rooms = ["#a", "#b", "#c"];
    const messages = Array.from(
      { length: 3_500 },
      (_, index) => message(`m${index}`, { conversation: rooms[index % 3]! }),
    );
    // Messages of one transaction are adjacent, whatever the order of their conversations.
    const turns = [messages.slice(0, 2_000), messages.slice(2_000)];
    for (const turn of turns) await store.append(turn);
    await using archive = await read();
    const all = (await Array.fromAsync(archive.entries())).flat().map(({ entry: { text } }) =>
      text
    );
    const parts = [all.slice(0, 2_000), all.slice(2_000)];
    assertEquals(
      parts.map((texts) => texts.toSorted()),
      turns.map((turn) => turn.map(({ text }) => text).toSorted()),
    );
    for (const room of rooms) {
      const one = (await Array.fromAsync(archive.entries({ conversation: room }))).flat().map((
        { entry },
      ) => entry);
      assertEquals(
        one.map(({ text }) => text),
        messages.flatMap((message) => message.conversation === room ? [message.text] : []),
      );
      assertEquals(ids(one), one.map((_, index) => index + 1));
      assertEquals(await archive.last(room), one.length);
    }
    assertEquals(await Array.fromAsync(archive.entries({ conversation: "#d" })), []);
    assertEquals(await archive.last("#d"), 0);
  },

  async "accepts writes during a slow read, which misses nothing"(
    open,
    read,
  ) {
    await using store = await open();
    await store.append(Array.from({ length: 2_500 }, (_, index) => message(`a ${index}`)));
    await using archive = await read();
    const seen: string[] = [];
    for await (const entries of archive.entries()) {
      for (const { entry: { text } } of entries) seen.push(text!);
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
