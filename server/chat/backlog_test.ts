import { assertEquals } from "@std/assert";
import { WorkQueue } from "../collections/work_queue.ts";
import { nextTick, TestHub, TestMember } from "../testing/test_hub.ts";
import { Backlog } from "./backlog.ts";

/** A part with some pages that records each page. */
async function* pagesOf(name: string, count: number, sent: string[]): AsyncGenerator<void, void> {
  for (let page = 1; page <= count; page++) {
    await nextTick();
    sent.push(`${name}${page}`);
    if (page < count) yield;
  }
}

/** Fails the test if a part cannot be read. */
const FAILING = {
  onStoreFailed(error: unknown): never {
    throw error;
  },
};

Deno.test("Backlog sends the next page once the last was written, part by part", async () => {
  await using hub = new TestHub();
  const ana = new TestMember(hub, "Ana");
  const taken: (() => void)[] = [];
  ana.onFlush = () => new Promise((resolve) => taken.push(resolve));
  const backlog = new Backlog(ana.member, new WorkQueue({ parallel: 4 }), FAILING);
  const sent: string[] = [];
  backlog.add(() => pagesOf("a", 3, sent));
  backlog.add(() => pagesOf("b", 1, sent));
  backlog.add(() => pagesOf("c", 2, sent));
  for (let page = 1; page <= 6; page++) {
    while (taken.length === 0) await nextTick();
    assertEquals(sent.length, page);
    taken.shift()!();
  }
  assertEquals(sent, ["a1", "b1", "c1", "a2", "c2", "a3"]);
});

Deno.test("Backlog leaves the queue while the client does not read", async () => {
  await using hub = new TestHub();
  const queue = new WorkQueue({ parallel: 1 });
  const ana = new TestMember(hub, "Ana");
  const flushing = Promise.withResolvers<void>();
  ana.onFlush = () => {
    flushing.resolve();
    return new Promise(() => {});
  };
  const sent: string[] = [];
  new Backlog(ana.member, queue, FAILING).add(() => pagesOf("a", 3, sent));
  await flushing.promise;
  const bob = new TestMember(hub, "Bob");
  assertEquals(await queue.run(bob.member.source, () => "read"), "read");
  assertEquals(sent, ["a1"]);
});

Deno.test("Backlog reports a failed part and ends the session", async () => {
  await using hub = new TestHub();
  const ana = new TestMember(hub, "Ana");
  const sent: string[] = [];
  const failed = Promise.withResolvers<unknown>();
  const backlog = new Backlog(ana.member, new WorkQueue({ parallel: 1 }), {
    onStoreFailed: failed.resolve,
  });
  const broken: AsyncIterator<void> = { next: () => Promise.reject(new Error("disk")) };
  backlog.add(() => pagesOf("a", 2, sent));
  backlog.add(() => broken);
  backlog.add(() => pagesOf("b", 1, sent));
  assertEquals((await failed.promise as Error).message, "disk");
  await nextTick();
  await nextTick();
  assertEquals([sent, ana.member.handle.isEnded], [["a1"], true]);
});
