import { CliError } from "../../cli/cli_error.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { MOST_LINES } from "./line_history.ts";

/** Returns a variable of the environment. */
type Env = (name: string) => string | undefined;

/** Input history in a file that only its user can read. */
export class HistoryFile implements Disposable {
  /** Those of earlier, the oldest first. */
  readonly lines: readonly string[];
  readonly #file: Deno.FsFile;

  private constructor(lines: readonly string[], file: Deno.FsFile) {
    this.lines = lines;
    this.#file = file;
  }

  /**
   * Opens the file, which is made if there is none, and shortened if it has grown long.
   *
   * @param path Where it is.
   * @param texts The language of the error.
   * @throws {CliError} If it cannot be read and written.
   */
  static open(path: string, texts: Catalogue): HistoryFile {
    try {
      Deno.mkdirSync(path.replace(/[/\\][^/\\]*$/, ""), { recursive: true, mode: 0o700 });
      const file = Deno.openSync(path, { read: true, append: true, create: true, mode: 0o600 });
      // One that was there may have been made by other means.
      if (Deno.build.os !== "windows") Deno.chmodSync(path, 0o600);
      const all = Deno.readTextFileSync(path).split("\n").flatMap(parse);
      const lines = all.slice(-MOST_LINES);
      const historyFile = new HistoryFile(lines, file);
      if (all.length > 2 * MOST_LINES) {
        file.truncateSync();
        lines.forEach((line) => historyFile.add(line));
      }
      return historyFile;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CliError(texts.client.cannotRemember(path, reason), { cause: error });
    }
  }

  /** Adds a line, be it of several. */
  add(line: string): void {
    try {
      this.#file.writeSync(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
    } catch {
      // A full disk is no reason to stop talking.
    }
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/**
 * Returns where typed lines are remembered: where the system keeps what programs do (XDG Base Directory Specification).
 *
 * @param env Reads a variable of the environment.
 * @returns The path, or `undefined` where there is no home.
 */
export function historyFilePath(env: Env): string | undefined {
  const state = env("XDG_STATE_HOME") || env("LOCALAPPDATA") ||
    (env("HOME") && `${env("HOME")}/.local/state`);
  return state ? `${state}/chat/typed.jsonl` : undefined;
}

/** Reads a line of the file; lines of another format are skipped. */
function parse(json: string): string[] {
  try {
    const line = JSON.parse(json);
    return typeof line === "string" ? [line] : [];
  } catch {
    return [];
  }
}
