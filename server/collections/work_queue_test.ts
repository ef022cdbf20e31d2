import { assertEquals, assertRejects } from "@std/assert";
import { BusyError, SessionEndedError, WorkQueue, type WorkSource } from "./work_queue.ts";

/** Jobs that report their start and wait until the test ends them. */
class Jobs {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();
  readonly #queue: WorkQueue;

  constructor(queue: WorkQueue) {
    this.#queue = queue;
  }

  /**
   * Queues a job of an identity at an address, as in `10.0.0.7 ana`. Without an address it is not limited by address.
   */
  add(from: string, name = from, options?: { skipsLimit: boolean }): Promise<string> {
    const [identity, address] = from.split(" ").reverse();
    const source = { session: { isEnded: false }, identity, address };
    return this.from(source, name, options);
  }

  from(source: WorkSource, name: string, options?: { skipsLimit: boolean }) {
    return this.#queue.run(source, async () => {
      this.begun.push(name);
      await new Promise<void>((resolve) => this.#ends.set(name, resolve));
      return name;
    }, options);
  }

  async end(name: string): Promise<void> {
    this.#ends.get(name)!();
    this.#ends.delete(name);
    await goAround();
  }

  /** Ends jobs in the order of their start until none is left; returns that order. */
  async endAll(): Promise<string[]> {
    for (let index = 0; index < this.begun.length; index++) {
      const name = this.begun[index]!;
      if (this.#ends.has(name)) await this.end(name);
    }
    return this.begun;
  }
}

/** A queue whose slice does not end by the clock: after a pause of a busy machine, jobs would wait for a timer. */
function queueOf(parallel: number): WorkQueue {
  return new WorkQueue({ parallel, slice: Infinity });
}

/** Lets the event loop run so that jobs end and the next ones start. */
async function goAround(): Promise<void> {
  for (let times = 0; times < 3; times++) await new Promise((resolve) => setImmediate(resolve));
}

Deno.test("WorkQueue starts a job at once if idle and returns its outcome", async () => {
  const queue = queueOf(1);
  const source = { session: { isEnded: false }, identity: "ana", address: undefined };
  let isBegun = false;
  const answer = queue.run(source, () => {
    isBegun = true;
    return 7;
  });
  assertEquals(isBegun, true);
  assertEquals(await answer, 7);
  await assertRejects(
    () =>
      queue.run(source, () => {
        throw new TypeError("no");
      }),
    TypeError,
    "no",
  );
  assertEquals(await queue.run(source, () => Promise.resolve(8)), 8);
  await goAround();
});

Deno.test("WorkQueue runs one job per identity and a limited number over all", async () => {
  const jobs = new Jobs(queueOf(2));
  const all = ["a x 1", "a x 2", "b y", "c z"].map((name) =>
    jobs.add(name.split(" ").slice(0, 2).join(" "), name)
  );
  assertEquals(jobs.begun, ["a x 1", "b y"]);
  await jobs.end("b y");
  assertEquals(jobs.begun, ["a x 1", "b y", "c z"]);
  await jobs.end("c z");
  // There is room, but the identity already has a running job.
  assertEquals(jobs.begun.length, 3);
  await jobs.end("a x 1");
  await jobs.end("a x 2");
  assertEquals(await Promise.all(all), ["a x 1", "a x 2", "b y", "c z"]);
});

Deno.test("WorkQueue takes turns between addresses, then between their identities", async () => {
  const jobs = new Jobs(queueOf(1));
  const names = [
    ...["first", "a ana", "a ana 2", "a ana 3", "a bob", "a caio", "b duda", "b duda 2", "eva"],
  ];
  for (const name of names) void jobs.add(name.split(" ").slice(0, 2).join(" "), name);
  assertEquals(await jobs.endAll(), [
    "first",
    ...["a ana", "b duda", "eva"],
    ...["a bob", "b duda 2"],
    ...["a caio", "a ana 2", "a ana 3"],
  ]);
});

Deno.test("WorkQueue delays another address by one job at most", async () => {
  const jobs = new Jobs(queueOf(1));
  for (let index = 0; index < 16; index++) void jobs.add(`a guest${index}`);
  void jobs.add("b victim");
  const order = await jobs.endAll();
  assertEquals(order.length, 17);
  assertEquals(order.indexOf("b victim"), 2);
});

