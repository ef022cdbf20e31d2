import { assertEquals, assertMatch } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { PostgresServer } from "./support/postgres.ts";
import { startServer } from "./support/server.ts";
import { assertAllThere, type Known, Speaker } from "./support/speaker.ts";

/** Number of crashes of PostgreSQL; `deno task soak` does a hundred. */
const ROUNDS = Number(Deno.env.get("CHAT_ROUNDS") ?? 3);

const SPEAKERS = 4;

/** Acknowledgements between two crashes. */
const ACKS = 100;

testWith(
  "postgres",
  "a server survives a crash of PostgreSQL and reports what is not stored",
  async () => {
    await using postgres = await PostgresServer.start();
    await using server = await startServer({ args: ["--db", await postgres.database()] });
    await using ana = await Peer.json(server, "Ana");
    const say = (text: string) => ({ type: "say", room: "#geral", text, ref: text, nonce: text });
    await ana.send(say("antes"));
    assertEquals((await ana.skipTo("ack")).id, 1);
    await postgres.crash();
    await ana.send(say("durante"));
    const { code, ref } = await ana.skipTo("error");
    assertEquals([code, ref], ["not_stored", "durante"]);
    // Requests without the database are answered, others are refused.
    await ana.send({ type: "who", room: "#geral", ref: 1 });
    assertEquals((await ana.message("members")).names, ["Ana"]);
    await ana.send({ type: "history", room: "#geral", ref: 2 });
    assertEquals((await ana.message("error")).ref, 2);
    await postgres.startAgain();
    await ana.send(say("durante"));
    assertEquals((await ana.message("message")).text, "durante");
    assertEquals((await ana.message("ack")).id, 2);
    await server.logged(/^\[OK\] O banco de dados/);
    const lines = server.log.filter((line) => line.includes("banco de dados"));
    assertMatch(lines[0]!, /^\[ERRO\]/);
  },
);

testWith("postgres", `crashes of PostgreSQL under load lose and repeat nothing`, async () => {
  await using postgres = await PostgresServer.start();
  await using server = await startServer({
    args: ["--db", await postgres.database(), "--rate", "0"],
  });
  await using listener = await Peer.json(server, "Ouvinte");
  const known: Known = new Map();
  let acks = 0;
  let reached = Promise.withResolvers<void>();
  const onAck = () => {
    if (++acks % ACKS === 0) reached.resolve();
  };
  const speakers = Array.from(
    { length: SPEAKERS },
    (_, index) => new Speaker(`f${index}`, known),
  );
  const speaking = Promise.all(speakers.map((speaker) => speaker.talk(server, onAck)));
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.race([reached.promise, speaking]);
    await postgres.crash();
    await postgres.startAgain();
    reached = Promise.withResolvers();
  }
  await Promise.race([reached.promise, speaking]);
  for (const speaker of speakers) speaker.stop();
  await speaking;
  const texts = await assertAllThere(server, speakers, known);
  // The listener received the same messages in the same order.
  const heard: string[] = [];
  while (heard.length < texts.length) heard.push((await listener.skipTo("message")).text);
  assertEquals(heard, texts);
});
