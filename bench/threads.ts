/** Compares SQLite writes in a worker with writes on the main thread; see README.md in this folder. */
import { connectSqlite } from "../server/store/sqlite/connection.ts";
import { toRuns } from "../server/store/sqlite/run.ts";
import { SqliteStore } from "../server/store/sqlite/store.ts";
import { SqliteWriter } from "../server/store/sqlite/writer.ts";
import type { NewMessage } from "../server/store/entry.ts";
import { handleSignals } from "./on_interrupt.ts";
import { quantile } from "./measure/statistics.ts";
import { print } from "./print.ts";
import { TemporaryDirectory } from "./temporary_directory.ts";

/** Transactions that are measured, after a warm-up. */
const TURNS = 1_000;
const WARMUP = 200;

type Append = (messages: readonly NewMessage[]) => unknown;

const message: NewMessage = {
  conversation: "#geral",
  to: "#geral",
  from: "Ana",
  person: "ana",
  text: "uma frase comum de dez palavras, como se diz numa aula qualquer de redes, e mais",
  at: Date.now(),
};

async function measure(title: string, size: number, append: Append): Promise<void> {
  const messages = Array.from({ length: size }, () => message);
  const times: number[] = [];
  const held: number[] = [];
  for (let turn = 0; turn < WARMUP + TURNS; turn++) {
    const begin = performance.now();
    const stored = append(messages);
    // Until here the main thread is blocked.
    const free = performance.now();
    await stored;
    if (turn < WARMUP) continue;
    times.push(performance.now() - begin);
    held.push(free - begin);
  }
  const [p50, p99, loop, loop99] = [times, held].flatMap((values) => {
    const sorted = values.toSorted((a, b) => a - b);
    return [0.5, 0.99].map((part) => Math.round(quantile(sorted, part) * 1_000));
  });
  const each = times.reduce((sum, value) => sum + value) * 1_000 / (TURNS * size);
  print(
    `${title}, ${size} a turn: p50 ${p50} µs, p99 ${p99} µs, ${each.toFixed(1)} µs a message; ` +
      `event loop held p50 ${loop} µs, p99 ${loop99} µs`,
  );
}

handleSignals();
for (const size of [1, 64, 256]) {
  await using directory = new TemporaryDirectory();
  await using store = await SqliteStore.open(`${directory.path}/worker.db`);
  await measure("worker", size, (messages) => store.append(messages));
  using database = connectSqlite(`${directory.path}/main.db`, { busyTimeout: 5_000 });
  const writer = new SqliteWriter(database);
  await measure("main thread", size, (messages) => writer.append(toRuns(messages)));
}
