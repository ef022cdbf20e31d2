import type { HubObserver } from "./hub_observer.ts";
import type { SendQueue } from "../send/send_queue.ts";
import type { SessionHandle } from "./session_handle.ts";
import { SessionEndedError, type WorkQueue, type WorkSource } from "../collections/work_queue.ts";

/** A part of what a session missed, such as the messages of a room. Each step of the iterator sends at most one page. */
export type BacklogPart = () => AsyncIterator<void>;

/** The session that receives a {@linkcode Backlog}. */
interface BacklogOwner {
  readonly source: WorkSource;
  readonly sendQueue: Pick<SendQueue, "flushed">;
  readonly handle: Pick<SessionHandle, "end">;
}

/** Observer of a {@linkcode Backlog}. */
type BacklogObserver = Pick<HubObserver, "onStoreFailed">;

/**
 * Messages that a session missed and that are being sent: of resumed rooms, and private ones.
 *
 * - One page at a time MUST be read, in the fair queue; the next one MUST wait until the client has read it. So a session
 *   that does not read holds one page, whatever it missed, and no place in the queue.
 * - Parts SHOULD advance page by page in turns, so that a long part does not delay the others.
 */
export class Backlog {
  readonly #owner: BacklogOwner;
  readonly #queue: WorkQueue;
  readonly #observer: BacklogObserver;
  /** Parts; there may be many, as a session resumes many rooms. The iterator of each is created in its turn. */
  readonly #parts: (BacklogPart | AsyncIterator<void>)[] = [];
  #isRunning = false;

  /**
   * @param owner The session.
   * @param queue Queue in which reads wait for their turn.
   * @param observer Notified if a part cannot be read; the session then ends.
   */
  constructor(owner: BacklogOwner, queue: WorkQueue, observer: BacklogObserver) {
    this.#owner = owner;
    this.#queue = queue;
    this.#observer = observer;
  }

  /** Whether parts are being sent. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Adds a part. */
  add(part: BacklogPart): void {
    this.#parts.push(part);
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    const { source, sendQueue } = this.#owner;
    const rest = () => sendQueue.flushed();
    this.#isRunning = true;
    while (this.#parts.length > 0) {
      try {
        // A session has at most one such job, so the limit need not apply.
        await this.#queue.runSteps(source, () => this.#step(), { rest, skipsLimit: true });
      } catch (error) {
        if (error instanceof SessionEndedError) this.#parts.length = 0;
        else this.#fail(error);
      }
      await rest();
    }
    this.#isRunning = false;
  }

  /** Sends a page of the next part; resolves to whether that was the last page of all. */
  async #step(): Promise<boolean> {
    const part = this.#parts.shift()!;
    const pages = typeof part === "function" ? part() : part;
    const { done } = await pages.next();
    if (!done) this.#parts.push(pages);
    return this.#parts.length === 0;
  }

  /** Ends the session: continuing would leave a gap, and a client that reconnects may find the store working. */
  #fail(error: unknown): void {
    this.#observer.onStoreFailed(error);
    this.#owner.handle.end("busy");
  }
}
