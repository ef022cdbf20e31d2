import { assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { SqliteArchive } from "./archive.ts";
import { APPLICATION_ID, SQLITE_MIGRATIONS } from "./migrations.ts";
import { SqliteStore } from "./store.ts";

Deno.test("SQLITE_MIGRATIONS keep messages from when each was a row", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/chat.db`;
  {
    using database = new DatabaseSync(path);
    for (const migration of SQLITE_MIGRATIONS.slice(0, 3)) database.exec(migration);
    database.exec(`
      PRAGMA application_id = ${APPLICATION_ID};
      PRAGMA user_version = 3;
      INSERT INTO conversation VALUES (1, '#geral', 3), (2, '#jogos', 1);
      INSERT INTO message VALUES
        (7, 1, 2, 'Ana', '#geral', 'olá "a" todos', 10),
        (8, 2, 1, 'Bia', '#jogos', 'olá' || char(10) || 'xadrez', 11),
        (9, 1, 3, 'Caio', '#geral', 'oi', 12);
      INSERT INTO message_words (rowid, conversation, words) VALUES
        (7, '1', 'ola a todos'), (8, '2', 'ola xadrez'), (9, '1', 'oi');
      INSERT INTO nonce (person, nonce, id, at) VALUES ('ana', 'n', 2, 10), ('caio', 'n', 3, 12);
    `);
  }
  const first = { id: 2, from: "Ana", to: "#geral", text: 'olá "a" todos', at: 10 };
  const game = { id: 1, from: "Bia", to: "#jogos", text: "olá\nxadrez", at: 11 };
  const last = { id: 3, from: "Caio", to: "#geral", text: "oi", at: 12 };
  {
    await using store = await SqliteStore.open(path);
    const page = await store.read("#geral", { limit: 5 });
    assertEquals(page, { entries: [first, last], more: false, moreAfter: false, first: 2 });
    const conversations = ["#geral", "#jogos"];
    const { messages } = await store.search({ terms: "ola", conversations, limit: 5 });
    assertEquals(messages.map(({ id, conversation }) => [conversation, id]), [
      ["#jogos", 1],
      ["#geral", 2],
    ]);
    const message = { ...last, conversation: "#geral", person: "caio", at: 13 };
    assertEquals(await store.append([message, { ...message, nonce: "n" }]), [
      { id: 4, at: 13, repeated: false },
      { id: 3, at: 12, repeated: true },
    ]);
  }
  await using archive = SqliteArchive.open(path);
  assertEquals((await Array.fromAsync(archive.entries())).flat(), [
    { entry: first, conversation: "#geral" },
    { entry: game, conversation: "#jogos" },
    { entry: last, conversation: "#geral" },
    { entry: { ...last, id: 4, at: 13 }, conversation: "#geral", person: "caio" },
  ]);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("SQLITE_MIGRATIONS keep entries that have no author, and overwrite freed space", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/chat.db`;
  {
    using database = new DatabaseSync(path);
    for (const migration of SQLITE_MIGRATIONS.slice(0, 7)) database.exec(migration);
    database.exec(`
      PRAGMA application_id = ${APPLICATION_ID};
      PRAGMA user_version = 7;
      INSERT INTO conversation VALUES (1, '#geral', 3);
      INSERT INTO block VALUES
        (7, 1, 1, 3, 12, '[["Ana","#geral","um segredo",10],["Bia","#geral","dois",11],["Ana","#geral","três",12]]');
      INSERT INTO message_words (rowid, conversation, words) VALUES (7, '1', 'um segredo dois tres');
      CREATE TABLE old (text TEXT);
      WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 5000)
      INSERT INTO old SELECT 'um segredo ' || id FROM n;
      DROP TABLE old;
    `);
  }
  const read = () => new TextDecoder("latin1").decode(Deno.readFileSync(path));
  assertMatch(read(), /segredo 4999/);
  const fields = { conversation: "#geral", to: "#geral", from: "Ana", person: "ana", at: 20 };
  const rights = { identities: ["ana"], since: 0 };
  {
    await using store = await SqliteStore.open(path);
    const outcomes = await store.append([
      { ...fields, change: { type: "edit", about: 3, text: "3" }, rights },
      { ...fields, change: { type: "react", about: 2, emoji: "👍" }, rights },
      { ...fields, change: { type: "delete", about: 1 }, rights: { ...rights, any: true } },
      { ...fields, text: "seis", reply: 2 },
    ]);
    assertEquals(outcomes.map((outcome) => "code" in outcome ? outcome.code : outcome.id), [
      ...["forbidden", 4, 5, 6],
    ]);
    const { entries } = await store.read("#geral", { limit: 10 });
    assertEquals(entries.map(({ id, text }) => [id, text]), [
      ...[[1, ""], [2, "dois"], [3, "três"], [4, undefined], [5, undefined], [6, "seis"]],
    ]);
    const query = { terms: "tres", conversations: ["#geral"], limit: 10 };
    assertEquals((await store.search(query)).messages.map(({ id }) => id), [3]);
  }
  assertNotMatch(read(), /segredo/);
  await Deno.remove(directory, { recursive: true });
});
