import { type Block, withoutTexts } from "./block.ts";
import type { SqliteStatements } from "./statements.ts";

/**
 * Removes the texts of entries from their rows.
 *
 * @param statements Statements of the writing connection.
 * @param conversation Number of the conversation.
 * @param ids `id`s of the entries, which MUST be stored in rows.
 */
export function eraseTexts(
  statements: SqliteStatements,
  conversation: number,
  ids: readonly number[],
): void {
  for (const [seq, entries] of Map.groupBy(ids, (id) => seqOf(statements, conversation, id))) {
    const { id: first, messages } = statements.get<Block>(
      "SELECT id, messages FROM block WHERE seq = ?",
      seq,
    )!;
    statements.run(
      "UPDATE block SET messages = ? WHERE seq = ?",
      withoutTexts(messages, entries.map((id) => id - first)),
      seq,
    );
  }
}

/** Returns the `seq` of the row that contains an entry, which MUST be stored. */
export function seqOf(statements: SqliteStatements, conversation: number, id: number): number {
  return statements.get<{ seq: number }>(
    "SELECT seq FROM block WHERE conversation = ? AND id <= ? ORDER BY id DESC LIMIT 1",
    conversation,
    id,
  )!.seq;
}
