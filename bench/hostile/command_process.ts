import { TextLineStream } from "@std/streams/text-line-stream";
import { onInterrupt } from "../on_interrupt.ts";
import { print } from "../print.ts";

/** First line of a process, printed when it can run. */
const READY = "ready";

/** Time that a run may take beyond its duration, in milliseconds. */
const MAX_OVERHEAD = 90_000;

/** A child process of the benchmark that runs for a number of seconds on each command and answers with JSON. */
export class CommandProcess<Outcome> implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  readonly #commands: WritableStreamDefaultWriter<Uint8Array>;
  readonly #undo: Disposable;

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
    this.#undo = onInterrupt(() => process.kill("SIGKILL"));
    this.#commands = process.stdin.getWriter();
    this.#lines = process.stdout
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream())
      .getReader();
  }

  /**
   * Starts a process; resolves when it is ready.
   *
   * @param module Path of its module, relative to this file.
   * @param options Its argument, passed as JSON.
   */
  static async start<Outcome>(module: string, options: unknown): Promise<CommandProcess<Outcome>> {
    const file = new URL(module, import.meta.url).pathname;
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-prompt", file, JSON.stringify(options)],
      env: { NO_COLOR: "1" },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const started = new CommandProcess<Outcome>(process);
    try {
      const line = await started.#next(0);
      if (line !== READY) throw new Error(`Unexpected first line of ${module}: ${line}`);
      return started;
    } catch (error) {
      await started[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Runs it for a number of seconds; resolves with the result. */
  async run(seconds: number): Promise<Outcome> {
    await this.#commands.write(new TextEncoder().encode(`${seconds}\n`));
    return JSON.parse(await this.#next(seconds));
  }

  /** Ends the process and with it its connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#undo[Symbol.dispose]();
    await this.#commands.close().catch(() => {});
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), 2_000);
    await this.#process.status;
    clearTimeout(timer);
    await this.#lines.cancel();
  }

  async #next(seconds: number): Promise<string> {
    const limit = MAX_OVERHEAD + seconds * 1_000;
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), limit);
    const { value } = await this.#lines.read();
    clearTimeout(timer);
    if (value === undefined) throw new Error("A process of the benchmark exited early");
    return value;
  }
}

/**
 * The child's side of {@linkcode CommandProcess}.
 *
 * @param run Runs for a number of seconds; its result is sent as JSON.
 */
export async function serveCommands(run: (seconds: number) => unknown): Promise<void> {
  print(READY);
  const lines = Deno.stdin.readable
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) print(JSON.stringify(await run(Number(line))));
}
