import { DatabaseSync } from "node:sqlite";
import { bareMessage } from "../../../cli/system_error.ts";
import { SqliteStatements } from "./statements.ts";
import { StoreProblem } from "../store_error.ts";

/** Suffix of the mark's file. */
const SUFFIX = "-mark";

/** Maximum size of a database whose pages are all checked after a crash, in bytes: SQLite reads about 0.5 GB/s. */
const MAX_CHECKED = 64 * 1024 * 1024;

/** Suffixes of a database's files. */
const PARTS = ["", "-wal"];

/** Position of a database: its last message block and its last change of an account. */
type Position = readonly [block: number, accountChange: number];

const encoder = new TextEncoder();

/**
 * Position that a database has reached, in a file beside it that exists while a server runs. After a crash it shows whether
 * SQLite recovered less than was committed, since SQLite ends its write-ahead log silently at the first bad checksum.
 *
 * The mark is written after each commit without a sync, so after a power loss it may be behind, but never ahead. The caller
 * has its answer by then: a message does not wait for the mark.
 */
export class HighWaterMark implements Disposable {
  readonly #path: string;
  readonly #statements: SqliteStatements;
  readonly #file: Deno.FsFile;
  #position: Position;
  #written: Position | undefined;

  /**
   * Creates the mark.
   *
   * @param path Path of the database file.
   * @param database A connection to it.
   */
  constructor(path: string, database: DatabaseSync) {
    this.#path = path + SUFFIX;
    this.#statements = new SqliteStatements(database);
    this.#file = Deno.openSync(this.#path, {
      write: true,
      create: true,
      truncate: true,
      mode: 0o600,
    });
    this.#position = positionOf(this.#statements);
    this.write();
  }

  /**
   * Takes note of committed entries: to read the position would take longer than to write it.
   *
   * @param block Position of the last row.
   */
  advance(block: number): void {
    this.#position = [block, this.#position[1]];
  }

  /** Reads the position after another commit. If that fails, only the check after a crash is lost. */
  read(): void {
    try {
      const position = positionOf(this.#statements);
      if (String(position) !== String(this.#position)) this.#position = position;
    } catch {
      // As when it cannot be written.
    }
  }

  /** Writes the position, if it has changed. If that fails, only the check after a crash is lost. */
  write(): void {
    if (this.#written === this.#position) return;
    try {
      this.#file.seekSync(0, Deno.SeekMode.Start);
      this.#file.writeSync(encoder.encode(JSON.stringify(this.#position).padEnd(64)));
      this.#written = this.#position;
    } catch {
      // The messages are committed regardless.
    }
  }

  /** Removes the mark after a clean close. */
  [Symbol.dispose](): void {
    this.#file.close();
    Deno.removeSync(this.#path);
  }
}

/**
 * Checks a database that a server did not close, and copies its files if data is missing.
 *
 * @param path Path of the database file.
 * @returns Path of the copy, or `undefined` if nothing is missing.
 * @throws {Error} If pages of the database are damaged, or it cannot be copied.
 */
export function examineDatabase(path: string): string | undefined {
  const mark = readMark(path);
  const size = sizeOf(path);
  if (mark === undefined || size === 0) return undefined;
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    if (size <= MAX_CHECKED) checkPages(database);
    const position = positionOf(new SqliteStatements(database));
    if (mark.every((number, index) => position[index]! >= number)) return undefined;
  } finally {
    database.close();
  }
  return copyDatabase(path);
}

function positionOf(statements: SqliteStatements): Position {
  const { block, change } = statements.get<{ block: number; change: number }>(`
    SELECT (SELECT coalesce(max(seq), 0) FROM block) AS block,
      (SELECT coalesce(max(seq), 0) FROM account_change) AS change
  `)!;
  return [block, change];
}

function readMark(path: string): Position | undefined {
  try {
    const mark: unknown = JSON.parse(Deno.readTextFileSync(path + SUFFIX));
    return Array.isArray(mark) && mark.every(Number.isSafeInteger) ? mark as never : undefined;
  } catch {
    // No mark was created, or the machine crashed while it was written.
    return undefined;
  }
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0;
  }
}

function checkPages(database: DatabaseSync): void {
  const found = quickCheck(database);
  if (found !== "ok") {
    throw new StoreProblem("damaged", `it is damaged (${found}): restore a backup of it`, found);
  }
}

function quickCheck(database: DatabaseSync): string {
  try {
    const row = database.prepare("PRAGMA quick_check(1)").get() as { quick_check: string };
    return row.quick_check;
  } catch (error) {
    // The pages of the schema itself are damaged.
    return (error as Error).message;
  }
}

function copyDatabase(path: string): string {
  const copy = `${path}-damaged-${new Date().toISOString().replaceAll(":", "")}`;
  try {
    for (const part of PARTS) {
      if (sizeOf(path + part) > 0) Deno.copyFileSync(path + part, copy + part);
    }
  } catch (error) {
    const reason = bareMessage(error);
    throw new StoreProblem(
      "not_copied",
      `messages are missing in it, and it cannot be copied: ${reason}`,
      reason,
    );
  }
  return copy;
}
