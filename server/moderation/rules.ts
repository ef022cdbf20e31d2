import { EVERYWHERE, type Rule, type RuleChange, type RuleKind } from "../store/rule_store.ts";
import { RuleSet, type Subject } from "./rule_set.ts";

/** What somebody may do in a room; who may do more may do that too. */
export const RANK = { member: 0, operator: 1, owner: 2, serverOperator: 3 } as const;

/** One of {@linkcode RANK}. */
export type Rank = typeof RANK[keyof typeof RANK];

/** Stands for the rules of a room that has none. */
const NONE = new RuleSet();

/**
 * What holds in all rooms, in memory: so what somebody may do is known without waiting, and whoever comes into a room meets
 * its bans and its privacy whatever the store does meanwhile. The store has the same; see {@linkcode Moderation} for who
 * keeps both together.
 */
export class Rules {
  /** By the keys of the rooms, {@linkcode EVERYWHERE} among them. */
  readonly #rooms = new Map<string, Map<RuleKind, RuleSet>>();
  /** How many rooms each account owns. */
  readonly #owned = new Map<string, number>();

  /** @param rules What the store has. */
  constructor(rules: Iterable<Rule>) {
    this.replace(rules);
  }

  /** Takes rules for all there were before. */
  replace(rules: Iterable<Rule>): void {
    this.#rooms.clear();
    this.#owned.clear();
    for (const rule of rules) this.apply({ put: rule });
  }

  /** Makes a rule or takes one back. To do so twice makes no difference. */
  apply(change: RuleChange): void {
    const { room, kind, subject } = "put" in change ? change.put : change.drop;
    if (kind === "owner") this.#count(this.get(room, kind), -1);
    if ("put" in change) {
      this.#open(room, kind).put(change.put);
      if (kind === "owner") this.#count(change.put, 1);
    } else {
      this.#rooms.get(room)?.get(kind)?.drop(subject);
      this.#clear(room, kind);
    }
  }

  /** The rules of one kind in a room. */
  of(room: string, kind: RuleKind): RuleSet {
    return this.#rooms.get(room)?.get(kind) ?? NONE;
  }

  /** Finds a rule of a room; of the kinds that are one a room, without a subject. */
  get(room: string, kind: RuleKind, subject = ""): Rule | undefined {
    return this.of(room, kind).get(subject);
  }

  /** Tells what an account may do in a room. */
  rank(account: string | undefined, room: string): Rank {
    if (account === undefined) return RANK.member;
    if (this.get(EVERYWHERE, "operator", account)) return RANK.serverOperator;
    if (this.of(room, "owner").about(account)) return RANK.owner;
    return this.get(room, "operator", account) ? RANK.operator : RANK.member;
  }

  /** Whether a room lets nobody in who is not invited to it, and somebody is not. */
  isClosedTo(subject: Subject, room: string): boolean {
    if (!this.get(room, "private")) return false;
    const invitations = this.of(room, "invitation");
    return !subject.identities.some((identity) => invitations.about(identity));
  }

  /** How many rooms an account owns. */
  owned(account: string): number {
    return this.#owned.get(account) ?? 0;
  }

  #open(room: string, kind: RuleKind): RuleSet {
    const kinds = this.#rooms.get(room) ?? new Map<RuleKind, RuleSet>();
    this.#rooms.set(room, kinds);
    const rules = kinds.get(kind) ?? new RuleSet();
    kinds.set(kind, rules);
    return rules;
  }

  #clear(room: string, kind: RuleKind): void {
    const kinds = this.#rooms.get(room);
    if (kinds?.get(kind)?.size === 0) kinds.delete(kind);
    if (kinds?.size === 0) this.#rooms.delete(room);
  }

  #count(owner: Rule | undefined, by: number): void {
    for (const account of owner?.identities ?? []) {
      const owned = this.owned(account) + by;
      if (owned > 0) this.#owned.set(account, owned);
      else this.#owned.delete(account);
    }
  }
}
