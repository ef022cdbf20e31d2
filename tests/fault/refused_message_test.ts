/** A message whose text the database refuses fails alone, even if it shares a transaction with others. */
import { assertEquals } from "@std/assert";
import { testWith } from "../support/needs.ts";
import { Peer } from "../support/peer.ts";
import { PostgresServer } from "../support/postgres.ts";
import { secondConnection } from "../support/second_connection.ts";
import { startServer } from "../support/server.ts";

/** The databases of these tests refuse texts with this word. */
const BAD = "mau";

async function sayBadAndGood(db: string, refuseBad: () => void | Promise<void>): Promise<void> {
  await using server = await startServer({ args: ["--db", db] });
  await refuseBad();
  await using alice = await Peer.json(server, "Alice");
  await using bob = await Peer.json(server, "Bob");
  await using carol = await Peer.json(server, "Carol");
  for (let round = 0; round < 3; round++) {
    const from = 1 + 17 * round;
    const texts = Array.from({ length: 20 }, (_, n) => n % 7 === 3 ? `${BAD} ${n}` : `bom ${n}`);
    const good = texts.filter((text) => !text.startsWith(BAD));
    const says = texts.map((text, ref) => ({ type: "say", room: "#geral", text, ref }));
    await Promise.all([
      alice.send(...says),
      bob.send({ type: "direct", to: "Carol", text: BAD, ref: "d" }),
    ]);
    const answers = await answersTo(alice, says.length);
    assertEquals(
      texts.map((_, ref) => answers.get(ref)),
      texts.map((text) => text.startsWith(BAD) ? "not_stored" : from + good.indexOf(text)),
    );
    assertEquals(await answersTo(bob, 1), new Map([["d", "not_stored"]]));
    for (const [index, text] of good.entries()) {
      const message = await carol.skipTo("message");
      assertEquals([message.id, message.text], [from + index, text]);
    }
  }
}

/** Answers by `ref`: the id of a stored message or the code of an error. */
async function answersTo(peer: Peer, count: number): Promise<Map<unknown, number | string>> {
  const answers = new Map<unknown, number | string>();
  while (answers.size < count) {
    const event = JSON.parse(await peer.next());
    if (event.type === "ack") answers.set(event.ref, event.id);
    else if (event.type === "error") answers.set(event.ref, event.code);
  }
  return answers;
}

Deno.test("a message that SQLite refuses does not fail those stored with it", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/chat.db`;
  await sayBadAndGood(path, () => {
    using database = secondConnection(path);
    database.exec(`
      CREATE TRIGGER refuse BEFORE INSERT ON block WHEN instr(NEW.messages, '${BAD}')
      BEGIN SELECT raise(ABORT, 'refused by a test'); END
    `);
  });
  await Deno.remove(directory, { recursive: true });
});

testWith(
  "postgres",
  "a message that PostgreSQL refuses does not fail those stored with it",
  async () => {
    await using postgres = await PostgresServer.start();
    const db = await postgres.database();
    const name = new URL(db).pathname.slice(1);
    await sayBadAndGood(
      db,
      () => postgres.sql(`ALTER TABLE chat.message ADD CHECK (text NOT LIKE '%${BAD}%')`, name),
    );
  },
);
