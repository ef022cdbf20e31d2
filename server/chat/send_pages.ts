import type { Member } from "./member.ts";
import type { WorkQueue } from "../collections/work_queue.ts";

/**
 * Sends an answer of several messages. Each has a turn in a fair queue and is created only after the client has read the one
 * before, so a long answer does not make its client a slow reader, and a client that does not read delays no other.
 *
 * @param queue Queue in which the answer waits for its turns.
 * @param member The member that sent the request.
 * @param pages Creates and sends one message per step.
 * @throws {BusyError} If too many jobs wait already; then nothing was sent.
 * @throws {SessionEndedError} If the session ended before its turn.
 */
export function sendPages(
  queue: WorkQueue,
  member: Member,
  pages: Iterator<void> | AsyncIterator<void>,
): Promise<void> {
  const step = async () => (await pages.next()).done === true;
  return queue.runSteps(member.source, step, { rest: () => member.sendQueue.flushed() });
}
