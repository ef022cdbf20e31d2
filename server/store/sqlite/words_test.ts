import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import type { NewEntry } from "../entry.ts";
import { DAY } from "../../async/durations.ts";
import { SqliteStore, type SqliteStoreOptions } from "./store.ts";

const FIELDS = { conversation: "#geral", to: "#geral", from: "Ana", person: "ana" };

function say(text: string, at = 1): NewEntry {
  return { ...FIELDS, text, at };
}

function change(change: Extract<NewEntry, { change: unknown }>["change"]): NewEntry {
  return { ...FIELDS, at: 2, change, rights: { identities: ["ana"], since: 0 } };
}

async function idsWith(store: SqliteStore, terms: string): Promise<number[]> {
  const { messages } = await store.search({ terms, conversations: ["#geral"], limit: 200 });
  return messages.map(({ id }) => id);
}

/** Number of rows whose words are in the index. */
function indexed(path: string): number {
  using database = new DatabaseSync(path, { readOnly: true });
  const { count } = database.prepare("SELECT count(*) AS count FROM message_words_docsize").get()!;
  return Number(count);
}

/** Stores entries, a transaction each. */
async function append(store: SqliteStore, entries: readonly NewEntry[]): Promise<void> {
  for (const entry of entries) await store.append([entry]);
}

async function withFile(
  test: (
    path: string,
    open: (options?: SqliteStoreOptions) => Promise<SqliteStore>,
  ) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/chat.db`;
  await test(path, (options) => SqliteStore.open(path, options));
  await Deno.remove(directory, { recursive: true });
}

/** Messages with a word of each, and one that all have. */
function messages(from: number, to: number): NewEntry[] {
  return Array.from({ length: to - from + 1 }, (_, index) => say(`palavra n${from + index}n`));
}

Deno.test("SqliteStore finds messages before and after their words are put into the index", async () => {
  await withFile(async (path, open) => {
    await using store = await open();
    await append(store, messages(1, 63));
    assertEquals(indexed(path), 0);
    assertEquals(await idsWith(store, "n1n"), [1]);
    assertEquals((await idsWith(store, "palavra")).length, 63);
    await append(store, messages(64, 70));
    assertEquals(indexed(path), 64);
    for (const id of [1, 63, 64, 65, 70]) assertEquals(await idsWith(store, `n${id}n`), [id]);
    const ids = await idsWith(store, "palavra");
    assertEquals(ids, Array.from({ length: 70 }, (_, index) => 70 - index));
    await store.append(messages(71, 134));
    assertEquals(indexed(path), 71);
    assertEquals((await idsWith(store, "palavra")).length, 134);
  });
});

Deno.test("SqliteStore never finds what was edited or deleted before it is in the index", async () => {
  await withFile(async (path, open) => {
    await using store = await open();
    await append(store, [
      ...[say("antigo"), say("apagado"), say("outro")],
      change({ type: "edit", about: 1, text: "novo" }),
      change({ type: "delete", about: 2 }),
    ]);
    const check = async () => {
      const found = ["antigo", "apagado", "novo", "outro"].map((terms) => idsWith(store, terms));
      assertEquals(await Promise.all(found), [[], [], [1], [3]]);
    };
    await check();
    // A transaction that puts all words into the index, and changes some of its own messages.
    await store.append([
      ...messages(6, 70),
      change({ type: "edit", about: 6, text: "sexto" }),
      change({ type: "delete", about: 7 }),
    ]);
    assertEquals(indexed(path) > 0, true);
    await check();
    assertEquals(await idsWith(store, "sexto"), [6]);
    assertEquals([await idsWith(store, "n6n"), await idsWith(store, "n7n")], [[], []]);
    using database = new DatabaseSync(path, { readOnly: true });
    const words = "SELECT count(*) AS count FROM message_words WHERE message_words MATCH ?";
    const count = (word: string) => database.prepare(words).get(word)!["count"];
    assertEquals(["antigo", "apagado", "n6n", "n7n", "novo", "sexto"].map(count), [
      0,
      0,
      0,
      0,
      1,
      1,
    ]);
  });
});

Deno.test("SqliteStore finds and indexes what it stored before the process was killed", async () => {
  await withFile(async (path, open) => {
    const code = `
      import { SqliteStore } from ${JSON.stringify(import.meta.resolve("./store.ts"))};
      const store = await SqliteStore.open(${JSON.stringify(path)});
      for (const entry of ${JSON.stringify(messages(1, 10))}) await store.append([entry]);
      console.log("stored");
    `;
    await using child = new Deno.Command(Deno.execPath(), {
      args: ["eval", "--quiet", "--no-check", code],
      stdout: "piped",
    }).spawn();
    const output = child.stdout.getReader();
    await output.read();
    child.kill("SIGKILL");
    await output.cancel();
    await child.status;
    assertEquals(indexed(path), 0);
    await using store = await open();
    assertEquals(await idsWith(store, "n10n"), [10]);
    await append(store, messages(11, 64));
    assertEquals(indexed(path), 64);
    assertEquals((await idsWith(store, "palavra")).length, 64);
    assertEquals(await idsWith(store, "n10n"), [10]);
  });
});

Deno.test("SqliteStore finds messages that got the positions of deleted ones", async () => {
  await withFile(async (path, open) => {
    await using store = await open({ keepDays: 1 });
    await append(store, messages(1, 70));
    assertEquals(await store.prune(), 70);
    assertEquals(indexed(path), 0);
    const at = Date.now() + DAY;
    await append(store, [say("palavra primeira", at), say("palavra segunda", at)]);
    assertEquals(await idsWith(store, "palavra"), [72, 71]);
    await store.append(Array.from({ length: 64 }, () => say("palavra", at)));
    assertEquals(indexed(path), 3);
    assertEquals((await idsWith(store, "palavra")).length, 66);
  });
});

Deno.test("SqliteStore does not let changes without words wait for the index for ever", async () => {
  await withFile(async (path, open) => {
    await using store = await open();
    await append(store, [say("palavra")]);
    for (let nth = 0; nth < 127; nth++) {
      const remove = nth % 2 === 1 ? { remove: true } as const : {};
      await store.append([change({ type: "react", about: 1, emoji: "👍", ...remove })]);
    }
    using database = new DatabaseSync(path, { readOnly: true });
    const { upTo } = database.prepare("SELECT max(id) AS upTo FROM message_words_docsize").get()!;
    assertEquals(upTo, 128);
    assertEquals(await idsWith(store, "palavra"), [1]);
    await append(store, [say("outra"), change({ type: "edit", about: 1, text: "nova" })]);
    assertEquals([await idsWith(store, "palavra"), await idsWith(store, "nova")], [[], [1]]);
  });
});
