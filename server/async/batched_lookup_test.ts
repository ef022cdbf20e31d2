import { assertEquals, assertRejects } from "@std/assert";
import { BatchedLookup } from "./batched_lookup.ts";

/** A lookup whose answers wait for the test. */
class Database {
  readonly asked: (readonly string[])[] = [];
  readonly #answers: PromiseWithResolvers<ReadonlyMap<string, string>>[] = [];

  readonly lookUp = (keys: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    this.asked.push(keys);
    const answer = Promise.withResolvers<ReadonlyMap<string, string>>();
    this.#answers.push(answer);
    return answer.promise;
  };

  /** Answers the lookup with a number: each key but `nobody` has a value. */
  answer(nth: number): void {
    const keys = this.asked[nth]!.filter((key) => key !== "nobody");
    this.#answers[nth]!.resolve(new Map(keys.map((key) => [key, `value of ${key}`])));
  }

  fail(nth: number): void {
    this.#answers[nth]!.reject(new Error("down"));
  }
}

Deno.test("BatchedLookup looks up what is asked for meanwhile in one call", async () => {
  const database = new Database();
  const lookup = new BatchedLookup(database.lookUp);
  const first = [lookup.find("a"), lookup.find("nobody")];
  await Promise.resolve();
  // The running lookup may have read it before the call.
  const later = ["a", "b", "a", "c"].map((key) => lookup.find(key));
  database.answer(0);
  assertEquals(await Promise.all(first), ["value of a", undefined]);
  database.answer(1);
  assertEquals(await Promise.all(later), ["a", "b", "a", "c"].map((key) => `value of ${key}`));
  assertEquals(database.asked, [["a", "nobody"], ["a", "b", "c"]]);
});

Deno.test("BatchedLookup goes on after a lookup that failed", async () => {
  const database = new Database();
  const lookup = new BatchedLookup(database.lookUp);
  const failed = lookup.find("a");
  await Promise.resolve();
  const later = lookup.find("a");
  database.fail(0);
  await assertRejects(() => failed, Error, "down");
  database.answer(1);
  assertEquals(await later, "value of a");
});

Deno.test("BatchedLookup looks up at most 256 keys at a time", async () => {
  const sizes: number[] = [];
  const lookup = new BatchedLookup((keys) => {
    sizes.push(keys.length);
    return Promise.resolve(new Map(keys.map((key) => [key, key])));
  });
  const keys = Array.from({ length: 600 }, (_, nth) => `${nth}`);
  assertEquals(await Promise.all(keys.map((key) => lookup.find(key))), keys);
  assertEquals(sizes, [256, 256, 88]);
});
