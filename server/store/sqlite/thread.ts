import type { SqliteAccountReader, SqliteAccountWriter } from "./accounts.ts";
import type { SqliteConnectionOptions } from "./connection.ts";
import type { SqliteErasure } from "./erasure.ts";
import type { SqlitePruner } from "./pruner.ts";
import type { SqliteReader } from "./reader.ts";
import type { SqliteRuleReader, SqliteRuleWriter } from "./rules.ts";
import type { SqliteSearch } from "./search.ts";
import type { SqliteWriter } from "./writer.ts";
import { StoreProblem } from "../store_error.ts";

/**
 * The roles of threads: writing, quick reads, history with lists of rooms, and searches. They are separate so that slow
 * calls do not delay quick ones.
 */
export interface SqliteRoles {
  readonly writer:
    & SqliteWriter
    & SqlitePruner
    & SqliteErasure
    & SqliteAccountWriter
    & SqliteRuleWriter;
  readonly reader: Pick<SqliteReader, "last"> & SqliteAccountReader & SqliteRuleReader;
  readonly history: Pick<SqliteReader, "read" | "rooms">;
  readonly search: SqliteSearch;
}

/** A message to the worker, which answers each in order. Sent as JSON, because objects take twice as long to copy. */
export type SqliteRequest =
  | {
    readonly type: "open";
    readonly path: string;
    readonly role: keyof SqliteRoles;
    readonly options: SqliteOpenOptions;
  }
  | { readonly type: "call"; readonly method: string; readonly args: readonly unknown[] }
  | { readonly type: "close" };

/** What an error has besides its message. */
export interface SqliteErrorDetails {
  /** SQLite's result code. */
  readonly errcode?: unknown;
  /** As in `StoreProblem`, or the operating system's code. */
  readonly code?: unknown;
  readonly values?: unknown;
}

/** The worker's answer: the result, or the error. */
export type SqliteAnswer =
  | { readonly value?: unknown }
  | { readonly reason: string; readonly details?: SqliteErrorDetails };

/** Options of {@linkcode SqliteThread.open}. */
export interface SqliteOpenOptions extends SqliteConnectionOptions {
  /** Whether to examine the database first, and to keep a {@linkcode HighWaterMark} of what this thread writes. */
  readonly isMarked?: boolean;
}

type Method = (...args: never[]) => unknown;
type MethodsOf<T> = { readonly [K in keyof T]: T[K] extends Method ? T[K] : never };

/** The method of a role with a given name. */
export type SqliteMethod<Role extends keyof SqliteRoles, K extends keyof SqliteRoles[Role]> =
  MethodsOf<SqliteRoles[Role]>[K];

interface Call {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const SCRIPT = new URL("./worker.ts", import.meta.url);

/** A thread with one of {@linkcode SqliteRoles}, so that the event loop does not wait for the disk. */
export class SqliteThread<Role extends keyof SqliteRoles> {
  readonly #role: Role;
  readonly #worker: Worker;
  readonly #calls: Call[] = [];
  /** Why the thread ended, if it did so by itself. */
  #end: Error | undefined;

  /**
   * Starts the thread. {@linkcode SqliteThread.open} must come before other calls.
   *
   * @param role Role of the thread.
   * @param script Module that it runs.
   */
  constructor(role: Role, script: URL = SCRIPT) {
    this.#role = role;
    this.#worker = new Worker(script, { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<string>) => {
      const call = this.#calls.shift();
      // The thread was abandoned meanwhile.
      if (call === undefined) return;
      const answer: SqliteAnswer = JSON.parse(data);
      if ("reason" in answer) {
        call.reject(Object.assign(new Error(answer.reason), answer.details));
      } else call.resolve(answer.value);
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new Error(event.message));
    };
  }

  /**
   * Opens the database.
   *
   * @param path The path of the file.
   * @param options See {@linkcode SqliteOpenOptions}.
   * @returns As {@linkcode examineDatabase}.
   * @throws {Error} If it cannot be opened.
   */
  async open(path: string, options: SqliteOpenOptions): Promise<string | undefined> {
    const request = { type: "open", path, role: this.#role, options } as const;
    return await this.#request(request) as string | undefined;
  }

  /**
   * Calls a method in the thread.
   *
   * @param method Its name.
   * @param args Its arguments.
   * @returns Its result.
   * @throws {Error} If it threw, with the same message and details.
   */
  call<K extends keyof SqliteRoles[Role] & string>(
    method: K,
    ...args: Parameters<SqliteMethod<Role, K>>
  ): Promise<ReturnType<SqliteMethod<Role, K>>> {
    return this.#request({ type: "call", method, args }) as Promise<
      ReturnType<SqliteMethod<Role, K>>
    >;
  }

  /** Completes pending calls, closes the database and ends the thread, unless it has ended by itself. */
  async close(): Promise<void> {
    if (this.#end === undefined) await this.#request({ type: "close" });
    this.#worker.terminate();
  }

  /** Ends the thread at once and rejects pending calls; a transaction in progress is not committed. */
  abandon(): void {
    this.#fail(new StoreProblem("stopping", "the server stops"));
    this.#worker.terminate();
  }

  #fail(reason: Error): void {
    this.#end ??= reason;
    for (const { reject } of this.#calls.splice(0)) reject(this.#end);
  }

  #request(request: SqliteRequest): Promise<unknown> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => {
      this.#calls.push({ resolve, reject });
      this.#worker.postMessage(JSON.stringify(request));
    });
  }
}
