import { assert, assertEquals } from "@std/assert";
import { ConnectionLimiter, type ConnectionLimits, ConnectionSlot } from "./connection_limiter.ts";

const LIMITS: ConnectionLimits = {
  connections: 0,
  perAddress: 2,
  perMinute: 4,
  pending: 100,
  limitsLoopback: false,
};

function limiter(limits: Partial<ConnectionLimits> = {}): ConnectionLimiter {
  return new ConnectionLimiter({ ...LIMITS, ...limits });
}

/** Requests a slot; returns it or the code of the rejection. */
function enter(limiter: ConnectionLimiter, address: string, now = 0): ConnectionSlot | string {
  const slot = limiter.reserve(address, now);
  return slot instanceof ConnectionSlot ? slot : slot.code;
}

/** Requests a slot that must be granted. */
function slot(limiter: ConnectionLimiter, address = "127.0.0.1", now = 0): ConnectionSlot {
  const slot = enter(limiter, address, now);
  assert(slot instanceof ConnectionSlot, `${slot}`);
  return slot;
}

Deno.test("ConnectionLimiter limits the connections of one address, not of others", () => {
  const at = limiter();
  const first = slot(at, "203.0.113.7");
  slot(at, "203.0.113.7");
  assertEquals(enter(at, "203.0.113.7"), "too_many");
  assertEquals(enter(at, "::ffff:203.0.113.7"), "too_many");
  slot(at, "203.0.113.8");
  first.release();
  assertEquals(at.size, 2);
});

Deno.test("ConnectionLimiter treats an IPv6 network as one address", () => {
  const at = limiter();
  slot(at, "2001:db8::1");
  slot(at, "2001:db8::2");
  assertEquals(enter(at, "2001:db8::3"), "too_many");
  slot(at, "2001:db8:0:1::3");
});

Deno.test("ConnectionLimiter limits new connections a minute, counted from the first", () => {
  const at = limiter();
  for (let count = 0; count < 4; count++) slot(at, "203.0.113.7", 1_000 + count).release();
  assertEquals(at.reserve("203.0.113.7", 31_000), { code: "too_fast", seconds: 30 });
  slot(at, "203.0.113.8", 31_000);
  // Forgetting old addresses meanwhile changes nothing.
  at.tick(60_500);
  assertEquals(enter(at, "203.0.113.7", 60_999), "too_fast");
  slot(at, "203.0.113.7", 61_000);
});

Deno.test("ConnectionLimiter exempts loopback from limits by address unless asked", () => {
  const open = limiter();
  for (let count = 0; count < 10; count++) slot(open);
  const strict = limiter({ limitsLoopback: true });
  slot(strict);
  slot(strict);
  assertEquals(enter(strict, "127.0.0.1"), "too_many");
});

Deno.test("ConnectionLimiter limits all connections and adds none while closed", () => {
  const at = limiter({ connections: 3 });
  const first = slot(at);
  at.freeze();
  assertEquals(enter(at, "127.0.0.1"), "too_many");
  at.unfreeze();
  slot(at);
  slot(at);
  assertEquals(enter(at, "127.0.0.1"), "too_many");
  first.release();
  slot(at);
});

/** Ticks several times at the interval of an idle server. */
function tick(
  limiter: ConnectionLimiter,
  times: number,
  { from = 0, interval = 250 } = {},
): number {
  let now = from;
  for (let count = 0; count < times; count++) limiter.tick(now += interval);
  return now;
}

Deno.test("ConnectionLimiter disconnects the oldest of too many pending connections", () => {
  const at = limiter({ pending: 2 });
  const evicted: number[] = [];
  const slots = Array.from({ length: 5 }, () => slot(at));
  for (const [index, slot] of slots.entries()) {
    slot.owner = { onEvicted: () => evicted.push(index) };
  }
  slots[0]!.activate();
  let now = tick(at, 17);
  assertEquals(evicted, []);
  now = tick(at, 1, { from: now });
  assertEquals(evicted, [1, 2]);
  // A client whose name is refused is pending again, as the newest.
  slots[0]!.deactivate();
  tick(at, 20, { from: now });
  assertEquals(evicted, [1, 2, 3]);
});

Deno.test("ConnectionLimiter counts no silence while the server is too busy to read", () => {
  const at = limiter({ pending: 1 });
  let evicted = 0;
  for (const _ of [1, 2]) slot(at).owner = { onEvicted: () => evicted++ };
  const now = tick(at, 50, { interval: 600 });
  assertEquals(evicted, 0);
  tick(at, 17, { from: now });
  assertEquals(evicted, 1);
});

Deno.test("ConnectionLimiter counts no silence while many others sign in", () => {
  const at = limiter({ pending: 1 });
  let evicted = 0;
  for (const _ of [1, 2]) slot(at).owner = { onEvicted: () => evicted++ };
  let now = 0;
  for (let count = 0; count < 50; count++) {
    for (let nth = 0; nth < 16; nth++) slot(at).activate();
    now = tick(at, 1, { from: now });
  }
  assertEquals(evicted, 0);
  // A client that sends repeatedly counts once.
  const sender = slot(at);
  for (let count = 0; count < 30; count++) {
    for (let nth = 0; nth < 100; nth++) {
      sender.activate();
      sender.deactivate();
    }
    now = tick(at, 1, { from: now });
  }
  assertEquals(evicted, 2);
});

Deno.test("ConnectionLimiter pauses accepting while very many connections are pending", async () => {
  const at = limiter({ pending: 1 });
  const slots = Array.from({ length: 16 }, () => slot(at));
  let isReady = false;
  const waitReady = async () => {
    isReady = false;
    await at.ready();
    isReady = true;
  };
  const first = waitReady();
  await Promise.resolve();
  assertEquals(isReady, false);
  slots[0]!.activate();
  await first;
  slots[0]!.deactivate();
  const second = waitReady();
  slots[1]!.release();
  await second;
  slot(at);
  const third = waitReady();
  // Evicted clients keep their descriptors until they are gone.
  tick(at, 3);
  await Promise.resolve();
  assertEquals(isReady, false);
  for (const slot of slots.slice(2)) slot.release();
  await third;
});

Deno.test("ConnectionLimiter stops pausing once the server stops", async () => {
  const at = limiter({ pending: 1 });
  for (let count = 0; count < 16; count++) slot(at);
  const waiting = at.ready();
  at.end();
  await waiting;
  await at.ready();
});

Deno.test("ConnectionLimiter pauses accepting after 64 connections to read from them", async () => {
  const at = limiter();
  const accept = async () => {
    await at.ready();
    slot(at);
  };
  for (let round = 0; round < 2; round++) {
    let isRested = false;
    const timer = setTimeout(() => isRested = true);
    for (let count = 0; count < 64; count++) await accept();
    assertEquals(isRested, false);
    // As with two listeners at once.
    await Promise.all([at.ready(), at.ready()]);
    assertEquals(isRested, true);
    clearTimeout(timer);
  }
});
