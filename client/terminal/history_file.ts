import { CliError } from "../../cli/cli_error.ts";
import { systemReason } from "../../cli/system_error.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { MAX_LINES } from "./line_history.ts";

/** Input history in a file that only its user can read. */
export class HistoryFile implements Disposable {
  /** Lines of earlier sessions, oldest first. */
  readonly lines: readonly string[];
  readonly #file: Deno.FsFile;

  private constructor(lines: readonly string[], file: Deno.FsFile) {
    this.lines = lines;
    this.#file = file;
  }

  /**
   * Opens the file, creating it if necessary, and shortens it if it has grown long.
   *
   * @param path Its path.
   * @param texts The language of the error.
   * @throws {CliError} If it cannot be read and written.
   */
  static open(path: string, texts: Catalogue): HistoryFile {
    try {
      Deno.mkdirSync(path.replace(/[/\\][^/\\]*$/, ""), { recursive: true, mode: 0o700 });
      const file = Deno.openSync(path, { read: true, append: true, create: true, mode: 0o600 });
      // An existing file may have another mode.
      if (Deno.build.os !== "windows") Deno.chmodSync(path, 0o600);
      const all = Deno.readTextFileSync(path).split("\n").flatMap(parse);
      const lines = all.slice(-MAX_LINES);
      const historyFile = new HistoryFile(lines, file);
      if (all.length > 2 * MAX_LINES) {
        file.truncateSync();
        lines.forEach((line) => historyFile.add(line));
      }
      return historyFile;
    } catch (error) {
      const reason = systemReason(error, texts.system);
      throw new CliError(texts.client.cannotRemember(path, reason), { cause: error });
    }
  }

  /** Appends a line, which may contain line breaks. */
  add(line: string): void {
    try {
      this.#file.writeSync(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
    } catch {
      // A full disk must not end the chat.
    }
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
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
