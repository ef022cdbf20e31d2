/**
 * Databases that commit 86954e7 wrote, from before messages had authors and changes: accounts (Ana, Bia and Dona, an
 * operator of the server), messages of guests and accounts in four rooms, and private ones. The lines beside each are what
 * `chat export --private` of that commit wrote.
 */
import { assertEquals } from "@std/assert";
import postgres from "postgres";
import type { DirectMessage, RoomMessage } from "../protocol/messages/server_messages.ts";
import { history, idOf, signIn } from "./support/change_fixture.ts";
import { PASSWORD } from "./support/moderation_fixture.ts";
import { testWith } from "./support/needs.ts";
import type { Peer } from "./support/peer.ts";
import { PostgresServer } from "./support/postgres.ts";
import { run } from "./support/program.ts";
import { ask, codeOf } from "./support/requests.ts";
import { startServer } from "./support/server.ts";

/** Token of a guest in the data. */
const TOKEN = "token-de-Caio-0123456789abcdef";

/** Reads a file of the data, which is compressed. */
async function readData(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const { body } = await fetch(new URL(`data/${name}.gz`, import.meta.url));
  return await new Response(body!.pipeThrough(new DecompressionStream("gzip"))).bytes();
}

async function readText(name: string): Promise<string> {
  return new TextDecoder().decode(await readData(name));
}

/** Returns the ids of the messages that a search finds. */
async function found(peer: Peer, room: string, terms: string): Promise<number[]> {
  const answer = await ask(peer, { type: "search", room, terms });
  if (answer.type !== "found") throw new Error(`Expected found, came ${JSON.stringify(answer)}`);
  return answer.messages.map(({ id }) => id);
}

/** Checks that a server keeps everything in a database, which is what it exported before, and who may change what. */
async function checkMigration(db: string, exported: string): Promise<void> {
  const lines = exported.trim().split("\n");
  const messages: (RoomMessage | DirectMessage)[] = lines.map((line) => JSON.parse(line));
  await (await startServer({ args: ["--db", db] })).stop();
  const { code, stdout, stderr } = await run(["export", "--private", "--db", db]);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(stdout.trim().split("\n"), lines);
  await using server = await startServer({ args: ["--db", db] });
  const resume = Object.fromEntries(
    messages.flatMap((message) => "room" in message ? [[message.room, 1]] : []),
  );
  await using ana = await signIn(server, "Ana", { password: PASSWORD, resume });
  await using bia = await signIn(server, "Bia", { password: PASSWORD, resume });
  await using dona = await signIn(server, "Dona", { password: PASSWORD, resume });
  await using caio = await signIn(server, "Caio", { token: TOKEN, resume });
  for (const room of Object.keys(resume)) {
    const said = messages.filter((message) => "room" in message && message.room === room);
    assertEquals((await history(ana, { room, limit: 200 })).messages, said.slice(-200));
    const last = said.at(-1)!.id;
    const latest = (name: string) => said.findLast(({ from }) => from === name)!.id;
    for (const about of [latest("Ana"), latest("Caio")]) {
      for (const peer of [ana, caio, dona]) {
        assertEquals(await codeOf(peer, { type: "edit", room, about, text: "x" }), "forbidden");
      }
      // Ana owns the other rooms, as she was there first.
      for (const peer of room === "#geral" ? [ana, caio] : [caio]) {
        assertEquals(await codeOf(peer, { type: "delete", room, about }), "forbidden");
      }
    }
    const about = latest("Caio");
    const [word] = /n\d+$/.exec(said.find(({ id }) => id === about)!.text)!;
    assertEquals(await found(ana, room, word), [about]);
    assertEquals(await idOf(dona, { type: "delete", room, about }), last + 1);
    assertEquals(await found(ana, room, word), []);
    const reaction = { type: "react", room, about: latest("Ana"), emoji: "👍" };
    assertEquals(await idOf(caio, reaction), last + 2);
    assertEquals(await idOf(ana, { type: "say", room, text: "nova", reply: about }), last + 3);
    const edit = { type: "edit", room, about: last + 3, text: `recente${last}` };
    assertEquals(await idOf(ana, edit), last + 4);
    assertEquals(await found(ana, room, edit.text), [last + 3]);
  }
  const between = messages.filter((message) =>
    "to" in message && [message.from, message.to].sort().join() === "Ana,Bia"
  );
  const place = { room: undefined, with: "Bia" };
  assertEquals((await history(ana, { ...place, limit: 200 })).messages, between);
  const [first] = between.filter(({ from }) => from === "Ana");
  const about = first!.id;
  for (const [peer, other] of [[ana, "Bia"], [bia, "Ana"], [dona, "Ana"]] as const) {
    const expected = peer === dona ? "not_found" : "forbidden";
    assertEquals(await codeOf(peer, { type: "delete", with: other, about }), expected);
  }
  const next = { type: "direct", room: undefined, to: "Bia", text: "oi" };
  assertEquals(await idOf(ana, next), between.at(-1)!.id + 1);
}

Deno.test("messages of 86954e7 are kept, and only operators may delete them (SQLite)", async () => {
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  await Deno.writeFile(db, await readData("sqlite_86954e7.db"));
  await checkMigration(db, await readText("sqlite_86954e7.jsonl"));
  await Deno.remove(directory, { recursive: true });
});

testWith(
  "postgres",
  "messages of 86954e7 are kept, and only operators may delete them (PostgreSQL)",
  async () => {
    await using server = await PostgresServer.start();
    const db = await server.database();
    const sql = postgres(db, { max: 1, onnotice: () => {} });
    await sql.unsafe(await readText("postgres_86954e7.sql"));
    await sql.end();
    await checkMigration(db, await readText("postgres_86954e7.jsonl"));
  },
);
