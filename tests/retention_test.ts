import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { DAY } from "../server/async/durations.ts";
import { testOverStores } from "./support/over_stores.ts";
import { Peer } from "./support/peer.ts";
import { startServer, type TestServer } from "./support/server.ts";
import { waitUntil } from "./support/wait_until.ts";

/** Sends "msg1" to "msg10" and stays connected. */
async function sayTen(server: TestServer): Promise<Peer> {
  const alice = await Peer.json(server, "Alice");
  const texts = Array.from({ length: 10 }, (_, index) => `msg${index + 1}`);
  await alice.send(...texts.map((text, ref) => ({ type: "say", room: "#geral", text, ref })));
  for (let ref = 0; ref < texts.length; ref++) await alice.skipTo("ack");
  return alice;
}

/** Waits until the room's history begins with an id; returns all ids. */
async function untilFirst(peer: Peer, first: number): Promise<number[]> {
  let ids: number[] = [];
  await waitUntil(async () => {
    await peer.send({ type: "history", room: "#geral", limit: 100 });
    ids = (await peer.skipTo("history")).messages.map(({ id }) => id);
    return ids[0] === first;
  }, () => `the history to begin with ${first}: ${ids}`);
  return ids;
}

/** Checks a room of ten messages of which those from 8 on are kept. */
async function checkLast3(server: TestServer): Promise<void> {
  await using bob = await Peer.json(server, "Bob");
  assertEquals(await untilFirst(bob, 8), [8, 9, 10]);
  await bob.send({ type: "search", terms: "msg" });
  assertEquals((await bob.skipTo("found")).messages.map(({ text }) => text), [
    "msg10",
    "msg9",
    "msg8",
  ]);
  for (const [seen, lost] of [[2, 8], [6, 8], [7, undefined], [9, undefined]] as const) {
    await using carla = await Peer.connect(server);
    await carla.send({ type: "hello", name: "Carla", version: 1, resume: { "#geral": seen } });
    const history = await carla.skipTo("history");
    assertEquals(history.lost, lost);
    assertEquals(history.messages[0]!.id, Math.max(8, seen + 1));
    await carla.send({ type: "quit" });
    await carla.ended();
  }
  await bob.send({ type: "say", room: "#geral", text: "msg11", ref: 1 });
  assertEquals((await bob.skipTo("ack")).id, 11);
}

Deno.test("--keep-messages removes old messages and reports them as lost (memory)", async () => {
  await using server = await startServer({ args: ["--keep-messages", "3"] });
  await using _alice = await sayTen(server);
  await checkLast3(server);
});

testOverStores(
  "--keep-messages removes old messages and reports them as lost",
  async ({ args }) => {
    {
      await using server = await startServer({ args });
      await using _alice = await sayTen(server);
    }
    await using server = await startServer({ args: [...args, "--keep-messages", "3"] });
    await checkLast3(server);
  },
  { memory: false },
);

Deno.test("--keep-days removes older messages", async () => {
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  {
    await using server = await startServer({ args: ["--db", db] });
    await using _alice = await sayTen(server);
  }
  const database = new DatabaseSync(db);
  database.exec(`
    UPDATE block SET messages = (
      SELECT json_group_array(json_array(value ->> 0, value ->> 1, value ->> 2,
        (value ->> 3) - iif(block.id + key < 8, ${3 * DAY}, 0)))
      FROM json_each(block.messages)
    );
    UPDATE block SET at = (SELECT max(value ->> 3) FROM json_each(messages));
  `);
  database.close();
  await using server = await startServer({ env: { CHAT_KEEP_DAYS: "2" }, args: ["--db", db] });
  await checkLast3(server);
  await server.stop();
  await Deno.remove(directory, { recursive: true });
});
