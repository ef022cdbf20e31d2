import { TextLineStream } from "@std/streams/text-line-stream";
import { atSignal } from "../at_signal.ts";

/** How long a server may take to listen, in milliseconds. */
const MAX_START = 15_000;

/** How long a server may take to end before it is killed, in milliseconds. */
const MAX_STOP = 3_000;

/** How long to wait before another attempt to connect, in milliseconds. */
const RETRY = 5;

/** What the program and the original say when they listen, in any language. */
const LISTENING = /^\[[A-Z]+\] .*:(\d+)$/;

/** How a {@linkcode ServerProcess} tells that it listens. */
export interface ServerProcessOptions {
  /** The port it was told to listen on, or `undefined` where it says which it took. */
  readonly port?: number;
  /** The line in which it says that, with the port in its first group: that of the program, if none is given. */
  readonly listening?: RegExp;
}

/** What a server wrote to its output. */
interface OutputLog {
  last: string;
  bytes: number;
}

/** A server that listens, until it is disposed of. */
export class ServerProcess implements AsyncDisposable {
  readonly pid: number;
  readonly port: number;
  readonly #process: Deno.ChildProcess;
  readonly #read: Promise<unknown>;
  readonly #undo: Disposable;
  readonly #log: OutputLog;

  private constructor(
    process: Deno.ChildProcess,
    port: number,
    read: Promise<unknown>,
    undo: Disposable,
    log: OutputLog,
  ) {
    this.#log = log;
    this.#process = process;
    this.#undo = undo;
    this.pid = process.pid;
    this.port = port;
    this.#read = read;
  }

  /**
   * Starts a server.
   *
   * @param command The command line; what it runs must take the place of the process.
   * @param options How to tell that it listens.
   * @throws {Error} If it ends, or does not listen in time.
   */
  static async start(
    command: readonly string[],
    { port, listening = LISTENING }: ServerProcessOptions = {},
  ): Promise<ServerProcess> {
    const process = new Deno.Command(command[0]!, {
      args: command.slice(1),
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const undo = atSignal(() => signal(process, "SIGKILL"));
    const log: OutputLog = { last: "", bytes: 0 };
    const announced = Promise.withResolvers<number>();
    const onLine = (line: string) => {
      log.last = line;
      log.bytes += line.length + 1;
      const match = line.match(listening);
      if (match) announced.resolve(Number(match[1]));
    };
    const read = Promise.all([
      readLines(process.stdout, onLine),
      readLines(process.stderr, onLine),
    ]);
    const ended = process.status.then(({ code }) => `it ended with code ${code}`);
    const limit = Promise.withResolvers<string>();
    const timer = setTimeout(() => limit.resolve("it does not listen"), MAX_START);
    let isOver = false;
    const ready = port === undefined ? announced.promise : connectable(port, () => isOver);
    const result = await Promise.race([ready, ended, limit.promise]);
    isOver = true;
    clearTimeout(timer);
    const server = new ServerProcess(process, Number(result), read, undo, log);
    if (typeof result === "number") return server;
    await server[Symbol.asyncDispose]();
    throw new Error(`Cannot start the server as ${result}: ${log.last}`);
  }

  /** How much the server has written to its output so far, in characters. */
  get logged(): number {
    return this.#log.bytes;
  }

  /** Ends the server. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#undo[Symbol.dispose]();
    signal(this.#process, "SIGTERM");
    const timer = setTimeout(() => signal(this.#process, "SIGKILL"), MAX_STOP);
    await this.#process.status;
    clearTimeout(timer);
    await this.#read;
  }
}

function signal(process: Deno.ChildProcess, name: Deno.Signal): void {
  try {
    process.kill(name);
  } catch {
    // It has ended.
  }
}

/** Reads on to the end, as a server whose output nobody takes would be held up by it. */
async function readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onLine: (line: string) => void,
): Promise<void> {
  const lines = stream.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
  for await (const line of lines) onLine(line);
}

async function connectable(port: number, isOver: () => boolean): Promise<number> {
  while (!isOver()) {
    try {
      using _conn = await Deno.connect({ hostname: "127.0.0.1", port });
      return port;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  }
  return port;
}

/** Returns a port that is free just now, for servers that cannot take one by themselves. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}
