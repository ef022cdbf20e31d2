import type { Rule } from "../../store/rule_store.ts";

/** A subject of rules. */
export interface Subject {
  /** Name, case-folded. */
  readonly key: string;
  /** The account, the token's digest, and former accounts of the session. */
  readonly identities: readonly string[];
  /** Address of the client. */
  readonly address: string;
}

/** Rules of one kind in one room; expired ones do not apply. */
export class RuleSet {
  readonly #bySubject = new Map<string, Rule>();
  readonly #byIdentity = new Map<string, Set<Rule>>();

  get size(): number {
    return this.#bySubject.size;
  }

  put(rule: Rule): void {
    this.drop(rule.subject);
    this.#bySubject.set(rule.subject, rule);
    for (const identity of rule.identities) {
      const rules = this.#byIdentity.get(identity);
      if (rules) rules.add(rule);
      else this.#byIdentity.set(identity, new Set([rule]));
    }
  }

  drop(subject: string): void {
    const rule = this.#bySubject.get(subject);
    if (rule === undefined) return;
    this.#bySubject.delete(subject);
    for (const identity of rule.identities) {
      const rules = this.#byIdentity.get(identity)!;
      rules.delete(rule);
      if (rules.size === 0) this.#byIdentity.delete(identity);
    }
  }

  /** Deletes a rule if it ends by a time, in Unix milliseconds. */
  dropEnded(subject: string, endedBy: number): void {
    const { until = Infinity } = this.#bySubject.get(subject) ?? {};
    if (until <= endedBy) this.drop(subject);
  }

  get(subject: string): Rule | undefined {
    return alive(this.#bySubject.get(subject));
  }

  /** Finds a rule about an identity. */
  about(identity: string): Rule | undefined {
    for (const rule of this.#byIdentity.get(identity) ?? []) if (isAlive(rule)) return rule;
    return undefined;
  }

  /** Finds all rules about any of some identities. */
  allAbout(identities: readonly string[]): readonly Rule[] {
    const rules = identities.flatMap((identity) => [...this.#byIdentity.get(identity) ?? []]);
    return [...new Set(rules)].filter(isAlive);
  }

  /** Finds a rule that applies to a subject, by name, address or identity. */
  match(subject: Subject): Rule | undefined {
    if (this.#bySubject.size === 0) return undefined;
    const found = this.get(subject.key) ?? this.get(subject.address);
    if (found) return found;
    for (const identity of subject.identities) {
      const rule = this.about(identity);
      if (rule) return rule;
    }
    return undefined;
  }

  /** Returns the rules that apply, oldest first, and those that have expired. */
  list(): { readonly alive: readonly Rule[]; readonly over: readonly Rule[] } {
    const { alive = [], over = [] } = Object.groupBy(
      this.#bySubject.values(),
      (rule) => isAlive(rule) ? "alive" : "over",
    );
    return { alive, over };
  }
}

function isAlive({ until }: Rule): boolean {
  return until === undefined || until > Date.now();
}

function alive(rule: Rule | undefined): Rule | undefined {
  return rule && isAlive(rule) ? rule : undefined;
}
