import type { HubObserver } from "./hub_observer.ts";
import type { SendQueue } from "../send/send_queue.ts";
import type { SessionHandle } from "./session_handle.ts";
import { SessionEndedError, type WorkQueue, type WorkSource } from "../collections/work_queue.ts";

/** A part of what a session missed, such as that of a room: gives its pages, of which each step sends one at most. */
export type BacklogPart = () => AsyncIterator<void>;

/** The session that a {@linkcode Backlog} is sent to. */
interface BacklogOwner {
  readonly source: WorkSource;
  readonly sendQueue: Pick<SendQueue, "flushed">;
  readonly handle: Pick<SessionHandle, "end">;
}

/** What is told of a {@linkcode Backlog}. */
type BacklogObserver = Pick<HubObserver, "onStoreFailed">;

/**
 * What one session missed and is being sent: of rooms that it comes back to, and private messages.
 *
 * - One page at a time MUST be read, in the fair queue; the next one MUST wait until the client has taken it. So a session
 *   that does not read holds one page, whatever it missed, and no place in the queue.
 * - Parts SHOULD go on page by page in turns, so that a long one does not hold up the others.
 */
export class Backlog {
  readonly #owner: BacklogOwner;
  readonly #queue: WorkQueue;
  readonly #observer: BacklogObserver;
  /** Many may wait, as one session comes back to many rooms: the pages of one are begun when its turn comes. */
  readonly #parts: BacklogPart[] = [];
  #isRunning = false;

  /**
   * @param owner The session that missed something.
   * @param queue Where reading waits for its turn.
   * @param observer Told if a part could not be read; the session ends.
   */
  constructor(owner: BacklogOwner, queue: WorkQueue, observer: BacklogObserver) {
    this.#owner = owner;
    this.#queue = queue;
    this.#observer = observer;
  }

  /** Adds a part. */
  add(part: BacklogPart): void {
    this.#parts.push(part);
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let part = this.#parts.shift(); part; part = this.#parts.shift()) {
      try {
        const pages = part();
        // There is one such job of a session, so it need not be refused.
        const step = await this.#queue.run(this.#owner.source, () => pages.next(), {
          skipsLimit: true,
        });
        if (!step.done) this.#parts.push(() => pages);
      } catch (error) {
        if (!(error instanceof SessionEndedError)) this.#fail(error);
      }
      await this.#owner.sendQueue.flushed();
    }
    this.#isRunning = false;
  }

  /** To go on without what was missed would leave a gap; a client that comes again may find the store in order. */
  #fail(error: unknown): void {
    this.#observer.onStoreFailed(error);
    this.#owner.handle.end("busy");
  }
}
