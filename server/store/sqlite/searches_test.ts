import { assertEquals } from "@std/assert";
import type { SearchPage, SearchQuery } from "../store.ts";
import { SqliteSearches } from "./searches.ts";

Deno.test("SqliteSearches answers for a stuck thread, which gets its next search later", async () => {
  const calls: PromiseWithResolvers<SearchPage>[] = [];
  const called: PromiseWithResolvers<void>[] = [Promise.withResolvers(), Promise.withResolvers()];
  const thread = {
    call() {
      called[calls.length]!.resolve();
      calls.push(Promise.withResolvers());
      return calls.at(-1)!.promise;
    },
  };
  const searches = new SqliteSearches(thread, 250, 1);
  const query: SearchQuery = { terms: "um", conversations: ["#geral"], limit: 1 };
  const first = searches.search(query);
  const second = searches.search(query);
  assertEquals(await first, { messages: [], more: false, partial: true });
  assertEquals(calls.length, 1);
  calls[0]!.reject(new Error("late"));
  await called[1]!.promise;
  const result = {
    ...{ id: 1, from: "Ana", to: "#geral", text: "um", at: 1 },
    conversation: "#geral",
  };
  calls[1]!.resolve({ messages: [result], more: false });
  assertEquals((await second).messages, [result]);
});
