import { assert, assertEquals } from "@std/assert";
import { Random } from "../../../tests/support/random.ts";
import { waitUntil } from "../../../tests/support/wait_until.ts";
import { isStored } from "../store_error.ts";
import type { NewChange, NewEntry } from "../entry.ts";
import { SqliteStore } from "./store.ts";

const FIELDS = { conversation: "#geral", to: "#geral", from: "Ana", person: "ana", at: 1 };
const RIGHTS = { identities: ["ana"], since: 0 };

function say(text: string): NewEntry {
  return { ...FIELDS, text };
}

function change(change: NewChange["change"]): NewEntry {
  return { ...FIELDS, change, rights: RIGHTS };
}

/** Returns which of the words occur in the files of a database, as written or as indexed. */
function left(path: string, words: Iterable<string>): string[] {
  const files = ["", "-wal"].map((suffix) => {
    try {
      return new TextDecoder("latin1").decode(Deno.readFileSync(path + suffix)).toLowerCase();
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return "";
      throw error;
    }
  });
  return [...words].filter((word) => files.some((file) => file.includes(word)));
}

/** Says, edits and deletes; returns the words that are deleted, and those that are not. */
async function run(store: SqliteStore, seed: number) {
  const random = new Random(seed);
  // From 0 to 1.
  const next = () => random.below(1_000) / 1_000;
  const messages: { id: number; words: string[] }[] = [];
  const deleted: string[] = [];
  let words = 0;
  const word = () => `segredo${seed}x${words++}x`;
  const text = (word: string) => `${word} ${"enchimento ".repeat(Math.floor(next() ** 4 * 60))}`;
  for (let turn = 0; turn < 150; turn++) {
    const batch = Array.from({ length: 1 + Math.floor(next() ** 4 * 40) }, (): {
      entry: NewEntry;
      done: (id: number) => void;
    } => {
      const index = Math.floor(next() * messages.length);
      const message = messages[index];
      if (message === undefined || next() < 0.4) {
        const said = word();
        return {
          entry: say(text(said)),
          done: (id) => messages.push({ id, words: [said] }),
        };
      }
      const about = message.id;
      if (next() < 0.5) {
        const edited = word();
        message.words.push(edited);
        return { entry: change({ type: "edit", about, text: text(edited) }), done: () => {} };
      }
      messages.splice(index, 1);
      deleted.push(...message.words);
      return { entry: change({ type: "delete", about }), done: () => {} };
    });
    const outcomes = await store.append(batch.map(({ entry }) => entry));
    for (const [index, outcome] of outcomes.entries()) {
      assert(isStored(outcome));
      batch[index]!.done(outcome.id);
    }
  }
  return { deleted, present: messages.flatMap(({ words }) => words) };
}

Deno.test("SqliteStore erases the words of deleted messages from its files", async () => {
  const directory = await Deno.makeTempDir();
  for (let seed = 1; seed <= 2; seed++) {
    const path = `${directory}/${seed}.db`;
    await using store = await SqliteStore.open(path);
    const { deleted, present } = await run(store, seed);
    assert(deleted.length > 100);
    await waitUntil(() => left(path, deleted).length === 0, () => left(path, deleted).join());
    // What is not deleted is where it was.
    assertEquals(left(path, present).length, present.length);
    for (const terms of present.slice(0, 20)) {
      const query = { terms, conversations: ["#geral"], limit: 2 };
      assert((await store.search(query)).messages.length <= 1);
    }
  }
  await Deno.remove(directory, { recursive: true });
});

Deno.test("SqliteStore goes on erasing after the process was killed", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/chat.db`;
  const entries = [
    say("segredo"),
    say("oi"),
    change({ type: "edit", about: 1, text: "mistério" }),
    change({ type: "delete", about: 1 }),
  ];
  const code = `
    import { SqliteStore } from ${JSON.stringify(import.meta.resolve("./store.ts"))};
    const store = await SqliteStore.open(${JSON.stringify(path)});
    await store.append(${JSON.stringify(entries.slice(0, 3))});
    await store.append(${JSON.stringify(entries.slice(3))});
    console.log("deleted");
  `;
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-check", code],
    stdout: "piped",
  }).spawn();
  const output = child.stdout.getReader();
  const { value } = await output.read();
  assertEquals(new TextDecoder().decode(value), "deleted\n");
  child.kill("SIGKILL");
  await output.cancel();
  await child.status;
  const words = ["segredo", "misterio", "mist\xc3\xa9rio"];
  assert(left(path, words).length > 0);
  await using store = await SqliteStore.open(path);
  await waitUntil(() => left(path, words).length === 0, () => left(path, words).join());
  const { entries: stored } = await store.read("#geral", { limit: 10 });
  assertEquals(stored.map(({ text }) => text), ["", "oi", undefined, undefined]);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("SqliteStore erases what was deleted shortly before it is closed", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/chat.db`;
  {
    await using store = await SqliteStore.open(path);
    await store.append([say("segredo"), say("oi")]);
    await store.append([change({ type: "delete", about: 1 })]);
  }
  assertEquals(left(path, ["segredo"]), []);
  await Deno.remove(directory, { recursive: true });
});
