/** Frames of the animation. */
const FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

/** Time per frame, in milliseconds. */
const INTERVAL = 120;

/** Time after which the spinner is shown, in milliseconds. */
const SHOW_DELAY = 500;

/** Shows what the client is waiting for, once that takes a while, with an animation. */
export class Spinner {
  readonly #show: (status: string | undefined) => void;
  #text: () => string = () => "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;

  /** @param show Called with the text to show, and with `undefined` at the end. */
  constructor(show: (status: string | undefined) => void) {
    this.#show = show;
  }

  /** Starts waiting, or changes the text, which is called for each frame. */
  start(text: () => string): void {
    this.#text = text;
    this.#timer ??= setTimeout(() => this.#turn(), SHOW_DELAY);
  }

  /** Stops waiting. */
  stop(): void {
    clearTimeout(this.#timer);
    const wasShown = this.#frame > 0;
    this.#timer = undefined;
    this.#frame = 0;
    if (wasShown) this.#show(undefined);
  }

  #turn(): void {
    this.#show(`${FRAMES[this.#frame++ % FRAMES.length]} ${this.#text()}`);
    this.#timer = setTimeout(() => this.#turn(), INTERVAL);
  }
}
