import type { SqliteStatements } from "./statements.ts";

/** Returns the last `id` of a conversation, 0 if there never was an entry. */
export function lastIdOf(statements: SqliteStatements, conversation: string): number {
  return statements.get<{ last: number }>(
    "SELECT last_id AS last FROM conversation WHERE key = ?",
    conversation,
  )?.last ?? 0;
}
