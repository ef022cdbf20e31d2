import { assertEquals } from "@std/assert";
import { ReconnectTimer } from "./reconnect_timer.ts";

/** Returns the next waits of a timer. None of them passes. */
async function waits(timer: ReconnectTimer, count: number): Promise<number[]> {
  const all: number[] = [];
  for (let nth = 0; nth < count; nth++) {
    await timer.wait(AbortSignal.abort(), (wait) => all.push(wait));
  }
  return all;
}

function timerOf(random: number): ReconnectTimer {
  return new ReconnectTimer(() => [100, 200, 400, 800][Symbol.iterator](), () => random);
}

Deno.test("ReconnectTimer adds a random share of the server's time to the next wait, once", async () => {
  for (const [random, first] of [[0, 100], [0.5, 2_600], [1, 5_100]] as const) {
    const timer = timerOf(random);
    timer.spread(5_000);
    assertEquals(await waits(timer, 2), [first, 200]);
  }
});

Deno.test("ReconnectTimer adds at most half a minute, whatever a server says", async () => {
  const timer = timerOf(1);
  timer.spread(Number.MAX_SAFE_INTEGER);
  assertEquals(await waits(timer, 2), [30_100, 200]);
});

Deno.test("ReconnectTimer does not wait if the user is in a hurry", async () => {
  const timer = timerOf(1);
  timer.spread(5_000);
  timer.hurry();
  assertEquals(await waits(timer, 2), [0, 100]);
});
