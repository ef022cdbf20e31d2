/**
 * Stores what a turn of the server stores, with prepared rows and nothing else: one transaction after the other, in the
 * database and with the settings of the program; the words of few messages are left out, as the server indexes them later.
 * The rate of its commits, in deliveries a second, is what the disk and SQLite allow a server that stores before it delivers,
 * but for overlap of a commit with other work.
 */
import type { LoadResult, LoopRun } from "../load/job.ts";
import { Meter } from "../load/meter.ts";
import { encodeBlock } from "../../server/store/sqlite/block.ts";
import { connectSqlite } from "../../server/store/sqlite/connection.ts";
import { MANY_ENTRIES } from "../../server/store/sqlite/words.ts";

const TEXT = "x".repeat(100);

function run({ job, warmup, seconds }: LoopRun, directory: string): LoadResult {
  if (job.kind !== "throughput") throw new Error(`Cannot commit a job of kind ${job.kind}`);
  const { window, shape } = job;
  const at = Date.now();
  const row = encodeBlock(
    Array.from({ length: window }, () => ["u000051", "#bench000", TEXT, at, 1] as const),
  );
  const words = Array.from({ length: window }, () => TEXT).join(" ");
  const database = connectSqlite(`${directory}/commits.db`, { busyTimeout: 0 });
  database.exec("INSERT INTO conversation (number, key, last_id) VALUES (1, '#bench000', 0)");
  const insert = database.prepare(
    "INSERT INTO block (conversation, id, count, at, messages) VALUES (1, ?, ?, ?, ?)",
  );
  const index = database.prepare(
    "INSERT INTO message_words (rowid, conversation, words) VALUES (?, '1', ?)",
  );
  let stored = 0;
  const commitFor = (duration: number) => {
    const until = performance.now() + duration * 1_000;
    while (performance.now() < until) {
      database.exec("BEGIN IMMEDIATE");
      const { lastInsertRowid } = insert.run(stored + 1, window, at, row);
      if (window >= MANY_ENTRIES) index.run(lastInsertRowid, words);
      stored += window;
      database.exec("COMMIT");
    }
  };
  commitFor(warmup);
  const before = stored;
  const meter = new Meter(Deno.pid);
  commitFor(seconds);
  const deliveries = (stored - before) * shape.members;
  const result = meter.stop((seconds) => ({ "deliveries/s": deliveries / seconds }));
  database.close();
  return result;
}

const [options, directory] = Deno.args;
const result = run(JSON.parse(options!), directory!);
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(result)));
