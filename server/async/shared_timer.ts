/** Interval of the timer, in milliseconds. */
const TICK = 10;

/** A scheduled call. */
export interface DueCall {
  /** Due time, in milliseconds of the monotonic clock. */
  readonly at: number;
  readonly call: () => void;
}

/**
 * Timer for many calls that may come a few milliseconds late.
 *
 * Each `setTimeout` takes a kilobyte, most of which stays until old memory is collected: the runtime keeps timers in a map,
 * and V8 links the tables that a map outgrows. This one is a single interval, which runs while a call is due.
 */
export class SharedTimer {
  /** Calls, soonest first. */
  readonly #calls: DueCall[] = [];
  #interval: ReturnType<typeof setInterval> | undefined;

  /**
   * Schedules a call, which may come up to 10 ms late.
   *
   * @param time Delay in milliseconds.
   * @param call The function to call.
   * @returns The scheduled call, for {@linkcode SharedTimer.clear}.
   */
  set(time: number, call: () => void): DueCall {
    const due = { at: performance.now() + time, call };
    this.#calls.splice(this.#countUntil(due.at), 0, due);
    this.#interval ??= setInterval(() => this.#tick(), TICK);
    return due;
  }

  /** Cancels a call. */
  clear(due: DueCall): void {
    const index = this.#calls.indexOf(due);
    if (index >= 0) this.#calls.splice(index, 1);
    this.#stopIfIdle();
  }

  #tick(): void {
    for (const { call } of this.#calls.splice(0, this.#countUntil(performance.now()))) call();
    this.#stopIfIdle();
  }

  #stopIfIdle(): void {
    if (this.#calls.length > 0) return;
    clearInterval(this.#interval);
    this.#interval = undefined;
  }

  /** Number of calls due by a time. */
  #countUntil(time: number): number {
    let [low, high] = [0, this.#calls.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#calls[middle]!.at <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
