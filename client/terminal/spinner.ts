/** What turns while one waits. */
const FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

/** Between two frames, in milliseconds. */
const INTERVAL = 120;

/** How long something may take before it is called waiting, in milliseconds. */
const SHOW_DELAY = 500;

/** Says what is waited for, once that takes a while, and turns meanwhile. */
export class Spinner {
  readonly #show: (status: string | undefined) => void;
  #text: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;

  /** @param show Called with what to show, and with nothing when that is over. */
  constructor(show: (status: string | undefined) => void) {
    this.#show = show;
  }

  /** Begins to wait for something, or goes on waiting for another thing. */
  start(text: string): void {
    this.#text = text;
    this.#timer ??= setTimeout(() => this.#turn(), SHOW_DELAY);
  }

  /** Waits no more. */
  stop(): void {
    clearTimeout(this.#timer);
    const wasShown = this.#frame > 0;
    this.#timer = undefined;
    this.#frame = 0;
    if (wasShown) this.#show(undefined);
  }

  #turn(): void {
    this.#show(`${FRAMES[this.#frame++ % FRAMES.length]} ${this.#text}`);
    this.#timer = setTimeout(() => this.#turn(), INTERVAL);
  }
}
