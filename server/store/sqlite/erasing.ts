import type { EraseStep } from "./erasure.ts";

/** Delay before the first step, so that one round covers several deletions, and after `"wait"`, in milliseconds. */
const PAUSE = 1_000;

/** Maximum time for erasing before the file is closed, in milliseconds. The rest is erased when it is opened again. */
const CLOSE_TIME = 500;

/** Erases deleted texts shortly after their deletion, in short steps between which the database can do other work. */
export class Erasing {
  readonly #step: () => Promise<EraseStep>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  /** Whether there was a request since the current run began. */
  #isRequested = false;
  #isStopped = false;

  /** @param step Performs one step. If it rejects, it is retried later. */
  constructor(step: () => Promise<EraseStep>) {
    this.#step = step;
  }

  /** Schedules a run. */
  request(): void {
    this.#isRequested = true;
    if (this.#isStopped) return;
    this.#timer ??= setTimeout(() => {
      this.#isRequested = false;
      this.#running = this.#run().then((isDone) => {
        this.#running = this.#timer = undefined;
        if (!isDone || this.#isRequested) this.request();
      });
    }, PAUSE);
  }

  /** Waits for the current step, then erases what remains for at most {@linkcode CLOSE_TIME}. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    if (!this.#isRequested) return;
    const end = performance.now() + CLOSE_TIME;
    let step: EraseStep = "more";
    while (step === "more" && performance.now() < end) {
      step = await this.#step().catch(() => "wait");
    }
  }

  /** Runs steps until one is done, must wait or fails. Returns whether nothing remains to erase. */
  async #run(): Promise<boolean> {
    try {
      for (let step: EraseStep = "more"; step !== "done"; step = await this.#step()) {
        if (step === "wait" || this.#isStopped) return false;
      }
      return true;
    } catch {
      return false;
    }
  }
}
