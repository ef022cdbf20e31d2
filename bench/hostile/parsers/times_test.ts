import { assertEquals } from "@std/assert";
import { isOver, type Times, worst } from "./times.ts";

function times(input: string, ...milliseconds: readonly number[]): Times {
  return { input, milliseconds, ratio: milliseconds[2]! / milliseconds[0]! };
}

const LINEAR = times("linear", 1, 4, 16);
const QUADRATIC = times("quadratic", 0.01, 0.16, 2.56);
const NOISE = times("noise", 0.001, 0.01, 0.9);

Deno.test("isOver finds time that grows faster than the text, unless it is negligible", () => {
  assertEquals([LINEAR, QUADRATIC, NOISE].map(isOver), [false, true, false]);
});

Deno.test("worst prefers a text whose time grows too fast to a text that takes long", () => {
  assertEquals(worst([LINEAR, QUADRATIC, NOISE]), QUADRATIC);
  assertEquals(worst([NOISE, LINEAR]), LINEAR);
});
