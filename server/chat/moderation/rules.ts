import { EVERYWHERE, type Rule, type RuleChange, type RuleKind } from "../../store/rule_store.ts";
import { RuleSet } from "./rule_set.ts";

/** Ranks in a room; a higher rank has the rights of lower ones, too. */
export const RANK = { member: 0, operator: 1, owner: 2, serverOperator: 3 } as const;

/** One of {@linkcode RANK}. */
export type Rank = typeof RANK[keyof typeof RANK];

/**
 * What rights are asked for: the account that a session is in now, and the digest of its token. Accounts that it was in
 * before give no rights; they only keep bans and mutes.
 */
export interface Holder {
  readonly account?: string | undefined;
  readonly digest?: string | undefined;
}

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
  /** What was changed since each reading began that is not over. */
  readonly #meanwhile = new Set<RuleChange[]>();
  /** The rooms of guests, by their keys, the one whose rule ends first before the others. */
  readonly #created = new Map<string, Rule>();
  #readings = 0;
  /** The latest reading of which the rules were taken. */
  #taken = 0;

  /** @param rules What the store has. */
  constructor(rules: Iterable<Rule>) {
    for (const rule of rules) this.#apply({ put: rule });
  }

  /**
   * Takes what the store has for all there was before, but for what is changed while it is read: that may be in it or not.
   *
   * @param read Reads the rules.
   */
  async reload(read: () => Promise<Iterable<Rule>>): Promise<void> {
    const reading = ++this.#readings;
    const meanwhile: RuleChange[] = [];
    this.#meanwhile.add(meanwhile);
    let rules: Iterable<Rule>;
    try {
      rules = await read();
    } finally {
      this.#meanwhile.delete(meanwhile);
    }
    // A later one may have been faster.
    if (reading < this.#taken) return;
    this.#taken = reading;
    this.#rooms.clear();
    this.#owned.clear();
    this.#created.clear();
    for (const rule of rules) this.#apply({ put: rule });
    for (const change of meanwhile) this.#apply(change);
  }

  /** Adds or removes a rule; repeating a change has no effect. */
  apply(change: RuleChange): void {
    for (const changes of this.#meanwhile) changes.push(change);
    this.#apply(change);
  }

  /** The rules of one kind in a room. */
  of(room: string, kind: RuleKind): RuleSet {
    return this.#rooms.get(room)?.get(kind) ?? NONE;
  }

  /** Finds a rule of a room; of the kinds that are one a room, without a subject. */
  get(room: string, kind: RuleKind, subject = ""): Rule | undefined {
    return this.of(room, kind).get(subject);
  }

  /** Tells what a session may do in a room. */
  rank({ account, digest }: Holder, room: string): Rank {
    if (account !== undefined) {
      if (this.get(EVERYWHERE, "operator", account)) return RANK.serverOperator;
      if (this.of(room, "owner").about(account)) return RANK.owner;
      if (this.get(room, "operator", account)) return RANK.operator;
    }
    const isCreator = digest !== undefined && this.of(room, "creator").about(digest) !== undefined;
    return isCreator ? RANK.operator : RANK.member;
  }

  /** Whether a room lets only invited members in, and a session is not invited. */
  isClosedTo({ account, digest }: Holder, room: string): boolean {
    if (!this.get(room, "private")) return false;
    const invitations = this.of(room, "invitation");
    return [account, digest].every((identity) =>
      identity === undefined || !invitations.about(identity)
    );
  }

  /** Whether a room has no rule. */
  isUntouched(room: string): boolean {
    const kinds = this.#rooms.get(room)?.values() ?? [];
    return [...kinds].every((rules) => rules.list().alive.length === 0);
  }

  /** Finds all rules about an identity, in all rooms. */
  about(identity: string): readonly Rule[] {
    return [...this.#rooms.values()].flatMap((kinds) =>
      [...kinds.values()].flatMap((rules) => rules.allAbout([identity]))
    );
  }

  /** The rules of rooms that guests made, those that end first before the others. */
  get created(): ReadonlyMap<string, Rule> {
    return this.#created;
  }

  /** Which reading of the store the rules come from. */
  get reading(): number {
    return this.#taken;
  }

  /** How many rooms an account owns. */
  owned(account: string): number {
    return this.#owned.get(account) ?? 0;
  }

  #apply(change: RuleChange): void {
    const { room, kind, subject } = "put" in change ? change.put : change.drop;
    if ("put" in change && change.replaces && !this.get(room, kind, subject)) return;
    if (kind === "owner") this.#count(this.get(room, kind), -1);
    if (kind === "creator") this.#created.delete(room);
    if ("put" in change) {
      this.#open(room, kind).put(change.put);
      if (kind === "owner") this.#count(change.put, 1);
      if (kind === "creator") this.#created.set(room, change.put);
    } else {
      const rules = this.#rooms.get(room)?.get(kind);
      const { endedBy } = change;
      if (endedBy === undefined) rules?.drop(subject);
      else rules?.dropEnded(subject, endedBy);
      const creator = kind === "creator" ? rules?.get(subject) : undefined;
      if (creator) this.#created.set(room, creator);
      this.#clear(room, kind);
    }
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
