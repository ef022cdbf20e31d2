import { quantile } from "../../bench/measure/statistics.ts";
import type { Peer } from "./peer.ts";

/** Has one person say things one after the other, each when the one before was acknowledged, and times it. */
export class Asking {
  readonly #peer: Peer;
  readonly #times: number[] = [];

  constructor(peer: Peer) {
    this.#peer = peer;
  }

  /** Says something, and waits until that is acknowledged. */
  async say(): Promise<void> {
    const begun = performance.now();
    const ref = this.#times.length;
    await this.#peer.send({ type: "say", room: "#geral", text: `${ref}`, ref });
    while ((await this.#peer.skipTo("ack")).ref !== ref);
    this.#times.push(performance.now() - begun);
  }

  /** Tells how long an acknowledgement took, in the middle and at the worst. */
  get figure(): string {
    const sorted = this.#times.toSorted((a, b) => a - b);
    const [middle, p99, most] = [quantile(sorted, 0.5), quantile(sorted, 0.99), sorted.at(-1)!]
      .map((time) => `${time.toFixed(1)} ms`);
    return `${middle}, 99 % in ${p99}, at most ${most} (${sorted.length} messages)`;
  }
}
