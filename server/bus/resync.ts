import type { BusTopic, MessageSource } from "./bus_topic.ts";
import { Throttle } from "./throttle.ts";

/** Interval of reading missed messages from the store, in milliseconds, while NATS is connected and while it is not. */
const INTERVAL = { connected: 30_000, lost: 1_000 };

/** Minimum interval of resyncs requested by other nodes, in milliseconds: each queries the database. */
const MIN_PAUSE = 1_000;

/** Maximum topics per query. */
const MAX_TOPICS = 1_000;

/** Options of {@linkcode Resync}. */
export interface ResyncOptions {
  readonly source: Pick<MessageSource, "lastIds">;
  /** The open topics, by name. */
  readonly topics: ReadonlyMap<string, { readonly topic: BusTopic }>;
  /** Called at the start of each resync. */
  readonly onStart: () => void;
  /** Called when missed messages cannot be read; the read is retried. */
  readonly onError: (error: unknown) => void;
}

/** Reads missed messages from the store: whenever some may have been lost, and periodically. */
export class Resync {
  readonly #options: ResyncOptions;
  readonly #throttle = new Throttle(() => this.start(), MIN_PAUSE);
  #isConnected = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  /** Whether to resync once more, because messages may have been lost since the current resync started. */
  #isDue = false;
  #isClosed = false;

  constructor(options: ResyncOptions) {
    this.#options = options;
    this.#schedule();
  }

  /** Sets whether NATS is connected: if not, only resyncs bring messages of other nodes. */
  setConnected(isConnected: boolean): void {
    this.#isConnected = isConnected;
    this.#schedule();
  }

  start(): void {
    this.#isDue = true;
    this.#running ??= this.#runWhileDue().catch(this.#options.onError).finally(() => {
      this.#running = undefined;
      this.#schedule();
    });
  }

  /** Starts a resync that another node requests, unless there was one just now: then it starts later. */
  request(): void {
    this.#throttle.run();
  }

  /** Stops; resolves when the current resync has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#throttle.close();
    await this.#running;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    const wait = this.#isConnected ? INTERVAL.connected : INTERVAL.lost;
    this.#timer = setTimeout(() => this.start(), wait);
  }

  async #runWhileDue(): Promise<void> {
    while (this.#isDue && !this.#isClosed) {
      this.#isDue = false;
      this.#options.onStart();
      await this.#readLastIds();
    }
  }

  async #readLastIds(): Promise<void> {
    const { source, topics } = this.#options;
    const names = [...topics.keys()];
    for (let from = 0; from < names.length && !this.#isClosed; from += MAX_TOPICS) {
      const lastIds = await source.lastIds(names.slice(from, from + MAX_TOPICS));
      for (const last of lastIds) topics.get(last.topic)?.topic.expect(last);
    }
  }
}
