/** Kind of a rule: a room has at most one of each of the first four kinds, and one of each other kind per subject. */
export type RuleKind =
  | "owner"
  | "creator"
  | "topic"
  | "private"
  | "operator"
  | "ban"
  | "mute"
  | "invitation";

/** Rule of a room or of the whole server, in force until it ends or is dropped. */
export interface Rule {
  /** The key of the room, or {@linkcode EVERYWHERE}. */
  readonly room: string;
  readonly kind: RuleKind;
  /**
   * Identifies the rule among those of its kind in the room: the identity for an operator or an invitation; the key of the
   * name, or the address, for a ban or a mute; empty for kinds of which a room has one.
   */
  readonly subject: string;
  /** Name or address of the subject, as shown. */
  readonly name: string;
  /** Account ids and token digests that the rule applies to. */
  readonly identities: readonly string[];
  /** Topic of the room, reason of a ban, or the room's name as its owner wrote it. */
  readonly text: string;
  /** Name of the operator who made it. */
  readonly by: string;
  /** When it was made, in Unix milliseconds. */
  readonly at: number;
  /** When it ends, in Unix milliseconds; never, if left out. */
  readonly until?: number;
}

/** What tells one rule from all others. */
export type RuleKey = Pick<Rule, "room" | "kind" | "subject">;

/** One rule that is made, or taken back. */
export type RuleChange =
  | {
    readonly put: Rule;
    /** Only in place of a rule with the same key: it may have been taken back meanwhile. */
    readonly replaces?: true;
  }
  | {
    readonly drop: RuleKey;
    /** Only a rule that ends by this time is dropped, in Unix milliseconds: it may have been renewed meanwhile. */
    readonly endedBy?: number;
  };

/** Condition of a change, checked in the same transaction; if it does not hold, nothing changes. */
export interface RuleCondition {
  /** Most rules of a kind in a room after the change; server-wide and expired rules do not count. */
  readonly most?: number;
  /** The key of a room that has no rule yet. */
  readonly ifNone?: string;
}

/** Key that stands for the whole server; no room's key is empty. */
export const EVERYWHERE = "";

/**
 * Storage of rules. A rejected promise means that nothing changed. Changes MUST take effect, and their promises settle, in
 * the order of the calls.
 */
export interface RuleStore {
  /**
   * Returns all rules, in the order in which they were made.
   *
   * @param only Of one kind in one room only.
   */
  listRules(only?: Pick<RuleKey, "room" | "kind">): Promise<readonly Rule[]>;

  /** Finds a rule. */
  findRule(key: RuleKey): Promise<Rule | undefined>;

  /**
   * Makes rules, in place of those that have the same {@linkcode RuleKey}, and takes others back, all or none.
   *
   * @param changes What to do, in order.
   * @param condition What must hold.
   * @returns Whether it held.
   */
  changeRules(changes: readonly RuleChange[], condition?: RuleCondition): Promise<boolean>;
}
