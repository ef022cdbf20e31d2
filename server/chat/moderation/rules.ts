import { EVERYWHERE, type Rule, type RuleChange, type RuleKind } from "../../store/rule_store.ts";
import { RuleSet } from "./rule_set.ts";

/** Ranks in a room; a higher rank has the rights of lower ones, too. */
export const RANK = { member: 0, operator: 1, owner: 2, serverOperator: 3 } as const;

/** One of {@linkcode RANK}. */
export type Rank = typeof RANK[keyof typeof RANK];

/**
 * Identities that rights depend on: the current account of a session, and the digest of its token. Former accounts give no
 * rights; only bans and mutes still apply to them.
 */
export interface Holder {
  readonly account?: string | undefined;
  readonly digest?: string | undefined;
}

/** Rules of a room that has none. */
const NONE = new RuleSet();

/**
 * All rules, in memory: rights are known without waiting, and a member that joins a room meets its bans and its privacy
 * whatever the store does meanwhile. The store has the same rules; {@linkcode Moderation} keeps both equal.
 */
export class Rules {
  /** By room key, including {@linkcode EVERYWHERE}. */
  readonly #rooms = new Map<string, Map<RuleKind, RuleSet>>();
  /** Number of rooms that each account owns. */
  readonly #owned = new Map<string, number>();
  /** For each reload in progress, the changes since its start. */
  readonly #meanwhile = new Set<RuleChange[]>();
  /** Rules of guests' rooms by room key, those that end first at the start. */
  readonly #created = new Map<string, Rule>();
  #readings = 0;
  /** Number of the reload that the rules are from. */
  #taken = 0;

  /** @param rules Rules from the store. */
  constructor(rules: Iterable<Rule>) {
    for (const rule of rules) this.#apply({ put: rule });
  }

  /**
   * Replaces all rules by those of the store, and then repeats changes made during the read, which may have missed them.
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
    // A later reload may have finished earlier.
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

  /** Returns the rules of one kind in a room. */
  of(room: string, kind: RuleKind): RuleSet {
    return this.#rooms.get(room)?.get(kind) ?? NONE;
  }

  /** Finds a rule of a room; without a subject for kinds of which a room has at most one. */
  get(room: string, kind: RuleKind, subject = ""): Rule | undefined {
    return this.of(room, kind).get(subject);
  }

  /** Returns the rank of a session in a room. */
  rank({ account, digest }: Holder, room: string): Rank {
    if (account !== undefined) {
      if (this.get(EVERYWHERE, "operator", account)) return RANK.serverOperator;
      if (this.of(room, "owner").about(account)) return RANK.owner;
      if (this.get(room, "operator", account)) return RANK.operator;
    }
    const isCreator = digest !== undefined && this.of(room, "creator").about(digest) !== undefined;
    return isCreator ? RANK.operator : RANK.member;
  }

  /** Returns whether a room is private and a session is not invited. */
  isClosedTo({ account, digest }: Holder, room: string): boolean {
    if (!this.get(room, "private")) return false;
    const invitations = this.of(room, "invitation");
    return [account, digest].every((identity) =>
      identity === undefined || !invitations.about(identity)
    );
  }

  /** Returns whether a room has no rules. */
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

  /** Rules of guests' rooms by room key, those that end first at the start. */
  get created(): ReadonlyMap<string, Rule> {
    return this.#created;
  }

  /** Number of the reload that the rules are from. */
  get reading(): number {
    return this.#taken;
  }

  /** Returns how many rooms an account owns. */
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
