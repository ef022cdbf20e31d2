import { assert } from "@std/assert";
import { delay } from "@std/async/delay";
import { Crowd } from "./support/crowd.ts";
import { Engines } from "./support/nodes.ts";
import { startServer, type TestServer } from "./support/server.ts";

/** For how long people talk while things are stopped and started, in seconds; `deno task soak` makes it a minute. */
const SECONDS = Deno.env.get("CHAT_SOAK") === "true" ? 60 : 0;

/** How many times each thing is stopped at least. */
const ROUNDS = 2;

const LARGE = { people: 100, rooms: 50 };
const SMALL = { people: 30, rooms: 15 };

/** Between two things that somebody says, in milliseconds. */
const PAUSE = 400;

const pause = () => delay(PAUSE);

/** Nodes that are stopped and started again where they were. */
class Nodes implements AsyncDisposable {
  readonly servers: TestServer[];
  readonly #flags: readonly string[];

  private constructor(servers: TestServer[], flags: readonly string[]) {
    this.servers = servers;
    this.#flags = flags;
  }

  static async start(flags: readonly string[]): Promise<Nodes> {
    const start = (node: number) => startServer({ args: [...flags, "--node", `n${node}`] });
    return new Nodes(await Promise.all([0, 1, 2].map(start)), flags);
  }

  async restart(node: number, signal: Deno.Signal): Promise<void> {
    const { port, stop } = this.servers[node]!;
    await stop(signal);
    const args = [...this.#flags, "--node", `n${node}`];
    this.servers[node] = await startServer({ args, port });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.servers.map((server) => server[Symbol.asyncDispose]()));
  }
}

/** Lets a crowd talk until `happen` is over, and makes sure that all heard the same. */
async function talkWhile(crowd: Crowd, happen: () => Promise<void>): Promise<number> {
  const talking = crowd.talk(pause);
  try {
    await happen();
  } finally {
    crowd.stop();
  }
  const said = await talking;
  await crowd.agree();
  return said;
}

Deno.test("Nodes are killed, NATS and PostgreSQL crash under load: all hear the same, once and in one order", async () => {
  await using engines = await Engines.start();
  if (engines === undefined) return;
  await using nodes = await Nodes.start(await engines.flags());
  await using crowd = await Crowd.enter(nodes.servers, SECONDS > 0 ? LARGE : SMALL);
  const end = performance.now() + SECONDS * 1_000;
  let rounds = 0;
  const said = await talkWhile(crowd, async () => {
    for (; rounds < ROUNDS || performance.now() < end; rounds++) {
      await crowd.hears();
      await nodes.restart(rounds % 3, "SIGKILL");
      await crowd.hears();
      await engines.nats.crash();
      await crowd.hears();
      await engines.nats.startAgain();
      await crowd.hears();
      await engines.postgres.crash();
      await engines.postgres.startAgain();
    }
    await crowd.hears();
  });
  assert(said > 0);
  if (SECONDS > 0) report(`${rounds} rounds, ${said} messages, longest away`, crowd);
});

Deno.test("All nodes are restarted one by one under load, and nobody loses or repeats a message", async () => {
  await using engines = await Engines.start();
  if (engines === undefined) return;
  await using nodes = await Nodes.start(await engines.flags());
  await using crowd = await Crowd.enter(nodes.servers, SECONDS > 0 ? LARGE : SMALL);
  const said = await talkWhile(crowd, async () => {
    for (const node of [0, 1, 2]) {
      await crowd.hears();
      await nodes.restart(node, "SIGTERM");
    }
    await crowd.hears();
  });
  report(`rolling restart, ${said} messages, longest away`, crowd);
});

function report(what: string, { away }: Crowd): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${what} ${away.toFixed(0)} ms\n`));
}
