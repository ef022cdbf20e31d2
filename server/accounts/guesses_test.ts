import { assertEquals } from "@std/assert";
import { HOUR } from "../async/durations.ts";
import { Guesses, type GuessSource } from "./guesses.ts";

const SECOND = 1_000;

/** Loopback, which is not limited by address. */
const HERE: GuessSource = { address: undefined, host: "127.0.0.1", isKnown: false };

function from(address: string, isKnown = false): GuessSource {
  return { address, host: address, isKnown };
}

Deno.test("Guesses allows five tries per name, then one after 1 s, 2 s … 15 min", () => {
  const guesses = new Guesses();
  const waits: number[] = [];
  for (let count = 0; count < 17; count++) {
    waits.push(guesses.wait("ana", HERE, 0) / SECOND);
    guesses.fail("ana", HERE, 0);
  }
  assertEquals(waits.slice(0, 8), [0, 0, 0, 0, 0, 1, 2, 4]);
  assertEquals(waits.slice(-3), [512, 900, 900]);
  assertEquals(guesses.wait("ana", HERE, 900 * SECOND), 0);
  assertEquals(guesses.wait("bia", HERE, 0), 0);
});

Deno.test("Guesses counts the wait from when the password was found wrong", () => {
  const guesses = new Guesses();
  for (let count = 0; count < 5; count++) guesses.fail("ana", HERE, 0);
  guesses.waitFrom("ana", HERE, 5 * SECOND);
  guesses.waitFrom("bia", HERE, 5 * SECOND);
  assertEquals(guesses.wait("ana", HERE, 5 * SECOND), SECOND);
  assertEquals(guesses.wait("bia", HERE, 5 * SECOND), 0);
});

Deno.test("Guesses starts anew after the right password, or a day without wrong ones", () => {
  const guesses = new Guesses();
  const ana = from("10.0.0.1");
  for (let count = 0; count < 6; count++) guesses.fail("ana", ana, 0);
  guesses.takeBack("ana", ana);
  assertEquals(guesses.wait("ana", ana, 0), SECOND);
  guesses.forget("ana", ana);
  assertEquals(guesses.wait("ana", ana, 0), 0);
  for (let count = 0; count < 19; count++) guesses.fail("bia", ana, 0);
  guesses.fail("bia", ana, 24 * HOUR);
  assertEquals(guesses.wait("bia", ana, 24 * HOUR), 0);
});

Deno.test("Guesses makes no address wait for another's wrong passwords", () => {
  const guesses = new Guesses();
  // As often as allowed, for three days.
  for (let now = 0, wait = 0; now < 72 * HOUR; now += wait + 1) {
    wait = guesses.wait("ana", from("10.0.0.1"), now);
    if (wait === 0) guesses.fail("ana", from("10.0.0.1"), now);
  }
  assertEquals(guesses.wait("ana", from("10.0.0.2"), 72 * HOUR), 0);
  // The right password from there does not shorten the wait of the other.
  guesses.forget("ana", from("10.0.0.2"));
  assertEquals(guesses.wait("ana", from("10.0.0.1"), 72 * HOUR) > 0, true);
});

Deno.test("Guesses limits unknown addresses to 100 tries an hour per name", () => {
  const guesses = new Guesses();
  for (let count = 0; count < 100; count++) {
    const address = from(`10.0.0.${count}`);
    assertEquals(guesses.wait("ana", address, 0), 0);
    guesses.fail("ana", address, 0);
  }
  assertEquals(guesses.wait("ana", from("10.0.1.1"), SECOND), HOUR - SECOND);
  assertEquals(guesses.wait("bia", from("10.0.1.1"), SECOND), 0);
  assertEquals(guesses.wait("ana", from("10.0.1.1"), HOUR), 0);
  const home = from("10.0.1.1", true);
  for (let count = 0; count < 5; count++) {
    assertEquals(guesses.wait("ana", home, SECOND), 0);
    guesses.fail("ana", home, SECOND);
  }
  // The address waits for its own guesses only.
  assertEquals(guesses.wait("ana", home, SECOND), SECOND);
});

Deno.test("Guesses limits an address to 20 tries an hour over all names", () => {
  const guesses = new Guesses();
  for (let count = 0; count < 20; count++) {
    assertEquals(guesses.wait(`n${count}`, from("10.0.0.1"), count), 0);
    guesses.fail(`n${count}`, from("10.0.0.1"), count);
  }
  assertEquals(guesses.wait("other", from("10.0.0.1"), SECOND), HOUR - SECOND);
  assertEquals(guesses.wait("other", from("10.0.0.2"), SECOND), 0);
  assertEquals(guesses.wait("other", from("10.0.0.1"), HOUR), 0);
  guesses.fail("other", from("10.0.0.1"), HOUR);
  assertEquals(guesses.wait("third", from("10.0.0.1"), HOUR), 0);
});
