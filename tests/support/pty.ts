import { programFor } from "./program.ts";
import { waitUntil } from "./wait_until.ts";

const SCRIPT = new URL("run_on_pty.py", import.meta.url).pathname;

/** `chat connect` on a terminal that interprets nothing, so that a test sees each byte. Needs python3. */
export class Pty implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;
  readonly #read: Promise<unknown>;
  /** Everything that the program wrote. */
  output = "";
  #told = "";

  /** Runs the client on a terminal of a size in columns and rows. */
  constructor(port: number, args: readonly string[], columns: number, rows: number) {
    const connect = [...programFor("connect"), "connect", "--port", `${port}`, ...args];
    this.#process = new Deno.Command("python3", {
      args: [SCRIPT, `${columns}`, `${rows}`, ...connect],
      env: { TERM: "xterm-256color", CHAT_LANG: "pt-BR", NO_COLOR: "" },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#stdin = this.#process.stdin.getWriter();
    this.#read = Promise.all([
      this.#collect(this.#process.stdout, (text) => this.output += text),
      this.#collect(this.#process.stderr, (text) => this.#told += text),
    ]);
  }

  /** Types text and keys, as the terminal sends them. */
  async type(text: string): Promise<void> {
    await this.#stdin.write(new TextEncoder().encode(text));
  }

  /** Waits until a condition holds for the output. */
  async until(isThere: (output: string) => boolean, what: string): Promise<void> {
    await waitUntil(
      () => isThere(this.output),
      () => `${what}; last:\n${JSON.stringify(this.output.slice(-2_000))}`,
      { timeout: 20_000, interval: 20 },
    );
  }

  /** Waits until the output has a text. */
  async shows(text: string): Promise<void> {
    await this.until((output) => output.includes(text), JSON.stringify(text));
  }

  /** Sends a signal to the program. */
  signal(signal: Deno.Signal): void {
    Deno.kill(Number(this.#told.split("\n", 1)[0]), signal);
  }

  /** Waits for the end; returns the exit code and whether the settings of the terminal are as before. */
  async end(): Promise<{ readonly code: number; readonly isRestored: boolean }> {
    const { code } = await this.#process.status;
    await this.#read;
    return { code, isRestored: this.#told.trimEnd().endsWith("restored") };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stdin.close().catch(() => {});
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.end();
  }

  async #collect(stream: ReadableStream<Uint8Array>, add: (text: string) => void): Promise<void> {
    const text = stream.pipeThrough(new TextDecoderStream());
    for await (const part of text) add(part);
  }
}
