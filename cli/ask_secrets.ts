import { SIGNAL_EXIT_CODES } from "./signal_exit_codes.ts";
import { writeErrorText, writeText } from "./print.ts";

/** Keys that end a line, delete the last character, and cancel. */
const ENTER = /[\r\n]/;
const BACKSPACE = /[\b\x7f]/;
const INTERRUPT = "\x03";
const END = "\x04";

/** Signals that end the program. */
const SIGNALS: readonly (keyof typeof SIGNAL_EXIT_CODES)[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM"];

/**
 * Prompts for lines on the terminal of standard input without echo. The terminal's settings are restored even if a signal
 * ends the program meanwhile.
 *
 * @param prompts The prompts, in order.
 * @returns The lines entered; fewer if the terminal is closed.
 */
export async function askSecrets(prompts: readonly string[]): Promise<readonly string[]> {
  const write = Deno.stdout.isTerminal() ? writeText : writeErrorText;
  const listeners = SIGNALS.map((signal) =>
    [signal, () => {
      restore();
      Deno.exit(SIGNAL_EXIT_CODES[signal]);
    }] as const
  );
  for (const [signal, listener] of listeners) Deno.addSignalListener(signal, listener);
  // Ctrl+C stays a signal where the system supports it.
  Deno.stdin.setRaw(true, Deno.build.os === "windows" ? undefined : { cbreak: true });
  try {
    const typed = keys();
    const lines: string[] = [];
    for (const prompt of prompts) {
      write(`${prompt} `);
      const line = await readLine(typed);
      write("\n");
      if (line === undefined) break;
      lines.push(line);
    }
    return lines;
  } finally {
    restore();
    for (const [signal, listener] of listeners) Deno.removeSignalListener(signal, listener);
  }
}

function restore(): void {
  try {
    Deno.stdin.setRaw(false);
  } catch {
    // The terminal is gone.
  }
}

/** Yields the characters typed, until the terminal is closed. */
async function* keys(): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(1_024);
  for (;;) {
    const count = await Deno.stdin.read(buffer).catch(() => null);
    if (count === null) return;
    yield* decoder.decode(buffer.subarray(0, count), { stream: true });
  }
}

async function readLine(typed: AsyncGenerator<string, void>): Promise<string | undefined> {
  const line: string[] = [];
  for (;;) {
    const { value: key } = await typed.next();
    if (key === undefined || key === INTERRUPT || key === END) return undefined;
    if (ENTER.test(key)) return line.join("");
    if (BACKSPACE.test(key)) line.pop();
    else line.push(key);
  }
}
