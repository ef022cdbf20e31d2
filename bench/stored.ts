/** Measures a store that holds many messages, in SQLite or PostgreSQL; see README.md in this folder. */
import { openStore } from "../server/store/open_store.ts";
import type { RequestedChange } from "../protocol/messages/requested_change.ts";
import type { NewMessage } from "../server/store/entry.ts";
import { PostgresServer } from "../tests/support/postgres.ts";
import { handleSignals, onInterrupt } from "./on_interrupt.ts";
import { summarize } from "./measure/statistics.ts";
import { print, printProgress } from "./print.ts";
import { chatCommand } from "./systems/chat.ts";
import { ServerProcess } from "./systems/server_process.ts";
import { TemporaryDirectory } from "./temporary_directory.ts";

const [COUNT = "1000000", KIND = "sqlite"] = Deno.args;
const MESSAGES = Number(COUNT);
const IS_POSTGRES = KIND === "postgres";

/** Messages per batch. */
const BATCH = 256;

/** Samples per query. */
const REPEATS = 20;

/** A room with one message in a thousand; a large room has all others. */
const SMALL = "#pequena";
const LARGE = "#grande";

/** Vocabulary: a message has twelve words, the first ones far more often than the last. */
const WORDS = Array.from({ length: 2_000 }, (_, index) => `palavra${index.toString(36)}`);

const AUTHORS = Array.from({ length: 30 }, (_, index) => `pessoa${index}`);

function message(index: number): NewMessage {
  const room = index % 1_000 === 0 ? SMALL : LARGE;
  const words = Array.from({ length: 12 }, () => WORDS[Math.floor(2_000 * Math.random() ** 3)]);
  if (index % 2 === 0) words.push("comum");
  if (index % 100_000 === 0) words.push("raro");
  const from = AUTHORS[index % AUTHORS.length]!;
  const at = Date.now() - MESSAGES + index;
  return { conversation: room, to: room, from, text: words.join(" "), at, person: from };
}

/** Creates an empty database, which is removed with `opened`, and returns its location. */
async function openDatabase(opened: AsyncDisposableStack): Promise<string> {
  if (!IS_POSTGRES) return `${opened.use(new TemporaryDirectory()).path}/chat.db`;
  const server = opened.use(await PostgresServer.start());
  opened.use(onInterrupt(() => server.abandon()));
  return await server.database();
}

async function fill(path: string): Promise<void> {
  await using store = await openStore(path);
  const begin = performance.now();
  for (let index = 0; index < MESSAGES; index += BATCH) {
    const length = Math.min(BATCH, MESSAGES - index);
    await store.append(Array.from({ length }, (_, offset) => message(index + offset)));
  }
  const each = (performance.now() - begin) * 1_000 / MESSAGES;
  print(`stored, ${BATCH} at a time: ${each.toFixed(1)} µs a message, including generating it`);
}

async function query(path: string): Promise<void> {
  await using store = await openStore(path);
  const rooms = [["small room", SMALL], ["large room", LARGE]] as const;
  for (const [title, room] of rooms) {
    const last = await store.last(room);
    await time(`history, last 20, ${title}`, () => store.read(room, { limit: 20 }));
    const middle = Math.ceil(last / 2);
    for (const range of [{ before: middle }, { after: middle }, { around: middle }]) {
      const [where] = Object.keys(range);
      await time(
        `history, 20 ${where} the middle, ${title}`,
        () => store.read(room, { ...range, limit: 20 }),
      );
    }
    for (const terms of ["raro", "comum", "comum raro", "nenhum", "p"]) {
      const query = { terms, conversations: [room], limit: 20 };
      await time(`search "${terms}", ${title}`, () => store.search(query));
    }
  }
}

/** Makes a change for every fifth message of the large room: five reactions, then three edits, then two deletions. */
async function change(path: string): Promise<void> {
  await using store = await openStore(path);
  const last = await store.last(LARGE);
  const count = Math.floor(last / 5);
  const begin = performance.now();
  for (let index = 0; index < count; index++) {
    const about = 1 + index * 5;
    const { text, ...fields } = message(index + 1);
    const change: RequestedChange = index % 10 < 5
      ? { type: "react", about, emoji: "👍" }
      : index % 10 < 8
      ? { type: "edit", about, text }
      : { type: "delete", about };
    const rights = { identities: AUTHORS, since: 0 };
    await store.append([{ ...fields, conversation: LARGE, to: LARGE, change, rights }]);
  }
  const each = (performance.now() - begin) / count;
  print(`changed, one at a time: ${count} changes, ${each.toFixed(1)} ms each`);
}

async function start(path: string): Promise<void> {
  await time("start from the source, to [ESCUTANDO]", async () => {
    const begin = performance.now();
    await using _server = await ServerProcess.start(chatCommand(path));
    return performance.now() - begin;
  }, 5);
}

async function prune(path: string): Promise<void> {
  const kept = Math.ceil(MESSAGES * 0.9);
  await using store = await openStore(path, { keepMessages: kept });
  const begin = performance.now();
  const removed = await store.prune();
  const each = (performance.now() - begin) * 1_000 / removed;
  print(`pruned to the last ${kept}: ${removed} messages, ${each.toFixed(1)} µs each`);
}

/** Prints the median and the maximum time of a call; `run` may return the time itself, in milliseconds. */
async function time(title: string, run: () => Promise<unknown>, repeats = REPEATS): Promise<void> {
  const times: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const begin = performance.now();
    const own = await run();
    times.push(typeof own === "number" ? own : performance.now() - begin);
  }
  const { median, max } = summarize(times);
  print(`${title}: ${median.toFixed(2)} ms, ${max.toFixed(2)} ms at most`);
}

handleSignals();
await using opened = new AsyncDisposableStack();
const path = await openDatabase(opened);
printProgress(`storing ${MESSAGES} messages`);
await fill(path);
if (!IS_POSTGRES) print(`file: ${(Deno.statSync(path).size / 2 ** 20).toFixed(0)} MiB`);
await start(path);
await query(path);
printProgress("changing a fifth of them");
await change(path);
await query(path);
await prune(path);
