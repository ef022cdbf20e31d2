import { assertEquals, assertRejects } from "@std/assert";
import { testWith } from "../../../tests/support/needs.ts";
import { PostgresServer } from "../../../tests/support/postgres.ts";
import { type Direction, TcpProxy } from "../../../tests/support/proxy.ts";
import { ids, stored } from "../../testing/store_case.ts";
import { NodeLease } from "../node_lease.ts";
import type { NewMessage } from "../entry.ts";
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

    await t.step("calls that waited meanwhile succeed", async () => {
      // On a new connection the first answer is that of the statement, not of the transaction.
      await store.append([message("cinco")]);
      lost = "out";
      const calls = ["seis", "sete", "oito"].map((text) => store.append([message(text)]));
      assertEquals(ids((await Promise.all(calls)).flat()), [6, 7, 8]);
      assertEquals((await texts()).slice(5), ["6 seis", "7 sete", "8 oito"]);
      assertEquals(proxy.cuts, 3);
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
