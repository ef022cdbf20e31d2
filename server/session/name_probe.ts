import type { Unacknowledged } from "../net/tcp_table.ts";

/** Options of {@linkcode NameProbe}. */
export interface NameProbeOptions {
  /** Whether the client answers a ping. Others are known only by what their system acknowledges. */
  readonly answersPing: boolean;
  /** Sends the client a ping, or a line where it answers none. */
  readonly ask: () => void;
  /** Looks up what the client's system has not acknowledged; resolves to `undefined` where that cannot be known. */
  readonly unacknowledged: () => Promise<Unacknowledged | undefined>;
}

/** Time for an answer, in milliseconds. */
const TIMEOUT = 30_000;

/** Time between two looks at what is not acknowledged, in milliseconds. */
const LOOK_INTERVAL = 5_000;

/**
 * Attempts of the system without an acknowledgement: Linux makes them after 0.2 s, then after twice as long each time, longer on
 * slow networks. One or two are usual where packets are lost or a window is closed.
 */
const MIN_ATTEMPTS = 4;

/** Silence after which a client may be gone, in milliseconds. */
const MIN_SILENCE = 10_000;

/** Shortest time between two questions, in milliseconds; users see the line. */
const MIN_PAUSE = { ping: TIMEOUT, line: 5 * 60_000 };

/**
 * Finds out whether the client that goes by a name is still there, once another one asks for the name.
 *
 * Without that, the name of a text client whose network is gone stays taken until the system gives up the connection. However
 * many ask, there is one question at a time. A client counts as gone only if nothing came from it, and it acknowledged
 * nothing, for the whole time.
 */
export class NameProbe {
  readonly #options: NameProbeOptions;
  #askedAt = -Infinity;
  #isWaiting = false;
  /** When to look next, in milliseconds. */
  #lookAt = Infinity;
  #first: Unacknowledged | undefined;
  #last: Unacknowledged | undefined;

  constructor(options: NameProbeOptions) {
    this.#options = options;
  }

  /**
   * Asks the client, unless it was asked or heard from recently.
   *
   * @param now The time by a monotonic clock, in milliseconds.
   * @param silence For how long nothing came from the client, in milliseconds.
   */
  start(now: number, silence: number): void {
    const { answersPing, ask } = this.#options;
    if (silence < MIN_SILENCE) return;
    // The next check tells the outcome; a new question would start the wait again.
    if (this.#isWaiting && answersPing) return;
    if (now - this.#askedAt < (answersPing ? MIN_PAUSE.ping : MIN_PAUSE.line)) return;
    this.#askedAt = now;
    this.#isWaiting = true;
    this.#lookAt = answersPing ? Infinity : now + LOOK_INTERVAL;
    this.#first = this.#last = undefined;
    ask();
  }

  /** Ends the wait: the client is there, or the server does not read what it sends. */
  end(): void {
    this.#isWaiting = false;
  }

  /**
   * Tells whether the client is gone; to be called every 250 ms.
   *
   * @param now The time by a monotonic clock, in milliseconds.
   */
  isGone(now: number): boolean {
    if (!this.#isWaiting) return false;
    if (now >= this.#lookAt) {
      this.#lookAt = now + LOOK_INTERVAL;
      void this.#look();
    }
    if (now - this.#askedAt < TIMEOUT) return false;
    if (this.#options.answersPing) return true;
    // Each attempt would have been acknowledged, whatever else was sent meanwhile.
    const attempts = this.#last?.attempts ?? 0;
    return attempts >= MIN_ATTEMPTS && attempts > this.#first!.attempts;
  }

  async #look(): Promise<void> {
    const found = await this.#options.unacknowledged().catch(() => undefined);
    // Rows may be missed while many connections come and go.
    if (found === undefined) return;
    const before = this.#last;
    const isSilent = found.bytes >= Math.max(1, before?.bytes ?? 0) &&
      found.attempts >= (before?.attempts ?? 0);
    if (!isSilent) return this.end();
    this.#first ??= found;
    this.#last = found;
  }
}
