import type { Log } from "../telemetry/log.ts";
import { Throttle } from "./throttle.ts";

/** Shortest interval between log lines about ignored messages, in milliseconds. */
const QUIET = 60_000;

/** Tells what came over NATS and is not from a node: one line a minute at most, with how many there were since the last. */
export class IgnoredMessages implements Disposable {
  readonly #line: Throttle;
  #count = 0;

  constructor(log: Pick<Log, "write">) {
    this.#line = new Throttle(() => {
      log.write({ event: "bus_ignored", count: this.#count });
      this.#count = 0;
    }, QUIET);
  }

  /** Counts one. */
  add(): void {
    this.#count++;
    this.#line.run();
  }

  [Symbol.dispose](): void {
    this.#line.close();
  }
}
