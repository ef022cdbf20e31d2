import { TextLineStream } from "@std/streams/text-line-stream";
import { atSignal } from "../at_signal.ts";
import { print } from "../print.ts";

/** What a process says once it can be told for how long to do what it is there for. */
const READY = "ready";

/** How long one may take beyond the time that it was given, in milliseconds. */
const MAX_OVERHEAD = 90_000;

/** A process of the bench's own that does something for so many seconds, each time that it is told to. */
export class CommandProcess<Outcome> implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  readonly #commands: WritableStreamDefaultWriter<Uint8Array>;
  readonly #undo: Disposable;

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
    this.#undo = atSignal(() => process.kill("SIGKILL"));
    this.#commands = process.stdin.getWriter();
    this.#lines = process.stdout
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream())
      .getReader();
  }

  /**
   * Starts a process; resolves when it is ready.
   *
   * @param module The file that it runs.
   * @param order What it is told at its start; it becomes JSON.
   */
  static async start<Outcome>(module: string, order: unknown): Promise<CommandProcess<Outcome>> {
    const file = new URL(module, import.meta.url).pathname;
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-prompt", file, JSON.stringify(order)],
      env: { NO_COLOR: "1" },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const started = new CommandProcess<Outcome>(process);
    try {
      const line = await started.#next(0);
      if (line !== READY) throw new Error(`Cannot understand ${module}: ${line}`);
      return started;
    } catch (error) {
      await started[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Has it do what it is there for; resolves with what it measured. */
  async run(seconds: number): Promise<Outcome> {
    await this.#commands.write(new TextEncoder().encode(`${seconds}\n`));
    return JSON.parse(await this.#next(seconds));
  }

  /** Ends the process, and with it its connections. */
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
    if (value === undefined) throw new Error("Cannot go on as a process of the bench ended");
    return value;
  }
}

/**
 * Is the other end of a {@linkcode CommandProcess}.
 *
 * @param run Does for so many seconds what the process is there for, and gives what becomes JSON.
 */
export async function serveCommands(run: (seconds: number) => unknown): Promise<void> {
  print(READY);
  const lines = Deno.stdin.readable
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) print(JSON.stringify(await run(Number(line))));
}
