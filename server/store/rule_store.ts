/**
 * Kind of a rule: a room has at most one of each of the first four kinds, and one of each other kind per subject. Rules of
 * kind `link` are only in the store, never in memory: each use changes them.
 */
export type RuleKind =
  | "owner"
  | "creator"
  | "topic"
  | "private"
  | "operator"
  | "ban"
  | "mute"
  | "invitation"
  | "link";

/** Rule of a room or of the whole server, in force until it ends or is deleted. */
export interface Rule {
  /** Key of the room, or {@linkcode EVERYWHERE}. */
  readonly room: string;
  readonly kind: RuleKind;
  /**
   * Identifies the rule among those of its kind in the room: the identity for an operator or an invitation; the key of the
   * name, or the address, for a ban or a mute; the digest of the code for a link; empty for kinds of which a room has one.
   */
  readonly subject: string;
  /** Name or address of the subject, as shown. */
  readonly name: string;
  /** Account ids and token digests that the rule applies to; for a link, of the operator who created it. */
  readonly identities: readonly string[];
  /** Topic of the room, reason of a ban, or the room's name as its owner wrote it. */
  readonly text: string;
  /** Name of the operator who made it. */
  readonly by: string;
  /** When it was made, in Unix milliseconds. */
  readonly at: number;
  /** When it ends, in Unix milliseconds; never if absent. */
  readonly until?: number;
  /** Number of users that a link still admits; absent for other kinds. */
  readonly uses?: number;
}

/** Fields that identify a rule. */
export type RuleKey = Pick<Rule, "room" | "kind" | "subject">;

/** The addition or deletion of a rule. */
export type RuleChange =
  | {
    readonly put: Rule;
    /** Only if a rule with the same key exists: it may have been deleted meanwhile. */
    readonly replaces?: true;
  }
  | {
    readonly drop: RuleKey;
    /** Only if the rule ends by this time, in Unix milliseconds: it may have been renewed meanwhile. */
    readonly endedBy?: number;
  };

/** A change of rules that only the store makes. */
export type StoredRuleChange =
  | RuleChange
  /** Deletes all rules of a kind in a room. */
  | { readonly clear: Pick<RuleKey, "room" | "kind"> }
  /** Takes one of a link's uses, and deletes the link after the last. Unless the link is in force, nothing changes. */
  | { readonly use: RuleKey };

/** Condition of a change, checked in the same transaction; if it does not hold, nothing changes. */
export interface RuleCondition {
  /** Maximum rules of a kind in a room after the change; server-wide and expired rules do not count. */
  readonly most?: number;
  /** Key of a room that must have no rule yet. */
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
   * @param only Restricts them to one kind in one room.
   */
  listRules(only?: Pick<RuleKey, "room" | "kind">): Promise<readonly Rule[]>;

  findRule(key: RuleKey): Promise<Rule | undefined>;

  /**
   * Adds rules, replacing those with the same {@linkcode RuleKey}, and deletes others; all or none.
   *
   * @param changes The changes, in order.
   * @param condition Must hold, or nothing changes.
   * @returns Whether the condition held, and all links to use were in force.
   */
  changeRules(changes: readonly StoredRuleChange[], condition?: RuleCondition): Promise<boolean>;
}
