import type { Member } from "./member.ts";
import type { WorkQueue } from "../collections/work_queue.ts";

/**
 * Sends an answer of several messages. Each is a job of its own in a fair queue and made only when the client has taken the
 * one before, so an answer of any length makes no client a slow reader, and a client that does not read delays no other.
 *
 * @param queue Where the work waits for its turn.
 * @param member The member that asked.
 * @param pages Makes and sends a message at each step.
 * @throws {BusyError} If too much waits already; then nothing was sent.
 * @throws {SessionEndedError} If the session ended before its turn.
 */
export async function sendPages(
  queue: WorkQueue,
  member: Member,
  pages: Iterator<void> | AsyncIterator<void>,
): Promise<void> {
  for (let skipsLimit = false;; skipsLimit = true) {
    const { done } = await queue.run(member.source, () => pages.next(), { skipsLimit });
    if (done) return;
    await member.sendQueue.flushed();
  }
}
