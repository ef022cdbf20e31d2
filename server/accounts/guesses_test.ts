import { assertEquals } from "@std/assert";
import { Guesses } from "./guesses.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

Deno.test("Guesses lets a name be guessed five times, then after 1 s, 2 s and so on up to 15 min", () => {
  const guesses = new Guesses();
  const waits: number[] = [];
  for (let count = 0; count < 17; count++) {
    waits.push(guesses.wait("ana", undefined, 0) / SECOND);
    guesses.fail("ana", undefined, 0);
  }
  assertEquals(waits.slice(0, 8), [0, 0, 0, 0, 0, 1, 2, 4]);
  assertEquals(waits.slice(-3), [512, 900, 900]);
  assertEquals(guesses.wait("ana", undefined, 900 * SECOND), 0);
  assertEquals(guesses.wait("bia", undefined, 0), 0);
});

Deno.test("Guesses lets one wait from when the password was found wrong", () => {
  const guesses = new Guesses();
  for (let count = 0; count < 5; count++) guesses.fail("ana", undefined, 0);
  guesses.waitFrom("ana", 5 * SECOND);
  guesses.waitFrom("bia", 5 * SECOND);
  assertEquals(guesses.wait("ana", undefined, 5 * SECOND), SECOND);
  assertEquals(guesses.wait("bia", undefined, 5 * SECOND), 0);
});

Deno.test("Guesses begins anew when the right password was given", () => {
  const guesses = new Guesses();
  for (let count = 0; count < 6; count++) guesses.fail("ana", "10.0.0.1", 0);
  guesses.takeBack("ana", "10.0.0.1");
  assertEquals(guesses.wait("ana", "10.0.0.1", 0), SECOND);
  guesses.forget("ana");
  assertEquals(guesses.wait("ana", "10.0.0.1", 0), 0);
});

Deno.test("Guesses lets an address guess 20 times an hour, whatever the names", () => {
  const guesses = new Guesses();
  for (let count = 0; count < 20; count++) {
    assertEquals(guesses.wait(`n${count}`, "10.0.0.1", count), 0);
    guesses.fail(`n${count}`, "10.0.0.1", count);
  }
  assertEquals(guesses.wait("other", "10.0.0.1", SECOND), HOUR - SECOND);
  assertEquals(guesses.wait("other", "10.0.0.2", SECOND), 0);
  assertEquals(guesses.wait("other", "10.0.0.1", HOUR), 0);
  guesses.fail("other", "10.0.0.1", HOUR);
  assertEquals(guesses.wait("third", "10.0.0.1", HOUR), 0);
});
