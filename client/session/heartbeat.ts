import type { ClientTimeouts } from "./timeouts.ts";

/** Options of {@linkcode Heartbeat}. */
export interface HeartbeatOptions {
  readonly timeouts: ClientTimeouts;
  /** Sends a ping. */
  readonly ping: () => void;
  /** Whether requests are unanswered. */
  readonly isWaiting: () => boolean;
  /** Called once when the server does not answer. */
  readonly onDead: () => void;
}

/**
 * How often {@linkcode ClientTimeouts.answer} is granted while other messages arrive: on a slow network, the answer to a
 * ping may be queued behind a megabyte of them.
 */
const MAX_WAITS = 3;

/**
 * Detects a connection that no longer carries anything, although neither side closed it: a laptop slept, a NAT forgot it.
 *
 * - It pings after a silence, and earlier while a request is unanswered.
 * - A ping without an answer ends the connection.
 * - A timer that fires late gives the server one more ping: the machine slept, or the browser slowed down a hidden page, so
 *   the answer had no time to arrive.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer is due. Times are wall-clock times, which advance while the machine sleeps. */
  #dueAt = 0;
  /** Time of the last byte received. */
  #heardAt = 0;
  /** Time of the last answer, which shows that both directions worked. */
  #answeredAt = 0;
  /** Time of the unanswered ping. */
  #pingedAt: number | undefined;
  /** Number of times that the wait for the answer was extended. */
  #waits = 0;
  #isBusy = false;
  /** Whether a ping was repeated because the timer fired late. */
  #isRepeated = false;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** Whether it watches the connection. */
  get isRunning(): boolean {
    return this.#timer !== undefined;
  }

  /** Starts to watch a connection on which the server just answered. */
  start(): void {
    this.#heardAt = Date.now();
    this.answered();
    this.#watch();
  }

  /** Stops watching. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pingedAt = undefined;
  }

  /** Notes that anything arrived. */
  heard(): void {
    this.#heardAt = Date.now();
  }

  /** Notes that the server answered a request or a ping. */
  answered(): void {
    this.#answeredAt = Date.now();
    this.#isRepeated = false;
    if (this.#pingedAt === undefined) return;
    this.#pingedAt = undefined;
    this.#watch();
  }

  /** Notes that a request was sent. */
  expect(): void {
    if (this.isRunning && this.#pingedAt === undefined && !this.#isBusy) this.#watch();
  }

  /** Pings at once, because the network may have changed. */
  check(): void {
    if (this.isRunning && this.#pingedAt === undefined) this.#ping();
  }

  #watch(): void {
    const { timeouts, isWaiting } = this.#options;
    this.#isBusy = isWaiting();
    this.#wait(this.#isBusy ? timeouts.unanswered : timeouts.idle);
  }

  #wait(time: number): void {
    clearTimeout(this.#timer);
    this.#dueAt = Date.now() + time;
    this.#timer = setTimeout(() => this.#onTimer(), time);
  }

  #onTimer(): void {
    if (this.#pingedAt === undefined) return this.#onQuiet();
    const { timeouts, onDead } = this.#options;
    const isLate = Date.now() - this.#dueAt > timeouts.answer / 2;
    if (isLate && !this.#isRepeated) {
      this.#isRepeated = true;
      return this.#ping();
    }
    if (this.#heardAt > this.#pingedAt && ++this.#waits < MAX_WAITS) {
      return this.#wait(timeouts.answer);
    }
    this.stop();
    onDead();
  }

  /** Pings if the server was silent for long enough; otherwise waits for the rest of that time. */
  #onQuiet(): void {
    const { timeouts, isWaiting } = this.#options;
    this.#isBusy = isWaiting();
    const allowed = this.#isBusy ? timeouts.unanswered : timeouts.idle;
    const left = (this.#isBusy ? this.#answeredAt : this.#heardAt) + allowed - Date.now();
    // The clock may have been set back.
    if (left > 0) this.#wait(Math.min(left, allowed));
    else this.#ping();
  }

  #ping(): void {
    this.#pingedAt = Date.now();
    this.#waits = 0;
    this.#wait(this.#options.timeouts.answer);
    this.#options.ping();
  }
}
