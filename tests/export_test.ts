import { assert, assertEquals, assertMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { testWith } from "./support/needs.ts";
import { testOverStores } from "./support/over_stores.ts";
import { Peer } from "./support/peer.ts";
import { PostgresServer } from "./support/postgres.ts";
import { command, type ProgramResult, run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

/** Runs `chat export` and parses its lines. */
async function exported(
  ...args: string[]
): Promise<ProgramResult & { readonly messages: unknown[] }> {
  const outcome = await run(["export", ...args]);
  const lines = outcome.stdout.split("\n");
  assertEquals(lines.pop(), "");
  return { ...outcome, messages: lines.map((line) => JSON.parse(line)) };
}

/** Stores messages of two rooms and private ones, and exports them with the server running and stopped. */
async function checkExport(db: string): Promise<void> {
  const texts = ['oi, \u{1f642} "aspas"', "linha\nlinha", "\u0000\u001b[31m", "tchau"];
  const at = new Map<string, number>();
  const check = async () => {
    const rooms = [
      { id: 1, room: "#geral", from: "Alice", text: texts[0], at: at.get("#geral 1") },
      { id: 1, room: "#Jogos", from: "Alice", text: texts[1], at: at.get("#Jogos 1") },
      { id: 2, room: "#geral", from: "Alice", text: texts[2], at: at.get("#geral 2") },
    ];
    const between = { id: 1, from: "Alice", to: "Bob", text: texts[3], at: at.get("Bob 1") };
    assertEquals(await exported("--db", db), {
      ...{ code: 0, stderr: "", messages: rooms, stdout: lines(rooms) },
    });
    assertEquals((await exported("--db", db, "--private")).messages, [...rooms, between]);
    for (const room of ["#jogos", "JOGOS"]) {
      assertEquals((await exported("--db", db, "--room", room)).messages, [rooms[1]]);
    }
    const nothing = await exported("--db", db, "--room", "nada");
    assertEquals([nothing.code, nothing.stdout], [1, ""]);
    assertEquals(nothing.stderr, "chat: Não há mensagens em #nada\n");
  };
  {
    await using server = await startServer({ args: ["--db", db] });
    await using _bob = await Peer.json(server, "Bob");
    await using alice = await Peer.json(server, "Alice");
    await alice.send({ type: "join", room: "#Jogos" });
    const said = [
      { type: "say", room: "#geral", text: texts[0] },
      { type: "say", room: "#Jogos", text: texts[1] },
      { type: "say", room: "#geral", text: texts[2] },
      { type: "direct", to: "Bob", text: texts[3] },
    ];
    for (const [ref, message] of said.entries()) {
      await alice.send({ ...message, ref });
      const ack = await alice.skipTo("ack");
      at.set(`${message.room ?? message.to} ${ack.id}`, ack.at);
    }
    await check();
  }
  await check();
}

function lines(messages: readonly unknown[]): string {
  return messages.map((message) => `${JSON.stringify(message)}\n`).join("");
}

testOverStores(
  "chat export writes the messages, with a server running or not",
  ({ db }) => checkExport(db),
  { memory: false },
);

testWith("postgres", "chat export makes no tables in PostgreSQL", async () => {
  await using server = await PostgresServer.start();
  const { code, stdout, stderr } = await exported("--db", await server.database());
  assertEquals([code, stdout], [1, ""]);
  assertMatch(
    stderr,
    /^chat: Não foi possível abrir o banco de dados postgres:[^\n]* versão mais antiga [^\n]*\n$/,
  );
});

Deno.test("chat export ends quietly when its output is closed", async () => {
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  await (await startServer({ args: ["--db", db] })).stop();
  const database = new DatabaseSync(db);
  // Far more than a pipe buffers.
  database.exec(`
    INSERT INTO conversation (number, key, last_id) VALUES (1, '#geral', 20000);
    WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 20000)
    INSERT INTO block (conversation, id, count, at, messages)
    SELECT 1, id, 1, 0, json_array(json_array('Ana', '#geral', 'mensagem ' || id, 0)) FROM n;
  `);
  database.close();
  const child = command(["export", "--db", db]).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  assert(value!.length > 0);
  await reader.cancel();
  const stderr = new Response(child.stderr).text();
  assertEquals([(await child.status).code, await stderr], [0, ""]);
  const all = await exported("--db", db);
  assertEquals(all.messages.length, 20_000);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("chat export changes no database and reports errors in one line", async () => {
  const directory = await Deno.makeTempDir();
  await Deno.writeTextFile(`${directory}/nota.txt`, "só um texto\n".repeat(100));
  const other = new DatabaseSync(`${directory}/outro.db`);
  other.exec("CREATE TABLE outra (coisa)");
  other.close();
  const old = new DatabaseSync(`${directory}/velho.db`);
  old.exec("PRAGMA application_id = 0x63686174; PRAGMA user_version = 1; CREATE TABLE message (a)");
  old.close();
  const names = ["nada.db", "nenhum/chat.db", "nota.txt", "outro.db", "velho.db"];
  for (const name of names) {
    const { code, stdout, stderr } = await exported("--db", `${directory}/${name}`);
    assertEquals([code, stdout], [1, ""], name);
    const line = `^chat: Não foi possível abrir o banco de dados [^\\n]*${name}: [^\\n]+\\n$`;
    assertMatch(stderr, new RegExp(line));
  }
  const left = await Array.fromAsync(Deno.readDir(directory));
  assertEquals(left.map(({ name }) => name).sort(), ["nota.txt", "outro.db", "velho.db"]);
  for (const wrong of [[":memory:"], ["x.db", "--room", "a", "--private"]]) {
    const { code, stdout, stderr } = await exported("--db", ...wrong);
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /^chat: [^\n]+\n$/);
  }
  await Deno.remove(directory, { recursive: true });
});
