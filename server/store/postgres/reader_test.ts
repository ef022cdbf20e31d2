import { assert, assertEquals } from "@std/assert";
import { testWith } from "../../../tests/support/needs.ts";
import { PostgresServer } from "../../../tests/support/postgres.ts";
import { PostgresClient, type PostgresSql } from "./client.ts";
import { PostgresReader } from "./reader.ts";
import { PostgresStore } from "./store.ts";

/** Client that counts its statements. */
class CountingClient extends PostgresClient {
  statements = 0;

  override run<T>(query: (sql: PostgresSql) => PromiseLike<T>): Promise<T> {
    this.statements++;
    return super.run(query);
  }
}

testWith("postgres", "PostgresReader reads last ids in a few statements", async () => {
  await using server = await PostgresServer.start();
  const location = await server.database();
  await using store = await PostgresStore.open(location);
  const [said, quoted] = ["#geral", `#"'\\{},é`];
  const fields = { from: "Ana", person: "ana", at: Date.now() };
  await store.append([said, quoted, said].map((conversation, nth) => (
    { ...fields, conversation, to: conversation, text: "oi", nonce: `${nth}` }
  )));
  const client = new CountingClient(location, 2);
  const reader = new PostgresReader(client);
  const empty = Array.from({ length: 1_000 }, (_, nth) => `#sala-${nth}`);
  const found = await Promise.all([said, quoted, ...empty].map((room) => reader.last(room)));
  assertEquals(found, [2, 1, ...empty.map(() => 0)]);
  assert(client.statements <= 4, `${client.statements} statements`);
  await client.close();
});
