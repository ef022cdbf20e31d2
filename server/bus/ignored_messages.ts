import type { Log } from "../telemetry/log.ts";
import { Throttle } from "./throttle.ts";

/** Minimum interval between log lines about ignored messages, in milliseconds. */
const QUIET = 60_000;

/** Reports NATS messages that no node sent: at most one line per minute, with their number. */
export class IgnoredMessages implements Disposable {
  readonly #line: Throttle;
  #count = 0;

  constructor(log: Pick<Log, "write">) {
    this.#line = new Throttle(() => {
      log.write({ event: "bus_ignored", count: this.#count });
      this.#count = 0;
    }, QUIET);
  }

  /** Counts a message. */
  add(): void {
    this.#count++;
    this.#line.run();
  }

  [Symbol.dispose](): void {
    this.#line.close();
  }
}