Deno.test("WorkQueue bounds the jobs of an identity and of an address", async () => {
  const jobs = new Jobs(queueOf(1));
  const all: Promise<string>[] = [];
  for (let index = 0; index < 5; index++) all.push(jobs.add("a ana", `ana ${index}`));
  const refused = await assertRejects(() => jobs.add("a ana", "sixth"), BusyError);
  assertEquals(refused.details, { value: "4", limit: 4 });
  // The same identity without an address is another client.
  all.push(jobs.add("ana"));
  for (let index = 0; index < 12; index++) all.push(jobs.add(`a guest${index}`));
  assertEquals(
    (await assertRejects(() => jobs.add("a late"), BusyError)).details,
    { value: "16", limit: 16 },
  );
  all.push(jobs.add("a late", "patient", { skipsLimit: true }));
  const order = await jobs.endAll();
  assertEquals(order.length, 19);
  assertEquals((await Promise.all(all)).sort(), [...order].sort());
  // The queue is as if the jobs had never existed.
  const again = jobs.add("a ana");
  await jobs.end("a ana");
  assertEquals(await again, "a ana");
});

Deno.test("WorkQueue drops the jobs of a session that ended", async () => {
  const jobs = new Jobs(queueOf(1));
  void jobs.add("a first");
  const session = { isEnded: false };
  const source = { session, identity: "gone", address: "a" };
  const dropped = [1, 2, 3, 4].map((index) =>
    assertRejects(() => jobs.from(source, `gone ${index}`), SessionEndedError)
  );
  await assertRejects(() => jobs.add("a gone", "too many"), BusyError);
  session.isEnded = true;
  void jobs.add("a gone", "another session");
  assertEquals(await jobs.endAll(), ["a first", "another session"]);
  await Promise.all(dropped);
});

Deno.test("WorkQueue lets the event loop run between long jobs", async () => {
  const queue = new WorkQueue({ parallel: 1, slice: 0 });
  const seen: string[] = [];
  const run = (identity: string) =>
    queue.run({ session: { isEnded: false }, identity, address: undefined }, () => {
      seen.push(identity);
    });
  const all = ["ana", "bob", "caio"].map(run);
  // The first job uses up the slice; the others run in later rounds.
  assertEquals(seen, ["ana"]);
  setImmediate(() => seen.push("round"));
  await Promise.all(all);
  assertEquals(seen.indexOf("round") < seen.indexOf("caio"), true, seen.join());
  await goAround();
});

Deno.test("WorkQueue gives each step of a job a turn of its own once the job has rested", async () => {
  const queue = queueOf(1);
  const done: string[] = [];
  const rests: (() => void)[] = [];
  const rest = () => new Promise<void>((resolve) => rests.push(resolve));
  const steps = (identity: string, count: number) => {
    let step = 0;
    const source = { session: { isEnded: false }, identity, address: undefined };
    return queue.runSteps(source, () => {
      done.push(`${identity}${++step}`);
      return Promise.resolve(step === count);
    }, { rest });
  };
  const ana = steps("a", 3);
  const bia = steps("b", 1);
  await goAround();
  assertEquals(done, ["a1", "b1"]);
  await bia;
  for (const expected of ["a2", "a3"]) {
    rests.shift()!();
    await goAround();
    assertEquals(done.at(-1), expected);
  }
  await ana;
  assertEquals(rests.length, 0);
});

Deno.test("WorkQueue ends a job of several steps with its session or its first error", async () => {
  const queue = queueOf(1);
  const session = { isEnded: false };
  const source = { session, identity: "ana", address: undefined };
  let steps = 0;
  const rest = () => {
    session.isEnded = true;
    return Promise.resolve();
  };
  const step = () => Promise.resolve(++steps === 9);
  await assertRejects(() => queue.runSteps(source, step, { rest }), SessionEndedError);
  assertEquals(steps, 1);
  session.isEnded = false;
  const broken = () => Promise.reject(new TypeError("no"));
  await assertRejects(() => queue.runSteps(source, broken, { rest }), TypeError, "no");
  assertEquals(await queue.run(source, () => 7), 7);
  await goAround();
});
