import { assertEquals } from "@std/assert";
import { delay } from "@std/async/delay";
import { Heartbeat } from "./heartbeat.ts";

const TIMEOUTS = { idle: 40, unanswered: 10, answer: 40 };

/** Records what a heartbeat does. */
function create({ isWaiting = false, timeouts = TIMEOUTS } = {}) {
  const dead = Promise.withResolvers<void>();
  const log: string[] = [];
  const pinged: (() => void)[] = [];
  const heartbeat: Heartbeat = new Heartbeat({
    timeouts,
    isWaiting: () => isWaiting,
    ping: () => {
      log.push("ping");
      for (const resolve of pinged.splice(0)) resolve();
    },
    onDead: () => {
      log.push("dead");
      dead.resolve();
    },
  });
  heartbeat.start();
  return {
    heartbeat,
    log,
    dead: dead.promise,
    ping: () => new Promise<void>((resolve) => pinged.push(resolve)),
  };
}

/** Blocks the event loop, so that timers fire late, as after the sleep of a machine. */
function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

Deno.test("Heartbeat reports a connection whose ping is not answered", async () => {
  const { log, dead, heartbeat } = create();
  await dead;
  assertEquals(log.at(0), "ping");
  assertEquals(log.at(-1), "dead");
  assertEquals(heartbeat.isRunning, false);
});

Deno.test("Heartbeat pings again after each answer and reports nothing", async () => {
  const { heartbeat, log, ping } = create();
  for (let count = 0; count < 5; count++) {
    await ping();
    heartbeat.answered();
  }
  heartbeat.stop();
  assertEquals(new Set(log), new Set(["ping"]));
});

Deno.test("Heartbeat pings early while a request is unanswered", async () => {
  const { heartbeat, log, ping } = create({
    isWaiting: true,
    timeouts: { idle: 1_000_000, unanswered: 10, answer: 1_000_000 },
  });
  heartbeat.expect();
  // Other messages prove one direction only.
  heartbeat.heard();
  await ping();
  heartbeat.stop();
  assertEquals(log, ["ping"]);
});

Deno.test("Heartbeat does not ping while the server is heard", async () => {
  const { heartbeat, log } = create({ timeouts: { ...TIMEOUTS, idle: 500 } });
  for (let count = 0; count < 10; count++) {
    await delay(10);
    heartbeat.heard();
  }
  heartbeat.stop();
  assertEquals(log, []);
});

Deno.test("Heartbeat reports a connection that carries one direction only", async () => {
  const { heartbeat, log, dead } = create({ isWaiting: true });
  const others = setInterval(() => heartbeat.heard(), 5);
  await dead;
  clearInterval(others);
  assertEquals(log.at(-1), "dead");
});

Deno.test("Heartbeat repeats a ping whose answer had no time to arrive", async () => {
  const { heartbeat, log, ping } = create();
  await ping();
  sleep(200);
  await ping();
  heartbeat.answered();
  heartbeat.stop();
  assertEquals(log, ["ping", "ping"]);
});

Deno.test("Heartbeat reports a dead connection although every timer fires late", async () => {
  const { log, dead, ping } = create();
  await ping();
  sleep(200);
  await ping();
  sleep(200);
  await dead;
  assertEquals(log, ["ping", "ping", "dead"]);
});

Deno.test("Heartbeat pings at once when asked to, and only once", () => {
  const { heartbeat, log } = create();
  heartbeat.check();
  heartbeat.check();
  assertEquals(log, ["ping"]);
  heartbeat.stop();
  heartbeat.check();
  assertEquals(log, ["ping"]);
});
