import type { SqliteStatements } from "./statements.ts";

/**
 * SQL for the last `id` of a row of `conversation`, 0 if there never was an entry. The table itself is only
 * certain to have the ids of deleted entries: to update it with each entry would add a page to each transaction.
 */
export const LAST_ID = `max(last_id, coalesce((
  SELECT block.id + block.count - 1 FROM block
  WHERE block.conversation = conversation.number ORDER BY block.id DESC LIMIT 1
), 0))`;

/** Returns the last `id` of a conversation, 0 if there never was an entry. */
export function lastIdOf(statements: SqliteStatements, conversation: string): number {
  return statements.get<{ last: number }>(
    `SELECT ${LAST_ID} AS last FROM conversation WHERE key = ?`,
    conversation,
  )?.last ?? 0;
}
