import { assert } from "@std/assert";
import { delay } from "@std/async/delay";
import { testOverNodes } from "./support/cluster.ts";
import { Crowd } from "./support/crowd.ts";

/** How long faults are injected, in seconds; `deno task soak` makes it a minute. */
const SECONDS = Deno.env.get("CHAT_SOAK") === "true" ? 60 : 0;

/** Minimum number of rounds. */
const ROUNDS = 2;

/** Crowds of the long and the short form. */
const LARGE = { people: 100, rooms: 50 };
const SMALL = { people: 30, rooms: 15 };

/** Pause between two messages of a client, in milliseconds. */
const PAUSE = 400;

const pause = () => delay(PAUSE);

/** Lets a crowd talk until `happen` resolves, then checks that all clients received the same. */
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

testOverNodes(
  3,
  "all clients see the same messages though nodes, NATS and PostgreSQL crash",
  async (cluster) => {
    await using crowd = await Crowd.enter(cluster.nodes, SECONDS > 0 ? LARGE : SMALL);
    const end = performance.now() + SECONDS * 1_000;
    let rounds = 0;
    const said = await talkWhile(crowd, async () => {
      for (; rounds < ROUNDS || performance.now() < end; rounds++) {
        await crowd.hears();
        await cluster.restart(rounds % 3, "SIGKILL");
        await crowd.hears();
        await cluster.engines.nats.crash();
        await crowd.hears();
        await cluster.engines.nats.startAgain();
        await crowd.hears();
        await cluster.engines.postgres.crash();
        await cluster.engines.postgres.startAgain();
      }
      await crowd.hears();
    });
    assert(said > 0);
    if (SECONDS > 0) report(`${rounds} rounds, ${said} messages, longest reconnect`, crowd);
  },
);

testOverNodes(3, "a rolling restart under load loses and repeats nothing", async (cluster) => {
  await using crowd = await Crowd.enter(cluster.nodes, SECONDS > 0 ? LARGE : SMALL);
  const said = await talkWhile(crowd, async () => {
    for (const node of [0, 1, 2]) {
      await crowd.hears();
      await cluster.restart(node, "SIGTERM");
    }
    await crowd.hears();
  });
  report(`rolling restart, ${said} messages, longest reconnect`, crowd);
});

function report(what: string, { away }: Crowd): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${what} ${away.toFixed(0)} ms\n`));
}
