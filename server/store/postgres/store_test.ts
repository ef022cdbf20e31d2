import { assert, assertEquals, assertMatch, assertNotMatch, assertRejects } from "@std/assert";
import { testWith } from "../../../tests/support/needs.ts";
import { PostgresServer } from "../../../tests/support/postgres.ts";
import { type Direction, TcpProxy } from "../../../tests/support/proxy.ts";
import { ids, stored } from "../../testing/store_case.ts";
import { NodeLease } from "../node_lease.ts";
import {
  isMessage,
  type NewChange,
  type NewEntry,
  type NewMessage,
  type StoredChange,
} from "../entry.ts";
import { StoreError } from "../store_error.ts";
import { PostgresClient } from "./client.ts";
import { PostgresStore } from "./store.ts";

function message(text: string): NewMessage {
  const place = { conversation: "#geral", to: "#geral", from: "Ana", person: "ana" };
  return { ...place, text, at: Date.now(), nonce: text };
}

testWith(
  "postgres",
  "PostgresStore finds out how a transaction ended after a lost connection",
  async (t) => {
    await using server = await PostgresServer.start();
    const location = new URL(await server.database());
    /** Direction that is cut: `in`, the transaction does not begin; `out`, it commits but the answer is lost. */
    let lost: Direction | undefined;
    await using proxy: TcpProxy = new TcpProxy(
      Number(location.port),
      () => ({ length }, direction) => {
        if (direction !== lost) return length;
        lost = undefined;
        return 0;
      },
    );
    location.port = String(proxy.port);
    await using store = await PostgresStore.open(location.href);
    const texts = async () => {
      const { entries: messages } = await store.read("#geral", { after: 0, limit: 200 });
      return messages.map(({ id, text }) => `${id} ${text}`);
    };
    const first = await store.append([message("um")]);
    assertEquals(ids(first), [1]);

    await t.step("before the transaction: refused, and can be repeated", async () => {
      lost = "in";
      await assertRejects(() => store.append([message("dois")]), StoreError);
      assertEquals([await texts(), proxy.cuts], [["1 um"], 1]);
      const [second] = stored(await store.append([message("dois")]));
      assertEquals([second!.id, second!.repeated], [2, false]);
    });

    await t.step(
      "after the transaction: acknowledged as usual",
      async () => {
        lost = "out";
        const others = stored(await store.append([message("três"), message("quatro")]));
        assertEquals(others.map(({ id, repeated }) => [id, repeated]), [[3, false], [4, false]]);
        assertEquals([await texts(), proxy.cuts], [["1 um", "2 dois", "3 três", "4 quatro"], 2]);
      },
    );

    await t.step("after a transaction with a reply: acknowledged with the quote", async () => {
      // On a new connection the first answer is that of the statement, not of the transaction.
      await store.append([message("cinco")]);
      lost = "out";
      const [reply] = stored(await store.append([{ ...message("em resposta"), reply: 1 }]));
      assertEquals(reply!.quote, { id: 1, from: "Ana", text: "um" });
      const delivered = await texts();
      assertEquals([delivered.at(-1), proxy.cuts], ["6 em resposta", 3]);
    });

    await t.step("calls that waited meanwhile succeed", async () => {
      // On a new connection the first answer is that of the statement, not of the transaction.
      await store.append([message("sete")]);
      lost = "out";
      const calls = ["oito", "nove", "dez"].map((text) => store.append([message(text)]));
      assertEquals(ids((await Promise.all(calls)).flat()), [8, 9, 10]);
      assertEquals((await texts()).slice(7), ["8 oito", "9 nove", "10 dez"]);
      assertEquals(proxy.cuts, 4);
    });
  },
);

testWith(
  "postgres",
  "PostgresStore writes for a node only while that holds its lease",
  async () => {
    await using server = await PostgresServer.start();
    const location = await server.database();
    const lease = new NodeLease();
    await using store = await PostgresStore.open(location, { lease });
    const account = { id: "a1", name: "Ana", password: "x", at: 1, revision: 1 };
    const rule = {
      ...{ room: "#geral", kind: "topic", subject: "", name: "", identities: [] } as const,
      ...{ text: "assunto", by: "Ana", at: 1 },
    };
    assertEquals(await store.accounts.addAccount(account), true);
    const client = new PostgresClient(location, 1);
    const run = crypto.randomUUID();
    const writes = [
      () => store.append([message("um")]),
      () => store.rules.changeRules([{ put: rule }]),
      () => store.accounts.addAccount({ ...account, id: "a2", name: "Bia" }),
      // With the same revision, so that the write can be repeated.
      () => store.accounts.setPassword(account, "y", account.revision),
    ];
    const counts = async () => {
      const { entries: messages } = await store.read("#geral", { limit: 10 });
      const accounts = await store.accounts.listAccounts();
      const passwords = accounts.map(({ password }) => password);
      return [messages.length, (await store.rules.listRules()).length, passwords];
    };
    lease.run = run;
    for (const write of writes) await assertRejects(write, StoreError, "lease");
    assertEquals(await counts(), [0, 0, ["x"]]);
    await client.run((sql) => sql`INSERT INTO chat.node VALUES (${run}::uuid, 'a', now())`);
    for (const write of writes) await write();
    assertEquals(await counts(), [1, 1, ["y", "x"]]);
    await client.run((sql) => sql`DELETE FROM chat.node`);
    for (const write of writes) await assertRejects(write, StoreError, "lease");
    await client.close();
  },
);

