import { DatabaseSync } from "node:sqlite";
import { TIMEOUT } from "./wait_until.ts";

/**
 * Opens a SQLite file that a server has open. A statement waits while the server writes; without a timeout it would fail.
 *
 * @param path The path of the file.
 * @returns The connection.
 */
export function secondConnection(path: string): DatabaseSync {
  return new DatabaseSync(path, { timeout: TIMEOUT });
}
