import type { Member } from "./member.ts";
import { SessionEndedError, type WorkQueue } from "../collections/work_queue.ts";

/** A part of what a session missed, such as that of a room: each step sends a page at most. */
interface Part {
  readonly pages: AsyncIterator<void>;
  readonly onError: (error: unknown) => void;
}

/**
 * What one session missed and is being sent: of rooms that it comes back to, and private messages.
 *
 * - One page at a time MUST be read, in the fair queue; the next one MUST wait until the client has taken it. So a session
 *   that does not read holds one page, whatever it missed, and no place in the queue.
 * - Parts SHOULD go on page by page in turns, so that a long one does not hold up the others.
 */
export class Backlog {
  readonly #member: Member;
  readonly #queue: WorkQueue;
  #parts: Part[] = [];
  #isRunning = false;

  /**
   * @param member Who missed something.
   * @param queue Where reading waits for its turn.
   */
  constructor(member: Member, queue: WorkQueue) {
    this.#member = member;
    this.#queue = queue;
  }

  /**
   * Adds a part.
   *
   * @param pages Reads and sends a page at each step.
   * @param onError Called if that failed; then there are no more steps of this part.
   */
  add(pages: AsyncIterator<void>, onError: (error: unknown) => void): void {
    this.#parts.push({ pages, onError });
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let part = this.#parts.shift(); part; part = this.#parts.shift()) {
      const { pages, onError } = part;
      try {
        // There is one such job of a session, so it need not be refused.
        const step = await this.#queue.run(this.#member.source, () => pages.next(), {
          isPatient: true,
        });
        if (!step.done) this.#parts.push(part);
      } catch (error) {
        if (!(error instanceof SessionEndedError)) onError(error);
      }
      await this.#member.exit.flushed();
    }
    this.#isRunning = false;
  }
}
