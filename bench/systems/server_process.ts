import { TextLineStream } from "@std/streams/text-line-stream";
import { onInterrupt } from "../on_interrupt.ts";

/** Timeout until a server listens, in milliseconds. */
const MAX_START = 15_000;

/** Timeout of a graceful stop, in milliseconds. */
const MAX_STOP = 3_000;

/** Pause between attempts to connect, in milliseconds. */
const RETRY = 5;

/** Line that this program and the original print when they listen, in any language. */
const LISTENING = /^\[[A-Z]+\] .*:(\d+)$/;

/** How to detect that a server listens. */
export interface ServerProcessOptions {
  /** The port it was started with, or `undefined` if it prints the port. */
  readonly port?: number;
  /** The line with the port in its first group; by default that of this program. */
  readonly listening?: RegExp;
}

/** Output of a server. */
interface OutputLog {
  last: string;
  bytes: number;
}

/** A server process that listens until it is disposed. */
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
   * Starts a server; resolves when it listens.
   *
   * @param command The command. If it is a wrapper, it must `exec` the server.
   * @param options How to detect that it listens.
   * @throws {Error} If it exits first or does not listen in time.
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
    const undo = onInterrupt(() => signal(process, "SIGKILL"));
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

  /** Characters that the server has written to its output so far. */
  get logged(): number {
    return this.#log.bytes;
  }

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
    // It has exited.
  }
}

/** Reads a stream to its end: a full pipe would block the server. */
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

/** Returns a free port, for servers that cannot choose one themselves. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}
