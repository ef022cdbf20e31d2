import { assertEquals, assertRejects } from "@std/assert";
import { type Attempt, race, withTimeout } from "./race.ts";

/** An attempt that ends when a test says so, or when it is aborted. */
class Controlled {
  readonly started = Promise.withResolvers<void>();
  readonly result = Promise.withResolvers<string>();
  isAborted = false;

  readonly attempt: Attempt<string> = (signal) => {
    this.started.resolve();
    signal.addEventListener("abort", () => {
      this.isAborted = true;
      this.result.reject(new Error("aborted"));
    });
    return this.result.promise;
  };
}

const discard = () => {};

Deno.test("race starts the next attempt while one is pending, and ends the losers", async () => {
  const [silent, good, spare] = [new Controlled(), new Controlled(), new Controlled()];
  const racing = race([silent, good, spare].map(({ attempt }) => attempt), { discard });
  await good.started.promise;
  good.result.resolve("good");
  assertEquals(await racing, "good");
  assertEquals(silent.isAborted, true);
});

Deno.test("race lets an earlier attempt win after a later one has started", async () => {
  const [slow, silent] = [new Controlled(), new Controlled()];
  const racing = race([slow, silent].map(({ attempt }) => attempt), { discard });
  await silent.started.promise;
  slow.result.resolve("slow");
  assertEquals(await racing, "slow");
  assertEquals(silent.isAborted, true);
});

Deno.test("race starts the next attempt at once when one fails", async () => {
  const order: string[] = [];
  const fail = (name: string) => () => {
    order.push(name);
    return Promise.reject(new Error(name));
  };
  const error = await assertRejects(
    () => race([fail("a"), fail("b"), fail("c")], { discard }),
    AggregateError,
    "a; b; c",
  );
  assertEquals(error.errors.map(({ message }) => message), order);
  await assertRejects(() => race([fail("only")], { discard }), Error, "only");
});

Deno.test("race discards a result that comes too late", async () => {
  const late = Promise.withResolvers<string>();
  const discarded = Promise.withResolvers<string>();
  const racing = race([() => late.promise, () => Promise.resolve("first")], {
    discard: discarded.resolve,
  });
  assertEquals(await racing, "first");
  late.resolve("late");
  assertEquals(await discarded.promise, "late");
});

Deno.test("race ends with its signal", async () => {
  const pending = new Controlled();
  const controller = new AbortController();
  const racing = race([pending.attempt], { signal: controller.signal, discard });
  await pending.started.promise;
  controller.abort(new Error("stopped"));
  await assertRejects(() => racing, Error, "stopped");
  assertEquals(pending.isAborted, true);
  await assertRejects(
    () => race([pending.attempt], { signal: controller.signal, discard }),
    Error,
    "stopped",
  );
});

Deno.test("withTimeout ends an attempt that takes too long, with its own error", async () => {
  const pending = new Controlled();
  const options = { time: 1, onTimeout: () => new Error("too late") };
  const attempt = withTimeout(pending.attempt, { ...options, discard });
  await assertRejects(() => attempt(new AbortController().signal), Error, "too late");
  assertEquals(pending.isAborted, true);
  // One that does not know signals ends as well, and its result is not lost.
  const deaf = Promise.withResolvers<string>();
  const discarded = Promise.withResolvers<string>();
  const limited = withTimeout(() => deaf.promise, { ...options, discard: discarded.resolve });
  await assertRejects(() => limited(new AbortController().signal), Error, "too late");
  deaf.resolve("late");
  assertEquals(await discarded.promise, "late");
});
