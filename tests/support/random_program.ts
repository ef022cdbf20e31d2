import { checkEntries } from "./check_entries.ts";
import { Random } from "./random.ts";
import { RandomClient, type RandomClientOptions } from "./random_client.ts";
import type { TestServer } from "./server.ts";

/** Seed of the first program; a failure names it. */
const SEED = Number(Deno.env.get("CHAT_SEED") ?? Math.floor(Math.random() * 1e9));

/** What a program runs with. */
export interface RandomProgram {
  readonly random: Random;
  /** Connected clients, of which the first ask for changes. */
  readonly clients: readonly RandomClient[];
}

/** Options of {@linkcode runProgram}. */
export interface RandomProgramOptions extends Pick<RandomClientOptions, "onAnswer"> {
  /** The program's number, from 0. */
  readonly index: number;
  /** Number of clients. */
  readonly count: number;
  /** How many of them ask for changes. */
  readonly withChanges: number;
  /** Chooses the server of a connection. */
  readonly server: (random: Random) => TestServer;
}

/**
 * Connects clients, lets them act, and checks what they and the server have.
 *
 * @param options Options of the program.
 * @param act Lets the clients act; resolves when no request is unanswered.
 * @throws {Error} With the seed, if anything is wrong.
 */
export async function runProgram(
  { index, count, withChanges, server, ...options }: RandomProgramOptions,
  act: (program: RandomProgram) => Promise<void>,
): Promise<void> {
  const seed = SEED + index;
  const names = Array.from({ length: count }, (_, nth) => `p${nth}`);
  await using opened = new AsyncDisposableStack();
  const clients = names.map((name, nth) => {
    const random = new Random(seed + 1_000_003 * (nth + 1));
    const others = names.filter((other) => other !== name);
    const changes = nth < withChanges;
    return opened.use(
      new RandomClient({
        ...{ name, random, changes, others },
        ...{ server: () => server(random), ...options },
      }),
    );
  });
  try {
    for (const client of clients) await client.connect();
    await act({ random: new Random(seed), clients });
    await checkEntries(clients);
  } catch (error) {
    throw new Error(`CHAT_SEED=${seed}`, { cause: error });
  }
}
