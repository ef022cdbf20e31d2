import { batch } from "@preact/signals";

/** Shortest time between two rounds, in milliseconds. Drawing a busy room more often takes time from keys, and shows no more. */
const PAUSE = 50;

/** Longest wait for a frame, in milliseconds: a hidden page has none. */
const MAX_WAIT = 100;

/** Collects items and handles them together before a frame, each once, so that a busy room is drawn 20 times a second at most. */
export class FrameQueue<T> {
  readonly #handle: (item: T) => void;
  readonly #items = new Set<T>();
  /** When the last round was. */
  #last = -Infinity;

  constructor(handle: (item: T) => void) {
    this.#handle = handle;
  }

  add(item: T): void {
    this.#items.add(item);
    if (this.#items.size > 1) return;
    const pause = this.#last + PAUSE - performance.now();
    if (pause > 0) setTimeout(() => this.#awaitFrame(), pause);
    else this.#awaitFrame();
  }

  #awaitFrame(): void {
    const run = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      this.#run();
    };
    const frame = requestAnimationFrame(run);
    const timer = setTimeout(run, MAX_WAIT);
  }

  #run(): void {
    const items = [...this.#items];
    this.#items.clear();
    this.#last = performance.now();
    batch(() => {
      for (const item of items) this.#handle(item);
    });
  }
}
