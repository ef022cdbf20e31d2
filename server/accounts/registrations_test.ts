import { assertEquals } from "@std/assert";
import { HOUR } from "../async/durations.ts";
import type { Peer } from "../net/peer.ts";
import { Registrations } from "./registrations.ts";

const HERE = { address: undefined, host: "127.0.0.1", isPrivate: true };
const FAR = { address: "203.0.113.7", host: "203.0.113.7", isPrivate: true };

/** Registers several identities at the same time; returns how many were allowed. */
function count(registrations: Registrations, peer: Peer, now: number): number {
  let taken = 0;
  for (let index = 0; index < 60; index++) {
    if (registrations.take(peer, `${now} ${index}`, now) === 0) taken++;
  }
  return taken;
}

Deno.test("Registrations allows an address 40 accounts an hour and 100 a day", () => {
  const registrations = new Registrations(40);
  const taken = [0, 1, 2, 3, 23].map((hours) => count(registrations, FAR, hours * HOUR));
  assertEquals(taken, [40, 40, 20, 0, 0]);
  assertEquals(registrations.take(FAR, "other", 23 * HOUR), HOUR);
  assertEquals(count(registrations, FAR, 24 * HOUR), 40);
  assertEquals(
    count(registrations, { ...FAR, address: "203.0.113.8", host: "203.0.113.8" }, 0),
    40,
  );
});

Deno.test("Registrations counts loopback only if it is limited as an address", () => {
  assertEquals(count(new Registrations(2), HERE, 0), 60);
  assertEquals(count(new Registrations(2), { ...HERE, address: HERE.host }, 0), 2);
});

Deno.test("Registrations allows an identity three accounts an hour from any address", () => {
  const registrations = new Registrations(40);
  const waits = [HERE, FAR, HERE, HERE].map((peer) => registrations.take(peer, "one", 5));
  assertEquals(waits, [0, 0, 0, HOUR]);
  assertEquals(registrations.take(HERE, "other", 5), 0);
  assertEquals(registrations.take(HERE, "one", 5 + HOUR), 0);
});

Deno.test("Registrations does not count a failed attempt", () => {
  const registrations = new Registrations(1);
  assertEquals(registrations.take(FAR, "one", 0), 0);
  registrations.takeBack(FAR, "one", 0);
  assertEquals(registrations.take(FAR, "one", 0), 0);
  assertEquals(registrations.take(FAR, "two", 0), HOUR);
});
