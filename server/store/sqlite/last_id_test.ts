import { assertEquals } from "@std/assert";
import { SqliteStore, type SqliteStoreOptions } from "./store.ts";

Deno.test("SqliteStore continues a conversation's ids after deleting some or all entries", async () => {
  const directory = await Deno.makeTempDir();
  const open = (options?: SqliteStoreOptions) => SqliteStore.open(`${directory}/chat.db`, options);
  const say = (conversation: string, at: number) => ({
    ...{ conversation, to: conversation, from: "Ana", person: "ana", text: "oi", at },
  });
  const now = Date.now();
  {
    await using store = await open({ keepDays: 1 });
    for (const at of [1, 2, 3]) await store.append([say("#a", at), say("#b", at)]);
    await store.append([say("#b", now)]);
    assertEquals(await store.prune(), 6);
    assertEquals([await store.last("#a"), await store.last("#b")], [3, 4]);
  }
  {
    await using store = await open();
    assertEquals([await store.last("#a"), await store.last("#b")], [3, 4]);
    const outcomes = await store.append([say("#a", now), say("#b", now), say("#a", now)]);
    assertEquals(outcomes.map((outcome) => "id" in outcome && outcome.id), [4, 5, 5]);
    assertEquals((await store.read("#a", { limit: 9 })).first, 4);
  }
  {
    await using store = await open({ keepMessages: 1 });
    assertEquals(await store.prune(), 2);
    assertEquals([await store.last("#a"), await store.last("#b")], [5, 5]);
  }
  await Deno.remove(directory, { recursive: true });
});
