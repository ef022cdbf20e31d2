/** The process of the users who talk and of the newcomers: it measures what an abuse does to others. */
import { delay } from "@std/async/delay";
import { connect } from "node:net";
import { quantile } from "../measure/statistics.ts";
import { Client, joinAs } from "./client.ts";
import { serveCommands } from "./command_process.ts";

/** What the process is started with, as JSON. */
export interface OthersOrder {
  readonly port: number;
  readonly webPort: number;
  /** Begins their names. */
  readonly prefix: string;
  /** Whether newcomers have an account and say its password. */
  readonly hasPasswords: boolean;
}

/** What others noticed. */
export interface OthersOutcome {
  /** From `say` to `ack`, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Messages that were refused, or whose speaker was disconnected. */
  readonly refused: number;
  /** The longest from connecting to `welcome`, in milliseconds. */
  readonly newcomer: number;
  /** How newcomers were answered who were not let in. */
  readonly turnedAway: readonly string[];
  /** Answers of `/healthz` other than 200, and those that never came. */
  readonly unhealthy: number;
}

/** People who talk in the lobby, and how often each does, in milliseconds. */
const PEOPLE = 10;
const INTERVAL = 150;

/** How long after one newcomer, and one look at `/healthz`, the next one comes, in milliseconds. */
const PAUSE = 250;

/** How long anything is waited for before it counts as never, in milliseconds. */
const PATIENCE = 20_000;

const PASSWORD = "cavalo certo";

/** One who says something again and again, however late it is acknowledged. */
class Talker implements Disposable {
  readonly #client: Client;
  readonly #sentAt = new Map<number, number>();
  #times: number[] = [];
  #refused = 0;
  #last = 0;

  constructor(port: number, name: string) {
    this.#client = new Client(port, "127.0.0.1", ({ type, ref }) => {
      const sentAt = this.#sentAt.get(ref as number);
      if (sentAt === undefined) return;
      this.#sentAt.delete(ref as number);
      if (type === "ack") this.#times.push(performance.now() - sentAt);
      else this.#refused++;
    });
    this.#client.send({ type: "hello", name, version: 1 });
  }

  async talk(seconds: number, lateness: number): Promise<void> {
    const begun = performance.now() + lateness;
    const count = Math.floor(seconds * 1_000 / INTERVAL);
    for (let nth = 0; nth < count; nth++) {
      const wait = begun + nth * INTERVAL - performance.now();
      if (wait > 0) await delay(wait);
      const ref = ++this.#last;
      this.#sentAt.set(ref, performance.now());
      this.#client.send({ type: "say", room: "#geral", text: "como vai a lição de hoje?", ref });
    }
  }

  /** Waits for what is not acknowledged yet, and gives how long each took, and how many were refused. */
  async finish(): Promise<{ times: readonly number[]; refused: number }> {
    const deadline = performance.now() + PATIENCE;
    let isClosed = false;
    this.#client.closed.then(() => isClosed = true);
    while (this.#sentAt.size > 0 && performance.now() < deadline && !isClosed) await delay(5);
    const now = performance.now();
    const lost = [...this.#sentAt.values()].map((sentAt) => now - sentAt);
    const result = { times: [...this.#times, ...lost], refused: this.#refused + lost.length };
    this.#sentAt.clear();
    this.#times = [];
    this.#refused = 0;
    return result;
  }

  [Symbol.dispose](): void {
    this.#client[Symbol.dispose]();
  }
}

/** Has one come in after the other until time is up. */
class Newcomers {
  readonly #order: OthersOrder;
  #count = 0;

  constructor(order: OthersOrder) {
    this.#order = order;
  }

  async come(until: number): Promise<{ longest: number; turnedAway: string[] }> {
    let longest = 0;
    const turnedAway: string[] = [];
    const { port, prefix, hasPasswords } = this.#order;
    while (performance.now() < until) {
      const nth = ++this.#count;
      // Each from an address of its own, as people are: the limits of one are not what is measured.
      const from = `127.1.${nth >> 8}.${nth & 255}`;
      const hello = hasPasswords
        ? { type: "hello", name: `${prefix}-dono`, version: 1, password: PASSWORD }
        : { type: "hello", name: `${prefix}-n${nth}`, version: 1 };
      const begun = performance.now();
      const { client, outcome } = await joinAs(port, from, hello, PATIENCE);
      using _client = client;
      longest = Math.max(longest, performance.now() - begun);
      if (outcome !== "welcome") turnedAway.push(outcome);
      await delay(PAUSE);
    }
    return { longest, turnedAway };
  }

  /** Creates the account that newcomers of a server with passwords say they have. */
  async register(): Promise<void> {
    const done = Promise.withResolvers<unknown>();
    const { port, prefix } = this.#order;
    using client = new Client(port, "127.1.0.0", ({ type, code }) => {
      if (type === "registered") done.resolve(undefined);
      if (type === "error") done.resolve(code);
    });
    client.send({ type: "hello", name: `${prefix}-dono`, version: 1 });
    client.send({ type: "register", password: PASSWORD });
    const code = await done.promise;
    if (code !== undefined) throw new Error(`Cannot register: ${code}`);
  }
}

/** Asks `/healthz` until time is up; gives how often that was not answered with 200. */
async function checkHealth(port: number, until: number): Promise<number> {
  let unhealthy = 0;
  for (let nth = 1; performance.now() < until; nth++) {
    if (!await isHealthy(port, `127.2.${nth >> 8}.${nth & 255}`)) unhealthy++;
    await delay(PAUSE);
  }
  return unhealthy;
}

function isHealthy(port: number, localAddress: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: "127.0.0.1", port, localAddress });
  let head = "";
  socket.on("data", (bytes: Uint8Array) => head += new TextDecoder("latin1").decode(bytes));
  socket.on("error", () => {});
  socket.once("close", () => resolve(head.startsWith("HTTP/1.1 200 ")));
  socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  const timer = setTimeout(() => socket.destroy(), PATIENCE);
  return promise.finally(() => clearTimeout(timer));
}

async function measure(
  talkers: readonly Talker[],
  newcomers: Newcomers,
  webPort: number,
  seconds: number,
): Promise<OthersOutcome> {
  const until = performance.now() + seconds * 1_000;
  const talking = talkers.map((talker, nth) => talker.talk(seconds, nth * INTERVAL / PEOPLE));
  const coming = newcomers.come(until);
  const checking = checkHealth(webPort, until);
  await Promise.all(talking);
  const results = await Promise.all(talkers.map((talker) => talker.finish()));
  const { longest, turnedAway } = await coming;
  const times = results.flatMap(({ times }) => times).sort((one, other) => one - other);
  return {
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    refused: results.reduce((sum, { refused }) => sum + refused, 0),
    newcomer: longest,
    turnedAway,
    unhealthy: await checking,
  };
}

if (import.meta.main) {
  const order: OthersOrder = JSON.parse(Deno.args[0]!);
  const newcomers = new Newcomers(order);
  if (order.hasPasswords) await newcomers.register();
  using people = new DisposableStack();
  const talkers = Array.from(
    { length: PEOPLE },
    (_, nth) => people.use(new Talker(order.port, `${order.prefix}-p${nth}`)),
  );
  await serveCommands((seconds) => measure(talkers, newcomers, order.webPort, seconds));
}
