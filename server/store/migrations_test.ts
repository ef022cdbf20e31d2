import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import postgres from "postgres";
import { testWith } from "../../tests/support/needs.ts";
import { PostgresServer } from "../../tests/support/postgres.ts";
import { operatorRule } from "../chat/moderation/operator_rule.ts";
import { newAccountId } from "./account_store.ts";
import { ids } from "../testing/store_case.ts";
import { openStore } from "./open_store.ts";
import { POSTGRES_MIGRATIONS } from "./postgres/migrations.ts";
import { APPLICATION_ID, SQLITE_MIGRATIONS } from "./sqlite/migrations.ts";

/** Opens a database of an earlier version that contains a message, and calls every part of the store. */
async function use(location: string): Promise<void> {
  await using store = await openStore(location);
  const message = { conversation: "#a", to: "#a", from: "Ana", text: "dois", at: 2, person: "ana" };
  assertEquals(ids(await store.append([message])), [2]);
  const { entries: messages } = await store.read("#a", { limit: 10 });
  assertEquals(messages.map(({ text }) => text), ["um", "dois"]);
  const account = { id: newAccountId(), name: "Ana", password: "hash", at: 3, revision: 1 };
  assertEquals(await store.accounts.addAccount(account), true);
  const rule = operatorRule(account);
  const link = { ...rule, room: "#a", kind: "link", subject: "digest", uses: 2 } as const;
  await store.rules.changeRules([{ put: rule }, { put: link }]);
  assertEquals(await store.rules.changeRules([{ use: link }]), true);
  assertEquals(await store.rules.listRules(), [rule, { ...link, uses: 1 }]);
}

Deno.test("SqliteStore migrates a database of any earlier version", async () => {
  const directory = await Deno.makeTempDir();
  for (let version = 1; version < SQLITE_MIGRATIONS.length; version++) {
    const path = `${directory}/${version}.db`;
    const database = new DatabaseSync(path);
    const [first, ...others] = SQLITE_MIGRATIONS.slice(0, version);
    database.exec(`
      ${first}
      PRAGMA application_id = ${APPLICATION_ID};
      PRAGMA user_version = ${version};
      INSERT INTO conversation (key, last_id) VALUES ('#a', 1);
      INSERT INTO message (conversation, id, sender, recipient, text, at)
      VALUES (1, 1, 'Ana', '#a', 'um', 1);
    `);
    for (const migration of others) database.exec(migration);
    database.close();
    await use(path);
  }
  await Deno.remove(directory, { recursive: true });
});

testWith("postgres", "PostgresStore migrates a database of any earlier version", async () => {
  await using server = await PostgresServer.start();
  for (let version = 1; version < POSTGRES_MIGRATIONS.length; version++) {
    const location = await server.database();
    const sql = postgres(location, { max: 1, onnotice: () => {} });
    const [first, ...others] = POSTGRES_MIGRATIONS.slice(0, version);
    await sql.unsafe(`
      CREATE SCHEMA chat;
      ${first}
      CREATE TABLE chat.schema_version (version integer NOT NULL);
      INSERT INTO chat.schema_version VALUES (${version});
      INSERT INTO chat.conversation (key, last_id) VALUES ('#a', 1);
      INSERT INTO chat.message (conversation, id, sender, recipient, text, at, words)
      VALUES (1, 1, 'Ana', '#a', 'um', 1, '');
    `);
    for (const migration of others) await sql.unsafe(migration);
    await sql.end();
    await use(location);
  }
});
