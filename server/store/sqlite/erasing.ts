import type { EraseStep } from "./erasure.ts";

/** Pause before the first step, so that one round serves several deletions, and before steps that should wait, in milliseconds. */
const PAUSE = 1_000;

/** Time for erasing before the file is closed, in milliseconds. What is left then is erased when it is opened again. */
const CLOSE_TIME = 500;

/** Erases what was deleted, soon after, in steps that let others in between. */
export class Erasing {
  readonly #step: () => Promise<EraseStep>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  /** Whether there was a request since the present run began. */
  #isRequested = false;
  #isStopped = false;

  /** @param step Does a step. If it fails, it is tried again. */
  constructor(step: () => Promise<EraseStep>) {
    this.#step = step;
  }

  /** Begins soon, if there is anything to erase. */
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

  /** Ends after the present step, or erases what there is to erase if that takes little time. */
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

  /** Runs steps as long as they can follow each other; returns whether all is done. */
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
