/** Random programs of messages and changes while servers are killed and messages expire. */
import { testOverNodes } from "./support/cluster.ts";
import { testOverStores } from "./support/over_stores.ts";
import { freePort } from "./support/ports.ts";
import type { Random } from "./support/random.ts";
import { runProgram } from "./support/random_program.ts";
import { startProcess, type TestServer } from "./support/server_process.ts";
import { size } from "./support/soak.ts";

/** Number of programs for each store; `deno task soak` runs more. */
const SEEDS = Number(Deno.env.get("CHAT_SEEDS") ?? size(2, 40));

const CLIENTS = 6;

/** How often a server is killed. */
const CRASHES = 3;

/** A server is killed after at most this many answers. */
const LONGEST = 120;

/** Retention of every other program, in entries of a room. Servers apply it when they start. */
const KEPT = 40;

/** Environment of the servers of a program. */
function envOf(index: number): Record<string, string> {
  return index % 2 === 0 ? { CHAT_KEEP_MESSAGES: `${KEPT}` } : {};
}

/**
 * Runs a program while servers crash.
 *
 * @param index The program's number.
 * @param server Chooses the server of a connection.
 * @param crash Kills a server and starts it again; may call `progress` while it is away.
 */
async function runWithCrashes(
  index: number,
  server: (random: Random) => TestServer,
  crash: (random: Random, progress: () => Promise<void>) => Promise<void>,
): Promise<void> {
  let left = 0;
  let reached = () => {};
  const onAnswer = () => {
    if (--left === 0) reached();
  };
  await runProgram(
    { index, count: CLIENTS, withChanges: CLIENTS - 1, server, onAnswer },
    async ({ random, clients }) => {
      let isOver = false;
      const actors = clients.map(async (client) => {
        try {
          while (!isOver) await client.act();
        } finally {
          isOver = true;
        }
      });
      const acting = Promise.all(actors);
      const progress = () => {
        left = 1 + random.below(LONGEST);
        return Promise.race([acting, new Promise<void>((resolve) => reached = resolve)]);
      };
      try {
        for (let crashes = 0; crashes < CRASHES; crashes++) {
          await progress();
          await crash(random, async () => void await progress());
        }
        await progress();
      } finally {
        isOver = true;
        await Promise.allSettled(actors);
      }
      await acting;
    },
  );
}

for (let index = 0; index < SEEDS; index++) {
  testOverStores(
    `changes survive kill -9 and are the same for all: program ${index}`,
    async ({ args }) => {
      const env = envOf(index);
      let server = await startProcess({ args, env, port: freePort() });
      try {
        await runWithCrashes(index, () => server, async () => {
          const { port, stop } = server;
          await stop("SIGKILL");
          server = await startProcess({ args, env, port });
        });
      } finally {
        await server.stop();
      }
    },
    { memory: false },
  );
  testOverNodes(
    0,
    `changes survive the loss of a node and are the same for all: program ${index}`,
    async (cluster) => {
      const { nodes } = cluster;
      const env = envOf(index);
      for (let count = 0; count < 3; count++) await cluster.add({ env });
      let lost: TestServer | undefined;
      await runWithCrashes(
        index,
        (random) => random.of(nodes.filter((node) => node !== lost)),
        async (random, progress) => {
          const nth = random.below(nodes.length);
          const { port, stop } = lost = nodes[nth]!;
          await stop("SIGKILL");
          await progress();
          nodes[nth] = await cluster.startAgain(nth, { port, env });
          lost = undefined;
        },
      );
    },
  );
}
