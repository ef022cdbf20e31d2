import type { Member } from "../member.ts";
import type { Roster } from "../roster.ts";
import { EVERYWHERE, type Rule, type RuleStore } from "../../store/rule_store.ts";
import type { Enforcement } from "./enforcement.ts";
import type { Rules } from "./rules.ts";

/** Options of {@linkcode ServerOperators}. */
export interface ServerOperatorsOptions {
  readonly store: RuleStore;
  readonly rules: Rules;
  readonly roster: Roster;
  /** Removes a member that lost the right from rooms that it may not be in without it. */
  readonly enforcement: Pick<Enforcement, "recheck">;
}

/**
 * The accounts that may moderate the whole server. `chat user` changes them in the database, from another process, so the
 * rules in memory are compared with the store before the right is used, and from time to time.
 */
export class ServerOperators {
  readonly #options: ServerOperatorsOptions;
  #isRefreshing = false;

  constructor(options: ServerOperatorsOptions) {
    this.#options = options;
  }

  /**
   * Reads from the store whether an account is a server operator.
   *
   * @throws {StoreError} If the store cannot be read.
   */
  async refresh(account: string | undefined): Promise<void> {
    if (account === undefined) return;
    const rule = await this.#options.store.findRule(keyOf(account));
    this.#set(account, rule);
  }

  /**
   * As {@linkcode ServerOperators.refresh}, but only for a member that was a server operator until now: other members
   * need no query.
   */
  confirm({ account }: Member): Promise<void> | void {
    if (this.#has(account)) return this.refresh(account);
  }

  /**
   * Reads all server operators from the store.
   *
   * @throws {StoreError} If the store cannot be read.
   */
  async refreshAll(): Promise<void> {
    const { store, rules } = this.#options;
    const stored = await store.listRules({ room: EVERYWHERE, kind: "operator" });
    const operators = new Map(stored.map((rule) => [rule.subject, rule]));
    const { alive } = rules.of(EVERYWHERE, "operator").list();
    for (const account of new Set([...operators.keys(), ...alive.map(({ subject }) => subject)])) {
      this.#set(account, operators.get(account));
    }
  }

  /**
   * As {@linkcode ServerOperators.refreshAll}, if there are members and the last call is done. A failure is ignored: the store
   * is reported when something is to be stored, and until it works the known operators stay.
   */
  async tryRefreshAll(): Promise<void> {
    if (this.#options.roster.size === 0 || this.#isRefreshing) return;
    this.#isRefreshing = true;
    await this.refreshAll().catch(() => {}).finally(() => this.#isRefreshing = false);
  }

  #has(account: string | undefined): boolean {
    return this.#options.rules.get(EVERYWHERE, "operator", account) !== undefined;
  }

  #set(account: string, rule: Rule | undefined): void {
    const { rules, roster, enforcement } = this.#options;
    if (this.#has(account) === (rule !== undefined)) return;
    rules.apply(rule ? { put: rule } : { drop: keyOf(account) });
    if (rule !== undefined) return;
    for (const member of roster.sessions(account)) enforcement.recheck(member);
  }
}

function keyOf(subject: string) {
  return { room: EVERYWHERE, kind: "operator", subject } as const;
}
