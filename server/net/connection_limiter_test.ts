import { assert, assertEquals } from "@std/assert";
import { ptBR } from "../../locale/pt_br/chat.ts";
import { Gate, type GateLimits, Pass } from "./connection_limiter.ts";

const LIMITS: GateLimits = {
  connections: 0,
  perAddress: 2,
  perMinute: 4,
  unnamed: 100,
  limitsLoopback: false,
};

function gate(limits: Partial<GateLimits> = {}): Gate {
  return new Gate({ ...LIMITS, ...limits }, ptBR.gate);
}

/** Enters; gives the place, or the code of the refusal. */
function enter(gate: Gate, address: string, now = 0): Pass | string {
  const pass = gate.enter(address, now);
  return pass instanceof Pass ? pass : pass.code;
}

/** Enters, as must work. */
function pass(gate: Gate, address = "127.0.0.1", now = 0): Pass {
  const pass = enter(gate, address, now);
  assert(pass instanceof Pass, `${pass}`);
  return pass;
}

Deno.test("Gate lets so many from one address in at a time, and others beside them", () => {
  const at = gate();
  const first = pass(at, "203.0.113.7");
  pass(at, "203.0.113.7");
  assertEquals(enter(at, "203.0.113.7"), "too_many");
  assertEquals(enter(at, "::ffff:203.0.113.7"), "too_many");
  pass(at, "203.0.113.8");
  first.leave();
  assertEquals(at.size, 2);
});

Deno.test("Gate takes a network of IPv6 for one address", () => {
  const at = gate();
  pass(at, "2001:db8::1");
  pass(at, "2001:db8::2");
  assertEquals(enter(at, "2001:db8::3"), "too_many");
  pass(at, "2001:db8:0:1::3");
});

Deno.test("Gate lets so many in a minute in, counted from the first", () => {
  const at = gate();
  for (let count = 0; count < 4; count++) pass(at, "203.0.113.7", 1_000 + count).leave();
  assertEquals(at.enter("203.0.113.7", 31_000), { code: "too_fast", value: "30s" });
  pass(at, "203.0.113.8", 31_000);
  // What was looked at and forgotten meanwhile changes nothing.
  at.sweep(60_500);
  assertEquals(enter(at, "203.0.113.7", 60_999), "too_fast");
  pass(at, "203.0.113.7", 61_000);
});

Deno.test("Gate holds this machine to no address's limits, unless it is to", () => {
  const open = gate();
  for (let count = 0; count < 10; count++) pass(open);
  const strict = gate({ limitsLoopback: true });
  pass(strict);
  pass(strict);
  assertEquals(enter(strict, "127.0.0.1"), "too_many");
});

Deno.test("Gate lets so many in over all, and no more than there are while it is closed", () => {
  const at = gate({ connections: 3 });
  const first = pass(at);
  at.close();
  assertEquals(enter(at, "127.0.0.1"), "too_many");
  at.reopen();
  pass(at);
  pass(at);
  assertEquals(enter(at, "127.0.0.1"), "too_many");
  first.leave();
  pass(at);
});

/** Looks so many times, each as soon after the one before as a server does that is not busy. */
function look(gate: Gate, times: number, { from = 0, interval = 250 } = {}): number {
  let now = from;
  for (let count = 0; count < times; count++) gate.sweep(now += interval);
  return now;
}

Deno.test("Gate turns out the oldest of too many without a name, once they had time to say it", () => {
  const at = gate({ unnamed: 2 });
  const turnedOut: number[] = [];
  const passes = [0, 1, 2, 3, 4].map((index) => {
    const place = pass(at);
    place.onTurnedOut = () => turnedOut.push(index);
    return place;
  });
  passes[0]!.greet();
  let now = look(at, 5);
  assertEquals(turnedOut, []);
  now = look(at, 1, { from: now });
  assertEquals(turnedOut, [1, 2]);
  // A client whose name is refused waits again, as the last.
  passes[0]!.wait();
  look(at, 20, { from: now });
  assertEquals(turnedOut, [1, 2, 3]);
});

Deno.test("Gate does not count silence while the server is too busy to read", () => {
  const at = gate({ unnamed: 1 });
  let turnedOut = 0;
  for (const _ of [1, 2]) pass(at).onTurnedOut = () => turnedOut++;
  const now = look(at, 20, { interval: 600 });
  assertEquals(turnedOut, 0);
  look(at, 5, { from: now });
  assertEquals(turnedOut, 1);
});

Deno.test("Gate does not count silence while many others say their first words", () => {
  const at = gate({ unnamed: 1 });
  let turnedOut = 0;
  for (const _ of [1, 2]) pass(at).onTurnedOut = () => turnedOut++;
  let now = 0;
  for (let count = 0; count < 20; count++) {
    for (let nth = 0; nth < 16; nth++) pass(at).greet();
    now = look(at, 1, { from: now });
  }
  assertEquals(turnedOut, 0);
  // One that speaks again and again does not count as many.
  const talker = pass(at);
  for (let count = 0; count < 10; count++) {
    for (let nth = 0; nth < 100; nth++) {
      talker.greet();
      talker.wait();
    }
    now = look(at, 1, { from: now });
  }
  assertEquals(turnedOut, 2);
});

Deno.test("Gate has connections wait while very many have no name, until some have one or went", async () => {
  const at = gate({ unnamed: 1 });
  const passes = Array.from({ length: 16 }, () => pass(at));
  let isReady = false;
  const waitReady = async () => {
    isReady = false;
    await at.ready();
    isReady = true;
  };
  const first = waitReady();
  await Promise.resolve();
  assertEquals(isReady, false);
  passes[0]!.greet();
  await first;
  passes[0]!.wait();
  const second = waitReady();
  passes[1]!.leave();
  await second;
  pass(at);
  const third = waitReady();
  // Those told to go take up descriptors until they are gone.
  look(at, 3);
  await Promise.resolve();
  assertEquals(isReady, false);
  for (const place of passes.slice(2)) place.leave();
  await third;
});

Deno.test("Gate has nothing wait once the server stops", async () => {
  const at = gate({ unnamed: 1 });
  for (let count = 0; count < 16; count++) pass(at);
  const waiting = at.ready();
  at.end();
  await waiting;
  await at.ready();
});
