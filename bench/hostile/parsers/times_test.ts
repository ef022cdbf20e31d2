import { assertEquals } from "@std/assert";
import { isOver, type Times, worst } from "./times.ts";

function times(input: string, ...milliseconds: Times["milliseconds"]): Times {
  return { input, milliseconds, ratio: milliseconds[2] / milliseconds[0] };
}

const LINEAR = times("linear", 1, 4, 16);
const CHEAP_SHORTEST = times("cheap shortest", 1, 6.2, 26);
const QUADRATIC = times("quadratic", 0.01, 0.16, 2.56);
const LATE_QUADRATIC = times("late quadratic", 0.1, 0.4, 6.4);
const NOISE = times("noise", 0.001, 0.01, 0.9);

Deno.test("isOver reports superlinear time, but neither noise nor a cheap shortest text", () => {
  const all = [LINEAR, CHEAP_SHORTEST, QUADRATIC, LATE_QUADRATIC, NOISE];
  assertEquals(all.map(isOver), [false, false, true, true, false]);
});

Deno.test("worst prefers a text whose time grows too fast to a text that takes long", () => {
  assertEquals(worst([LINEAR, QUADRATIC, NOISE]), QUADRATIC);
  assertEquals(worst([NOISE, LINEAR]), LINEAR);
});
