import { assertEquals } from "@std/assert";
import { fitAround, inPages, paginate } from "./paginate.ts";

const encoder = new TextEncoder();

/** Size of the largest answer with some items, with client-chosen fields at their limits. */
function answerSize(items: readonly unknown[]): number {
  const answer = {
    type: "members",
    room: `#${"𝐀".repeat(64)}`,
    names: items,
    more: true,
    lost: Number.MAX_SAFE_INTEGER,
    ref: "\u0001".repeat(128),
  };
  return encoder.encode(JSON.stringify(answer)).length;
}

Deno.test("paginate takes what fits a frame from one end, and one item at least", () => {
  const items = Array.from({ length: 100 }, (_, index) => `${index}`.padStart(97, "0"));
  const oldest = paginate(items, 4_096, "oldest");
  assertEquals(oldest, items.slice(0, oldest.length));
  const newest = paginate(items, 4_096, "newest");
  assertEquals(newest, items.slice(-newest.length));
  assertEquals(paginate(["x".repeat(9_000), "y"], 4_096, "oldest").length, 1);
  assertEquals(paginate(["y", "x".repeat(9_000)], 4_096, "newest"), ["x".repeat(9_000)]);
  assertEquals(paginate(items, 65_536, "oldest"), items);
  assertEquals(paginate([], 4_096, "newest"), []);
});

Deno.test("fitAround takes as many items after an index as before it, and what fits beyond", () => {
  const items = Array.from({ length: 100 }, (_, index) => `${index}`.padStart(97, "0"));
  const { from, to } = fitAround(items, 4_096, 50);
  assertEquals(to - from, paginate(items, 4_096, "oldest").length);
  assertEquals([50 - from === to - 50 || 50 - from === to - 50 - 1], [true]);
  assertEquals(fitAround(items, 4_096, 2).from, 0);
  assertEquals(fitAround(items, 4_096, 99).to, 100);
  assertEquals(fitAround(items, 65_536, 50), { from: 0, to: 100 });
  assertEquals(fitAround(["a", "x".repeat(9_000), "b"], 4_096, 1), { from: 1, to: 2 });
  assertEquals(fitAround([], 4_096, 0), { from: 0, to: 0 });
});

Deno.test("a page never exceeds the limit, whatever else is in the answer", () => {
  for (const character of ["a", "é", "\u0001", "𝐀"]) {
    for (let length = 1; length <= 32; length++) {
      const items = Array.from({ length: 4_000 }, () => character.repeat(length));
      const fit = paginate(items, 4_096, "oldest");
      assertEquals(answerSize(fit) <= 4_096, true, `${length} × ${character}`);
      // Pages use most of a frame.
      assertEquals(answerSize([...fit, ...items.slice(0, 300)]) > 4_096, true);
    }
  }
});

Deno.test("inPages sends every item once, in order, and says where more follow", () => {
  const items = Array.from({ length: 500 }, (_, index) => `p${index}`);
  const sent: unknown[] = [];
  const more: unknown[] = [];
  const send = (page: readonly string[], rest: { more?: true }) => {
    sent.push(...page);
    more.push(rest.more);
  };
  const steps = [...inPages(items, 4_096, send)].length;
  assertEquals(sent, items);
  assertEquals(more, [...Array.from({ length: steps }, () => true), undefined]);
  more.length = 0;
  assertEquals([...inPages([], 4_096, send)], []);
  assertEquals(more, [undefined]);
});

Deno.test("inPages reads one item more than the messages sent so far", () => {
  let taken = 0;
  function* items() {
    for (; taken < 1_000_000; taken++) yield `p${taken}`.padStart(97, "0");
  }
  const counts: number[] = [];
  const send = (page: readonly string[]) => void counts.push(page.length);
  inPages(items(), 4_096, send).next();
  assertEquals(counts, [taken]);
  // An item may count more than its size.
  inPages(["a", "b", "c"], 4_096, send, () => 1_000).next();
  assertEquals(counts, [taken, 2]);
});
