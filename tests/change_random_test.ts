/** Random programs of messages and changes: all clients that are up to date see the same, and so does the server. */
import { testOverStores } from "./support/over_stores.ts";
import { runProgram } from "./support/random_program.ts";
import { startServer } from "./support/server.ts";

/** Rounds of a program, in each of which some clients do something at the same time. */
const ROUNDS = 50;

for (const [index, withChanges] of [4, 5].entries()) {
  testOverStores(
    `clients that are up to date see the same, whatever is changed: program ${index}`,
    async ({ args }) => {
      await using server = await startServer({ args: [...args, "--keep-messages", "5000"] });
      await runProgram(
        { index, count: 6, withChanges, server: () => server },
        async ({ random, clients }) => {
          for (let round = 0; round < ROUNDS; round++) {
            const actors = clients.filter(() => random.below(2) === 0);
            await Promise.all(actors.map((client) => client.act()));
          }
        },
      );
    },
  );
}
