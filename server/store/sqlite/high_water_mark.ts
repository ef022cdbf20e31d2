import { DatabaseSync } from "node:sqlite";
import { osErrorMessage } from "../../../cli/os_error_message.ts";
import { SqliteStatements } from "./statements.ts";

/** Suffix of the mark's file. */
const SUFFIX = "-mark";

/** Largest database whose pages are all checked after a crash, in bytes: SQLite reads some 0.5 GB/s. */
const MAX_CHECKED = 64 * 1024 * 1024;

/** Suffixes of a database's files. */
const PARTS = ["", "-wal"];

/** Position of a database: its last message block and its last change of an account. */
type Position = readonly [block: number, accountChange: number];

const encoder = new TextEncoder();

/**
 * How far a database has got, in a file beside it that is there while a server runs. After a crash it tells whether SQLite
 * found less than was committed: it ends its write-ahead log without an error at the first frame whose checksum is wrong.
 *
 * The mark is written after each commit and not synced, so that after a loss of power it may be behind; never ahead.
 */
export class HighWaterMark implements Disposable {
  readonly #path: string;
  readonly #statements: SqliteStatements;
  readonly #file: Deno.FsFile;
  #written = "";

  /**
   * Begins a mark.
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
    this.write();
  }

  /** Writes how far the database has got, if the disk lets it: without a mark nothing but the examination is lost. */
  write(): void {
    try {
      const position = JSON.stringify(positionOf(this.#statements)).padEnd(64);
      if (position === this.#written) return;
      this.#file.seekSync(0, Deno.SeekMode.Start);
      this.#file.writeSync(encoder.encode(position));
      this.#written = position;
    } catch {
      // What was committed is committed.
    }
  }

  /** Removes the mark, as nothing is missing. */
  [Symbol.dispose](): void {
    this.#file.close();
    Deno.removeSync(this.#path);
  }
}

/**
 * Examines a database that a server left without closing it, and copies its files if something is missing.
 *
 * @param path Path of the database file.
 * @returns Path of the copy, or `undefined` where nothing is missing.
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
    // None was begun, or the machine failed while it was written.
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
  if (found !== "ok") throw new Error(`it is damaged (${found}): restore a backup of it`);
}

function quickCheck(database: DatabaseSync): string {
  try {
    const row = database.prepare("PRAGMA quick_check(1)").get() as { quick_check: string };
    return row.quick_check;
  } catch (error) {
    // Pages that hold the schema are damaged themselves.
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
    throw new Error(
      `messages are missing in it, and it cannot be copied: ${osErrorMessage(error)}`,
      {
        cause: error,
      },
    );
  }
  return copy;
}
