import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { Random } from "./support/random.ts";
import { startServer } from "./support/server.ts";
import { assertAllThere, type Known, Speaker } from "./support/speaker.ts";

/** Rounds that each end with `kill -9`; `deno task soak` does a hundred. */
const ROUNDS = Number(Deno.env.get("CHAT_ROUNDS") ?? 5);
const SEED = Number(Deno.env.get("CHAT_SEED") ?? Date.now() % 1_000_000);

const SPEAKERS = 4;

Deno.test(`kill -9 under load loses and repeats nothing (CHAT_SEED=${SEED})`, async () => {
  const random = new Random(SEED);
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  const known: Known = new Map();
  const speakers = Array.from({ length: SPEAKERS }, (_, index) => new Speaker(`f${index}`, known));
  for (let round = 0; round < ROUNDS; round++) {
    const server = await startServer({ args: ["--db", db] });
    let acks = 1 + random.below(200);
    const reached = Promise.withResolvers<void>();
    const onAck = () => {
      if (--acks === 0) reached.resolve();
    };
    const speaking = Promise.all(speakers.map((speaker) => speaker.talk(server, onAck)));
    await Promise.race([reached.promise, speaking]);
    await server.stop("SIGKILL");
    await speaking;
  }
  {
    await using server = await startServer({ args: ["--db", db] });
    await assertAllThere(server, speakers, known);
    assert(known.size > ROUNDS);
    assertEquals(await server.stop(), 0);
  }
  const database = new DatabaseSync(db, { readOnly: true });
  assertEquals({ ...database.prepare("PRAGMA integrity_check").get() }, { integrity_check: "ok" });
  database.close();
  await Deno.remove(directory, { recursive: true });
});
