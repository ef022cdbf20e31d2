import { assertEquals } from "@std/assert";
import { testWith } from "../../tests/support/needs.ts";
import { PostgresServer } from "../../tests/support/postgres.ts";
import { Random } from "../../tests/support/random.ts";
import { size } from "../../tests/support/soak.ts";
import { EntryModel } from "../testing/entry_model.ts";
import { NOW } from "../testing/store_case.ts";
import type { RequestedChange } from "../../protocol/messages/requested_change.ts";
import { messagesOf, type NewEntry } from "./entry.ts";
import { openArchive } from "./open_archive.ts";
import { openImporter } from "./open_importer.ts";
import { openStore } from "./open_store.ts";
import type { PrunedStore } from "./retention.ts";
import type { EntryPage, EntryRange } from "./store.ts";

const CONVERSATIONS = ["#geral", "@ana\nbia"];

/** Names, with the identities that count as theirs. */
const PEOPLE = [
  ["Ana", ["ana"]],
  ["Bia", ["bia"]],
  // With an account, and as the guest who registered it.
  ["Caio", ["account", "caio"]],
  ["Caio", ["caio"]],
] as const;

const WORDS = ["festa", "junina", "baile", "são", "joão", "açaí", "🙂", '"', "\0", "x".repeat(300)];

/** Most entries that are stored of a conversation. */
const KEPT = 60;

/** Makes the entries of a program. */
class Program {
  readonly #random: Random;
  #at = NOW;

  constructor(random: Random) {
    this.#random = random;
  }

