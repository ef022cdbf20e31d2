import { testWith } from "../../tests/support/needs.ts";
import { PostgresServer } from "../../tests/support/postgres.ts";
import { ACCOUNT_CONTRACT } from "../testing/account_contract.ts";
import { ENTRY_CONTRACT } from "../testing/entry_contract.ts";
import { ENTRY_PAGE_CONTRACT } from "../testing/entry_page_contract.ts";
import { DURABLE_CONTRACT } from "../testing/durable_contract.ts";
import { DURABLE_RULES, RULE_CONTRACT } from "../testing/rule_contract.ts";
import { SEARCH_CONTRACT } from "../testing/search_contract.ts";
import type { StoreCase } from "../testing/store_case.ts";
import { STORE_CONTRACT } from "../testing/store_contract.ts";
import { openArchive } from "./open_archive.ts";
import { openStore } from "./open_store.ts";

async function check(
  t: Deno.TestContext,
  cases: Record<string, StoreCase>,
  location: () => Promise<string>,
): Promise<void> {
  for (const [name, run] of Object.entries(cases)) {
    const place = await location();
    await t.step(
      name,
      () => run((options) => openStore(place, options), () => openArchive(place)),
    );
  }
}

/** Tests of every store. */
const COMMON = {
  ...ENTRY_CONTRACT,
  ...ENTRY_PAGE_CONTRACT,
  ...STORE_CONTRACT,
  ...SEARCH_CONTRACT,
  ...ACCOUNT_CONTRACT,
  ...RULE_CONTRACT,
};

Deno.test("MemoryStore fulfils the contract of a store", async (t) => {
  await check(
    t,
    COMMON,
    () => Promise.resolve(":memory:"),
  );
});

Deno.test("SqliteStore fulfils the contract of a store", async (t) => {
  const directory = await Deno.makeTempDir();
  let files = 0;
  const location = () => Promise.resolve(`${directory}/${++files}.db`);
  await check(
    t,
    { ...COMMON, ...DURABLE_CONTRACT, ...DURABLE_RULES },
    location,
  );
  await Deno.remove(directory, { recursive: true });
});

testWith("postgres", "PostgresStore fulfils the contract of a store", async (t) => {
  await using server = await PostgresServer.start();
  await check(t, { ...COMMON, ...DURABLE_CONTRACT, ...DURABLE_RULES }, () => server.database());
});
