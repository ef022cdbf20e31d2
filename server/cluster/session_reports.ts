import type { Member } from "../chat/member.ts";
import type { Roster } from "../chat/roster.ts";
import type { Registry } from "./registry.ts";
import type { SessionReport } from "./registry_types.ts";

/** Maximum sessions in one statement. */
const TOGETHER = 1_000;

/** Reports to the registry what `whois` shows of the sessions of this node, in batches rather than as it changes. */
export class SessionReports {
  readonly #registry: Pick<Registry, "node" | "report">;
  readonly #roster: Roster;
  /** When each session had last spoken as reported, by a monotonic clock. */
  #reported = new WeakMap<Member, number>();
  /** Run of the node that the reports were for. */
  #run: string;

  constructor(registry: Pick<Registry, "node" | "report">, roster: Roster) {
    this.#registry = registry;
    this.#roster = roster;
    this.#run = registry.node.id;
  }

  /**
   * Reports the sessions that signed in or said something since the last call; all of them if the node was registered again.
   *
   * @throws {StoreError} If the registry cannot be reached.
   */
  async send(): Promise<void> {
    const { node } = this.#registry;
    if (node.id !== this.#run) this.#reported = new WeakMap();
    this.#run = node.id;
    const members = [...this.#roster].filter((member) =>
      this.#reported.get(member) !== member.lastSpoke
    );
    for (let from = 0; from < members.length; from += TOGETHER) {
      const some = members.slice(from, from + TOGETHER);
      const reported = some.map(({ lastSpoke }) => lastSpoke);
      await this.#registry.report(some.map(toReport));
      for (const [index, member] of some.entries()) this.#reported.set(member, reported[index]!);
    }
  }
}

function toReport({ session, since, lastSpoke, address }: Member): SessionReport {
  return {
    session,
    age: Math.max(0, Date.now() - since),
    idle: performance.now() - lastSpoke,
    address,
  };
}