  /** @param last The last `id` of a conversation. */
  entry(conversation: string, last: number): NewEntry {
    const [from, identities] = this.#random.of(PEOPLE);
    const at = ++this.#at;
    const fields = { conversation, to: "Bia", from, person: identities[0], at };
    const nonce = this.#chance(0.3) ? { nonce: String(this.#random.below(200)) } : {};
    // Mostly a recent one, sometimes none.
    const about = this.#chance(0.05)
      ? last + this.#random.below(4) - 1
      : Math.max(1, last - this.#random.below(this.#chance(0.5) ? 8 : 80));
    if (this.#chance(0.35)) {
      const reply = this.#chance(0.3) ? { reply: about } : {};
      const action = this.#chance(0.2) ? { action: true } as const : {};
      return { ...fields, ...nonce, text: this.#text(), ...reply, ...action };
    }
    const since = this.#chance(0.1) ? this.#at - this.#random.below(50) : 0;
    const any = this.#chance(0.1) ? { any: true } as const : {};
    const rights = { identities, since, ...any };
    return { ...fields, ...nonce, change: this.#change(about), rights };
  }

  #change(about: number): RequestedChange {
    if (this.#chance(0.15)) {
      return { type: "delete", about, ...(this.#chance(0.5) && { reason: this.#text() }) };
    }
    if (this.#chance(0.35)) return { type: "edit", about, text: this.#text() };
    const emoji = this.#chance(0.3) ? `e${this.#random.below(30)}` : "👍";
    return { type: "react", about, emoji, ...(this.#chance(0.3) && { remove: true }) };
  }

  #text(): string {
    const length = 1 + this.#random.below(3);
    return Array.from({ length }, () => this.#random.of(WORDS)).join(" ");
  }

  range(last: number): EntryRange {
    const limit = 1 + this.#random.below(30);
    const bytes = this.#chance(0.5) ? { bytes: this.#random.below(8_000) } : {};
    const reader = this.#chance(0.3) ? { reader: this.#random.of(PEOPLE)[1] } : {};
    const id = this.#random.below(last + 3);
    const around = this.#chance(0.3) ? { around: id } : undefined;
    const before = this.#chance(0.4) ? { before: id } : {};
    const after = this.#chance(0.4) ? { after: this.#random.below(last + 3) } : {};
    return { limit, ...bytes, ...reader, ...around ?? { ...before, ...after } };
  }

  words(): string {
    return this.#random.of(WORDS);
  }

  #chance(probability: number): boolean {
    return this.#random.below(1_000) < probability * 1_000;
  }
}

/** Brings a page into a form that does not depend on the order of own reactions. */
function normal({ mine, ...page }: EntryPage) {
  return { ...page, mine: mine && [...mine].map(([id, emoji]) => [id, emoji.toSorted()]) };
}

/** Runs a random program over a store and the model, and compares all that they answer. */
async function run(
  seed: number,
  turns: number,
  open: () => Promise<PrunedStore>,
  isEager: boolean,
): Promise<void> {
  const random = new Random(seed);
  const program = new Program(random);
  const model = new EntryModel({ keepMessages: KEPT, isEager });
  let store = await open();
  try {
    for (let turn = 0; turn < turns; turn++) {
      const place = `seed ${seed}, turn ${turn}`;
      const expected: unknown[] = [];
      const entries: NewEntry[] = [];
      for (let length = 1 + random.below(turn % 10 === 0 ? 40 : 5); length > 0; length--) {
        const conversation = random.of(CONVERSATIONS);
        const entry = program.entry(conversation, model.last(conversation));
        // Entries of one call that have the same nonce are the same.
        if (entries.some(({ nonce }) => nonce !== undefined && nonce === entry.nonce)) continue;
        entries.push(entry);
        expected.push(model.append(entry));
      }
      assertEquals(await store.append(entries), expected as never, place);
      if (random.below(10) === 0) {
        await store.prune();
        model.prune();
      }
      if (!isEager && random.below(30) === 0) {
        await store[Symbol.asyncDispose]();
        store = await open();
      }
      for (const conversation of CONVERSATIONS) {
        const range = program.range(model.last(conversation));
        assertEquals(
          normal(await store.read(conversation, range)),
          normal(model.read(conversation, range)),
          `${place}, ${JSON.stringify(range)}`,
        );
      }
      if (turn % 5 > 0) continue;
      const word = program.words();
      const conversation = random.of(CONVERSATIONS);
      const query = { terms: word, conversations: [conversation], limit: 100 };
      const { messages } = await store.search(query);
      const texts = [...model.texts(conversation)].filter(([, text]) =>
        /[\p{L}\p{N}]/u.test(word) && text.includes(word)
      );
      const hits = messages.map(({ id, text }) => [id, text]);
      assertEquals(hits, texts.toReversed(), `${place}, ${word}`);
    }
  } finally {
    await store[Symbol.asyncDispose]();
  }
}

/** Copies a database, and checks that the copy is as the original. */
async function checkCopies(from: string, copyTo: () => Promise<string>): Promise<void> {
  await using original = await openStore(from);
  for (const isOriginal of [true, false]) {
    const to = await copyTo();
    {
      await using archive = await openArchive(from);
      await using importer = await openImporter(to);
      for await (const entries of archive.entries({ isOriginal })) await importer.add(entries);
      await importer.commit();
    }
    await using copy = await openStore(to);
    for (const conversation of CONVERSATIONS) {
      const range = { after: 0, limit: 1_000 };
      // Where changes are in their messages already, only their ids are imported.
      const [one, other] = await Promise.all([copy, original].map(async (store) => {
        const page = await store.read(conversation, range);
        return isOriginal ? page : { ...page, entries: messagesOf(page.entries) };
      }));
      assertEquals(one, other, `${conversation} as ${isOriginal ? "sent" : "changed"}`);
      assertEquals(await copy.last(conversation), await original.last(conversation));
      for (const terms of WORDS) {
        const query = { terms, conversations: [conversation], limit: 100 };
        assertEquals(await copy.search(query), await original.search(query));
      }
    }
    if (!isOriginal) continue;
    for (const [, reader] of PEOPLE) {
      const range = { after: 0, limit: 1_000, reader };
      const [one, other] = [copy, original].map(async (store) =>
        normal(await store.read("#geral", range)).mine
      );
      assertEquals(await one, await other);
    }
  }
}

const OPTIONS = { keepMessages: KEPT, searchTime: 5_000 };

Deno.test("MemoryStore does with random entries what a simple model does", async () => {
  for (let seed = 1; seed <= size(20, 2_000); seed++) {
    await run(seed, 100, () => openStore(":memory:", OPTIONS), true);
  }
});

Deno.test("SqliteStore does with random entries what a simple model does", async () => {
  const directory = await Deno.makeTempDir();
  for (let seed = 1; seed <= size(5, 200); seed++) {
    const path = `${directory}/${seed}.db`;
    await run(seed, 100, () => openStore(path, OPTIONS), false);
    let copies = 0;
    await checkCopies(path, () => Promise.resolve(`${path}-copy${++copies}`));
  }
  await Deno.remove(directory, { recursive: true });
});

testWith(
  "postgres",
  "PostgresStore does with random entries what a simple model does",
  async () => {
    await using server = await PostgresServer.start();
    for (let seed = 1; seed <= size(3, 100); seed++) {
      const location = await server.database();
      await run(seed, 100, () => openStore(location, OPTIONS), false);
      await checkCopies(location, () => server.database());
    }
  },
);
