// The other end of a `SqliteThread`: opens the database that the first message names, then makes the calls that follow,
// one after the other, and answers each.

import type { DatabaseSync } from "node:sqlite";
import { connectSqlite } from "./sqlite_connection.ts";
import { SqliteReader } from "./sqlite_reader.ts";
import type { SqliteAnswer, SqliteRequest } from "./sqlite_thread.ts";
import { SqliteWriter } from "./sqlite_writer.ts";

// In a worker, `self` is no window; this is what there is of it.
const port = self as unknown as Pick<Worker, "onmessage" | "postMessage">;

let database: DatabaseSync | undefined;
let target: Record<string, (...args: unknown[]) => unknown> = {};

port.onmessage = ({ data }: MessageEvent<SqliteRequest>) => {
  port.postMessage(answer(data));
};

function answer(request: SqliteRequest): SqliteAnswer {
  try {
    switch (request.type) {
      case "open": {
        database = connectSqlite(request.path, request.options);
        const Target = request.role === "writer" ? SqliteWriter : SqliteReader;
        target = new Target(database) as unknown as typeof target;
        return { value: undefined };
      }
      case "call":
        return { value: target[request.method]!(...request.args) };
      case "close":
        database?.close();
        return { value: undefined };
    }
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
