import { type Block, withoutTexts } from "./block.ts";
import type { SqliteStatements } from "./statements.ts";

/**
 * Removes the texts of entries from their rows.
 *
 * @param statements Statements of the connection that writes.
 * @param conversation Number of the conversation.
 * @param ids The entries, which MUST be there.
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

/** Returns the position of the row with an entry, which MUST be there. */
export function seqOf(statements: SqliteStatements, conversation: number, id: number): number {
  return statements.get<{ seq: number }>(
    "SELECT seq FROM block WHERE conversation = ? AND id <= ? ORDER BY id DESC LIMIT 1",
    conversation,
    id,
  )!.seq;
}
