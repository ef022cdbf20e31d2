/** SQLite files that were damaged while no server was running. */
import { assertEquals, assertMatch } from "@std/assert";
import { Peer } from "../support/peer.ts";
import { run } from "../support/program.ts";
import { startServer } from "../support/server.ts";

/** Bytes of the header of a write-ahead log and of each frame header, see https://www.sqlite.org/walformat.html. */
const [WAL_HEADER, FRAME_HEADER] = [32, 24];

const PAGE = 4_096;

/** Lets a server store messages, one per transaction, and kills it. */
async function storeAndKill(db: string, count: number): Promise<void> {
  await using server = await startServer({ args: ["--db", db] });
  await using ana = await Peer.json(server, "Ana");
  for (let ref = 1; ref <= count; ref++) {
    await ana.send({ type: "say", room: "#geral", text: `m${ref}`, ref });
    await ana.skipTo("ack");
  }
  await server.stop("SIGKILL");
}

async function history(db: string): Promise<{ ids: number[]; damage: string[] }> {
  await using server = await startServer({ args: ["--db", db, "--lang", "en"] });
  await using bia = await Peer.json(server, "Bia");
  await bia.send({ type: "history", room: "#geral", limit: 100, ref: "h" });
  let answer = await bia.skipTo("history");
  while (answer.ref !== "h") answer = await bia.skipTo("history");
  assertEquals(await server.stop(), 0);
  return {
    ids: answer.messages.map(({ id }) => id),
    damage: server.log.filter((line) => line.startsWith("[DAMAGED]")),
  };
}

async function corrupt(file: string, at: number): Promise<void> {
  const bytes = await Deno.readFile(file);
  bytes[at]! ^= 0xff;
  await Deno.writeFile(file, bytes);
}

Deno.test("a server with a damaged write-ahead log reports it and keeps a copy", async () => {
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  await storeAndKill(db, 10);
  const wal = `${db}-wal`;
  const frames = Math.floor(((await Deno.stat(wal)).size - WAL_HEADER) / (FRAME_HEADER + PAGE));
  await corrupt(wal, WAL_HEADER + (frames - 1) * (FRAME_HEADER + PAGE) + FRAME_HEADER + 100);
  const [found, mutated] = [await Deno.readFile(db), await Deno.readFile(wal)];
  const { ids, damage } = await history(db);
  assertEquals(ids, ids.map((_, index) => index + 1));
  assertEquals([ids.length < 10, damage.length], [true, 1]);
  const [, copy] = /found is (.*)\.$/.exec(damage[0]!) ?? [];
  assertEquals(await Deno.readFile(copy!), found);
  assertEquals(await Deno.readFile(`${copy}-wal`), mutated);
  // After that, no damage is reported.
  assertEquals((await history(db)).damage, []);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("a killed server with an intact database reports no damage", async () => {
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  for (let round = 0; round < 2; round++) await storeAndKill(db, 3);
  assertEquals(await history(db), { ids: [1, 2, 3, 4, 5, 6], damage: [] });
  await Deno.remove(directory, { recursive: true });
});

Deno.test("a server refuses a damaged database and leaves it unchanged", async () => {
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  await storeAndKill(db, 3);
  // The log has been applied, and the mark file is left.
  await history(db);
  await storeAndKill(db, 3);
  const size = (await Deno.stat(db)).size;
  const bytes = await Deno.readFile(db);
  bytes.fill(0xaa, PAGE, size);
  await Deno.writeFile(db, bytes);
  await Deno.remove(`${db}-wal`);
  const { code, stderr } = await run(["serve", "--lang", "en", "--port", "0", "--db", db]);
  assertEquals(code, 1);
  assertMatch(
    stderr,
    /^chat: Cannot open database \S+: it is damaged \(.*\); restore a backup\n$/,
  );
  assertEquals(await Deno.readFile(db), bytes);
  await Deno.remove(directory, { recursive: true });
});
