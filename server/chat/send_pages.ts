import type { Member } from "./member.ts";
import type { WorkQueue } from "../collections/work_queue.ts";

/**
 * Sends an answer of several messages. Each is a job in a fair queue and is created only after the client has read the one
 * before, so a long answer does not make its client a slow reader, and a client that does not read delays no other.
 *
 * @param queue Queue in which the jobs wait for their turn.
 * @param member The member that sent the request.
 * @param pages Creates and sends one message per step.
 * @throws {BusyError} If too many jobs wait already; then nothing was sent.
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
