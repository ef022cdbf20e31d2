import { quantile } from "../../bench/measure/statistics.ts";
import type { Peer } from "./peer.ts";

/** Measures how long acknowledgements take: one client sends a message each time the last one was acknowledged. */
export class AckTimes {
  readonly #peer: Peer;
  readonly #times: number[] = [];

  constructor(peer: Peer) {
    this.#peer = peer;
  }

  /** Sends a message and waits until it is acknowledged. */
  async measure(): Promise<void> {
    const start = performance.now();
    const ref = this.#times.length;
    await this.#peer.send({ type: "say", room: "#geral", text: `${ref}`, ref });
    while ((await this.#peer.skipTo("ack")).ref !== ref);
    this.#times.push(performance.now() - start);
  }

  /** Median, 99th percentile and maximum, as text. */
  get summary(): string {
    const sorted = this.#times.toSorted((a, b) => a - b);
    const [middle, p99, most] = [quantile(sorted, 0.5), quantile(sorted, 0.99), sorted.at(-1)!]
      .map((time) => `${time.toFixed(1)} ms`);
    return `${middle}, 99 % in ${p99}, at most ${most} (${sorted.length} messages)`;
  }
}
