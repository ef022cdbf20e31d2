/**
 * Measures message latency while wrong passwords are tried at a fixed rate.
 *
 *     deno run -A bench/logins.ts [logins a second] [seconds]
 */
import { delay } from "@std/async/delay";
import { encodeFrame } from "../protocol/framing/encode_frame.ts";
import { FrameDecoder } from "../protocol/framing/frame_decoder.ts";
import { handleSignals } from "./on_interrupt.ts";
import { quantile, summarize } from "./measure/statistics.ts";
import { print } from "./print.ts";
import { chatCommand } from "./systems/chat.ts";
import { ServerProcess } from "./systems/server_process.ts";

const RATE = Number(Deno.args[0] ?? 200);
const SECONDS = Number(Deno.args[1] ?? 5);
const RUNS = 5;

/** Users in the room. One of them sends. */
const MEMBERS = 10;

/** Messages that this user sends per second. */
const MESSAGES = 200;

/** Connections that try passwords in turn, so that each waits for its answer before its next attempt. */
const GUESSERS = 400;

const PASSWORD = "cavalo certo";
const decoder = new TextDecoder();

type Message = Record<string, unknown>;

class Client implements Disposable {
  readonly #conn: Deno.TcpConn;
  /** Resolves when the server closes the connection. */
  readonly ended: Promise<void>;

  private constructor(conn: Deno.TcpConn, onMessage: (message: Message) => void) {
    this.#conn = conn;
    this.ended = this.#read(onMessage);
  }

  static async connect(port: number, onMessage: (message: Message) => void): Promise<Client> {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port });
    conn.setNoDelay(true);
    return new Client(conn, onMessage);
  }

  async send(message: Message): Promise<void> {
    await this.#conn.write(encodeFrame(JSON.stringify(message)));
  }

  [Symbol.dispose](): void {
    this.#conn.close();
  }

  async #read(onMessage: (message: Message) => void): Promise<void> {
    const frames = new FrameDecoder();
    const buffer = new Uint8Array(16 * 1024);
    try {
      for (;;) {
        const count = await this.#conn.read(buffer);
        if (count === null) return;
        for (const frame of frames.push(buffer.subarray(0, count))) {
          onMessage(JSON.parse(decoder.decode(frame)));
        }
      }
    } catch {
      // Closed on this side.
    }
  }
}

/** Signs in; resolves after the lobby was joined. */
async function enter(port: number, name: string, onMessage: (message: Message) => void) {
  const entered = Promise.withResolvers<void>();
  const client = await Client.connect(port, (message) => {
    if (message["type"] === "joined") entered.resolve();
    onMessage(message);
  });
  await client.send({ type: "hello", name, version: 1 });
  await entered.promise;
  return client;
}

/** Sends wrong passwords at the rate until aborted; counts the answers by error code. */
async function guess(port: number, nameOf: (count: number) => string, signal: AbortSignal) {
  const answers = new Map<string, number>();
  using opened = new DisposableStack();
  const clients: Client[] = [];
  for (let count = 0; count < GUESSERS; count++) {
    const client = await Client.connect(port, ({ code }) => {
      answers.set(String(code), (answers.get(String(code)) ?? 0) + 1);
    });
    clients.push(opened.use(client));
  }
  const begun = performance.now();
  for (let count = 0; !signal.aborted; count++) {
    const due = begun + count * 1_000 / RATE - performance.now();
    if (due > 0) await delay(due);
    const hello = { type: "hello", version: 1, name: nameOf(count), password: "errada!!!" };
    await clients[count % GUESSERS]!.send(hello);
  }
  return answers;
}

/** Sends messages at a fixed rate; returns the sorted times to each member, in milliseconds. */
async function talk(port: number): Promise<readonly number[]> {
  const times: number[] = [];
  const onMessage = ({ type, text }: Message) => {
    if (type === "message") times.push(performance.now() - Number(text));
  };
  using opened = new DisposableStack();
  const members: Client[] = [];
  for (let count = 0; count < MEMBERS; count++) {
    members.push(opened.use(await enter(port, `p${count}`, onMessage)));
  }
  const begun = performance.now();
  for (let count = 0; count < MESSAGES * SECONDS; count++) {
    const due = begun + count * 1_000 / MESSAGES - performance.now();
    if (due > 0) await delay(due);
    await members[0]!.send({ type: "say", room: "#geral", text: `${performance.now()}` });
  }
  while (times.length < MESSAGES * SECONDS * MEMBERS) await delay(1);
  return times.toSorted((one, other) => one - other);
}

async function measure(title: string, nameOf?: (count: number) => string): Promise<void> {
  const p50: number[] = [];
  const p99: number[] = [];
  let answers = new Map<string, number>();
  for (let run = 0; run < RUNS; run++) {
    await using server = await ServerProcess.start(chatCommand(":memory:"));
    const registered = Promise.withResolvers<void>();
    using ana = await enter(server.port, "Ana", ({ type }) => {
      if (type === "registered") registered.resolve();
    });
    await ana.send({ type: "register", password: PASSWORD });
    await registered.promise;
    const stop = new AbortController();
    const guessing = nameOf && guess(server.port, nameOf, stop.signal);
    const times = await talk(server.port);
    stop.abort();
    answers = await guessing ?? answers;
    p50.push(quantile(times, 0.5));
    p99.push(quantile(times, 0.99));
  }
  const [half, most] = [p50, p99].map((values) => {
    const { median, min, max } = summarize(values);
    return `${median.toFixed(2)} ms (${min.toFixed(2)}–${max.toFixed(2)})`;
  });
  const counted = [...answers].map(([code, count]) => `${count} ${code}`).join(", ");
  print(`${title}: p50 ${half}, p99 ${most}${counted && `; last run: ${counted}`}`);
}

handleSignals();
print(`${MESSAGES} messages a second to ${MEMBERS} users, ${RUNS} runs of ${SECONDS} s`);
await measure("no logins");
await measure(`${RATE} wrong passwords a second for one name`, () => "Ana");
await measure(`${RATE} wrong passwords a second, each for another name`, (count) => `n${count}`);
