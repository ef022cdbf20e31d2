/** Milliseconds of work in a row before the event loop goes round. */
const LENGTH = 2;

/**
 * Milliseconds of pause after that, if more work waits. The runtime polls the system when it has nothing else to do, and
 * otherwise once in 61 turns of its scheduler (Tokio's `event_interval`): without a pause, messages of others waited for
 * 0.1 s.
 */
const REST = 1;

/** Options of {@linkcode TimeSlice}. */
export interface TimeSliceOptions {
  /**
   * Milliseconds of a slice.
   *
   * @default {2}
   */
  readonly length?: number | undefined;
  /** Returns whether work waits for the next slice. */
  readonly isWorkWaiting: () => boolean;
  /** Called when the slice has ended and work may continue. */
  readonly onEnd: () => void;
}

/** Bounds how long work occupies the event loop: once a slice is over, the event loop goes round before the next one. */
export class TimeSlice {
  readonly #length: number;
  readonly #options: TimeSliceOptions;
  /** End of the current slice, by a monotonic clock. */
  #end: number | undefined;

  constructor(options: TimeSliceOptions) {
    this.#length = options.length ?? LENGTH;
    this.#options = options;
  }

  /** Whether work went on for a whole slice, so that other work must run first. */
  get isOver(): boolean {
    return this.#end !== undefined && performance.now() >= this.#end;
  }

  /** Begins a slice, unless one has begun. */
  begin(): void {
    if (this.#end !== undefined) return;
    this.#end = performance.now() + this.#length;
    setImmediate(() => {
      if (this.#options.isWorkWaiting() && this.isOver) setTimeout(() => this.#finish(), REST);
      else this.#finish();
    });
  }

  #finish(): void {
    this.#end = undefined;
    this.#options.onEnd();
  }
}