testWith("postgres", "several PostgresStores change the same messages at once", async () => {
  await using server = await PostgresServer.start();
  const location = await server.database();
  await using one = await PostgresStore.open(location, { keepMessages: 150 });
  await using other = await PostgresStore.open(location, { keepMessages: 150 });
  const rooms = ["#a", "#b", "#c"];
  const texts = Array.from({ length: 20 }, (_, index) => `m${index}`);
  for (const conversation of rooms) {
    await one.append(
      texts.map((text) => ({ ...message(text), conversation, nonce: text + conversation })),
    );
  }
  const calls = [one, other].flatMap((store, index) =>
    Array.from({ length: 60 }, (_, turn) => {
      // Each store takes the rooms in its own order.
      const order = index === 0 ? rooms : rooms.toReversed();
      const entries = order.flatMap((conversation): NewEntry[] => {
        const about = 1 + (turn * 7) % 20;
        const person = `p${index}`;
        const fields = { conversation, to: conversation, from: person, person, at: turn };
        const rights = { identities: ["ana", person], since: 0, any: true } as const;
        return [
          { ...fields, change: { type: "react", about, emoji: "👍" }, rights },
          { ...fields, change: { type: "edit", about, text: `${person} ${turn}` }, rights },
          ...(turn === 50
            ? [{ ...fields, change: { type: "delete", about }, rights } as const]
            : []),
          {
            ...fields,
            text: `${person} ${turn}`,
            reply: about,
            nonce: `${person} ${conversation} ${turn}`,
          },
        ];
      });
      return [store.append(entries), ...(turn % 20 === 0 ? [store.prune()] : [])];
    }).flat()
  );
  await Promise.all(calls);
  for (const conversation of rooms) {
    const last = await one.last(conversation);
    const { entries, first } = await other.read(conversation, { after: 0, limit: 1_000 });
    assertEquals(
      ids(entries),
      Array.from({ length: last - first + 1 }, (_, index) => first + index),
    );
    for (const entry of entries) {
      if (!isMessage(entry)) continue;
      const changes = entries.filter((change): change is StoredChange =>
        !isMessage(change) && change.about === entry.id
      );
      assertEquals(entry.rev, changes.at(-1)?.id);
      const edit = changes.findLast(({ type }) => type === "edited");
      if (edit && !entry.deleted) assertEquals([entry.text, entry.edited], [edit.text, edit.at]);
    }
  }
});

testWith("postgres", "PostgresStore keeps the text of a deleted message in no row", async () => {
  await using server = await PostgresServer.start();
  const location = await server.database();
  await using store = await PostgresStore.open(location, { keepMessages: 4 });
  await using replying = await PostgresStore.open(location);
  const change = (change: NewChange["change"]): NewChange => {
    const { text: _, nonce: __, ...fields } = message("");
    return { ...fields, change, rights: { identities: ["ana"], since: 0 } };
  };
  await store.append([{ ...message("segredo um"), nonce: "a" }, message("oi")]);
  await store.append([change({ type: "edit", about: 1, text: "segredo dois" })]);
  await replying.append([{ ...message("em resposta"), reply: 1 }]);
  await store.append([change({ type: "delete", about: 1 })]);
  const client = new PostgresClient(location, 1);
  const rows = await client.run((sql) =>
    sql<{ dump: string }[]>`SELECT database_to_xml(true, false, '')::text AS dump`
  );
  assertMatch(rows[0]!.dump, /em resposta/);
  assertNotMatch(rows[0]!.dump, /segredo/);
  // An edit of a message that has expired.
  await store.append([change({ type: "edit", about: 2, text: "mistério" })]);
  await store.append([message("seis"), message("sete"), message("oito")]);
  await store.prune();
  const [row] = await client.run((sql) =>
    sql<{ dump: string }[]>`SELECT database_to_xml(true, false, '')::text AS dump`
  );
  assertNotMatch(row!.dump, /mistério/);
  await client.close();
});

/** Rows that PostgreSQL read from an index while a store was in use. A connection counts them at the latest when it is closed. */
async function rowsRead(
  location: string,
  index: string,
  use: (store: PostgresStore) => Promise<void>,
): Promise<number> {
  const client = new PostgresClient(location, 1);
  const count = async () => {
    const [row] = await client.run((sql) =>
      sql`SELECT idx_tup_read AS rows FROM pg_stat_user_indexes WHERE indexrelname = ${index}::text`
    );
    return Number(row!.rows);
  };
  await client.run((sql) => sql`ANALYZE chat.message`);
  const before = await count();
  {
    await using store = await PostgresStore.open(location);
    await use(store);
  }
  const rows = await count() - before;
  await client.close();
  return rows;
}

testWith(
  "postgres",
  "PostgresStore reads no more rows than a page or a rare word needs",
  async (t) => {
    await using server = await PostgresServer.start();
    const location = await server.database();
    const MESSAGES = 5_000;
    {
      await using store = await PostgresStore.open(location);
      await store.append(Array.from({ length: MESSAGES }, (_, index) => message(`oi ${index}`)));
    }
    await t.step("a page", async () => {
      const rows = await rowsRead(location, "message_conversation_id_key", async (store) => {
        for (const range of [{}, { before: 2_000 }, { after: 2_000 }, { around: 2_000 }]) {
          assertEquals((await store.read("#geral", { ...range, limit: 20 })).entries.length, 20);
        }
      });
      assert(rows < 200, `${rows} rows`);
    });
    await t.step("a rare word, however often one is searched", async () => {
      const query = { terms: "rara", conversations: ["#geral"], limit: 20 };
      const rows = await rowsRead(location, "message_pkey", async (store) => {
        for (let count = 0; count < 20; count++) {
          assertEquals((await store.search(query)).messages, []);
        }
      });
      assert(rows < MESSAGES, `${rows} rows`);
    });
  },
);
