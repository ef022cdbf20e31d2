// The worker's side of a `SqliteThread`: opens the database that the first message names, then runs the calls that follow,
// one after the other, and answers each.

import type { DatabaseSync } from "node:sqlite";
import { SqliteAccountReader, SqliteAccountWriter } from "./accounts.ts";
import { connectSqlite } from "./connection.ts";
import { SqliteErasure } from "./erasure.ts";
import { examineDatabase, HighWaterMark } from "./high_water_mark.ts";
import { SqlitePruner } from "./pruner.ts";
import { SqliteReader } from "./reader.ts";
import { SqliteRuleReader, SqliteRuleWriter } from "./rules.ts";
import { SqliteSearch } from "./search.ts";
import type { SqliteAnswer, SqliteErrorDetails, SqliteRequest, SqliteRoles } from "./thread.ts";
import { SqliteWriter } from "./writer.ts";

// In a worker, `self` is not a window; this type has the part that exists.
const port = self as unknown as Pick<Worker, "onmessage" | "postMessage">;

/** Creates the objects that have the methods of a role. */
const ROLES: Readonly<
  Record<keyof SqliteRoles, (database: DatabaseSync, mark?: HighWaterMark) => readonly object[]>
> = {
  writer: (database, mark) => [
    new SqliteWriter(database, mark),
    new SqlitePruner(database),
    new SqliteErasure(database),
    new SqliteAccountWriter(database),
    new SqliteRuleWriter(database),
  ],
  reader: (database) => [
    new SqliteReader(database),
    new SqliteAccountReader(database),
    new SqliteRuleReader(database),
  ],
  history: (database) => [new SqliteReader(database)],
  search: (database) => [new SqliteSearch(database)],
};

let database: DatabaseSync | undefined;
let mark: HighWaterMark | undefined;
/** The objects that have the methods of this thread's role. */
let targets: readonly Record<string, (...args: unknown[]) => unknown>[] = [];

port.onmessage = ({ data }: MessageEvent<string>) => {
  port.postMessage(JSON.stringify(answer(JSON.parse(data))));
  mark?.write();
};

function answer(request: SqliteRequest): SqliteAnswer {
  try {
    switch (request.type) {
      case "open": {
        const { path, role, options } = request;
        const copy = options.isMarked ? examineDatabase(path) : undefined;
        database = connectSqlite(path, options);
        if (options.isMarked) mark = new HighWaterMark(path, database);
        targets = ROLES[role](database, mark) as unknown as typeof targets;
        return { value: copy };
      }
      case "call": {
        const value = call(request.method, request.args);
        // The writer tells the mark of entries.
        if (request.method !== "append") mark?.read();
        return { value };
      }
      case "close":
        database?.close();
        mark?.[Symbol.dispose]();
        mark = undefined;
        return { value: undefined };
    }
  } catch (error) {
    if (!(error instanceof Error)) return { reason: String(error) };
    const { message: reason, errcode, code, values } = error as Error & SqliteErrorDetails;
    return { reason, details: { errcode, code, values } };
  }
}

function call(method: string, args: readonly unknown[]): unknown {
  const target = targets.find((target) => method in target)!;
  return target[method]!(...args);
}
