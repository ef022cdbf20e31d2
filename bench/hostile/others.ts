/** Process of the users who chat and the clients who connect meanwhile: it measures the effect of an abuse on others. */
import { delay } from "@std/async/delay";
import { connect } from "node:net";
import { quantile } from "../measure/statistics.ts";
import { Client, joinAs } from "./client.ts";
import { serveCommands } from "./command_process.ts";

/** Argument of the process, as JSON. */
export interface OthersOptions {
  readonly port: number;
  readonly webPort: number;
  /** Prefix of the clients' names. */
  readonly prefix: string;
  /** Whether new clients sign in with a password. */
  readonly hasPasswords: boolean;
}

/** Result of a run. */
export interface OthersOutcome {
  /** From `say` to `ack`, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Messages that were rejected, or never acknowledged. */
  readonly refused: number;
  /** The longest time from connect to `welcome`, in milliseconds. */
  readonly joinTime: number;
  /** Outcome for each new client that got no `welcome`. */
  readonly rejected: readonly string[];
  /** Requests to `/healthz` without an answer or with a status other than 200. */
  readonly unhealthy: number;
}

/** Users who chat in the lobby, and the interval between messages of each, in milliseconds. */
const TALKERS = 10;
const INTERVAL = 150;

/** Pause between two new clients and between two requests to `/healthz`, in milliseconds. */
const PAUSE = 250;

/** Timeout of every request, in milliseconds. */
const TIMEOUT = 20_000;

const PASSWORD = "cavalo certo";

/** A user who sends at a fixed rate, whether or not earlier messages were acknowledged. */
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

  /** Waits for outstanding acknowledgements; returns how long each took in milliseconds, and how many are missing. */
  async finish(): Promise<{ times: readonly number[]; refused: number }> {
    const deadline = performance.now() + TIMEOUT;
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

/** Clients that connect one after the other. */
class NewClients {
  readonly #options: OthersOptions;
  #count = 0;

  constructor(options: OthersOptions) {
    this.#options = options;
  }

  async connectUntil(until: number): Promise<{ longest: number; rejected: string[] }> {
    let longest = 0;
    const rejected: string[] = [];
    const { port, prefix, hasPasswords } = this.#options;
    while (performance.now() < until) {
      const nth = ++this.#count;
      // A new source address for each client: limits per address are not what is measured.
      const from = `127.1.${nth >> 8}.${nth & 255}`;
      const hello = hasPasswords
        ? { type: "hello", name: `${prefix}-dono`, version: 1, password: PASSWORD }
        : { type: "hello", name: `${prefix}-n${nth}`, version: 1 };
      const begun = performance.now();
      const { client, outcome } = await joinAs(port, from, hello, TIMEOUT);
      using _client = client;
      longest = Math.max(longest, performance.now() - begun);
      if (outcome !== "welcome") rejected.push(outcome);
      await delay(PAUSE);
    }
    return { longest, rejected };
  }

  /** Creates the account that new clients log in to. */
  async register(): Promise<void> {
    const done = Promise.withResolvers<unknown>();
    const { port, prefix } = this.#options;
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

/** Requests `/healthz` repeatedly; returns how many requests got no answer or one other than 200. */
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
  const timer = setTimeout(() => socket.destroy(), TIMEOUT);
  return promise.finally(() => clearTimeout(timer));
}

async function measure(
  talkers: readonly Talker[],
  newClients: NewClients,
  webPort: number,
  seconds: number,
): Promise<OthersOutcome> {
  const until = performance.now() + seconds * 1_000;
  const talking = talkers.map((talker, nth) => talker.talk(seconds, nth * INTERVAL / TALKERS));
  const connecting = newClients.connectUntil(until);
  const checking = checkHealth(webPort, until);
  await Promise.all(talking);
  const results = await Promise.all(talkers.map((talker) => talker.finish()));
  const { longest, rejected } = await connecting;
  const times = results.flatMap(({ times }) => times).sort((one, other) => one - other);
  return {
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    refused: results.reduce((sum, { refused }) => sum + refused, 0),
    joinTime: longest,
    rejected,
    unhealthy: await checking,
  };
}

if (import.meta.main) {
  const options: OthersOptions = JSON.parse(Deno.args[0]!);
  const newClients = new NewClients(options);
  if (options.hasPasswords) await newClients.register();
  using opened = new DisposableStack();
  const talkers = Array.from(
    { length: TALKERS },
    (_, nth) => opened.use(new Talker(options.port, `${options.prefix}-p${nth}`)),
  );
  await serveCommands((seconds) => measure(talkers, newClients, options.webPort, seconds));
}
