/** What a rule is about: those of the first four kinds are one a room, the others one for each of whom they are about. */
export type RuleKind =
  | "owner"
  | "creator"
  | "topic"
  | "private"
  | "operator"
  | "ban"
  | "mute"
  | "invitation";

/** Something that holds in a room, or on the whole server, until it is taken back. */
export interface Rule {
  /** The key of the room, or {@linkcode EVERYWHERE}. */
  readonly room: string;
  readonly kind: RuleKind;
  /**
   * Tells it from the others of its kind in the room: of an operator and an invitation the identity, of a ban and a mute the
   * key of the name, or the address; of what is one a room, empty.
   */
  readonly subject: string;
  /** The name or address of the one it is about, as it is shown. */
  readonly name: string;
  /** The ids of accounts and the digests of tokens that it is about. */
  readonly identities: readonly string[];
  /** What the room is about; why somebody is kept out; the room's name as its owner wrote it. */
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

/** What must hold when rules are changed, or nothing is. It is looked at in the same transaction. */
export interface RuleCondition {
  /** Most rules of a kind that a room may have then; those of the whole server, and those that have ended, do not count. */
  readonly most?: number;
  /** The key of a room that has no rule yet. */
  readonly ifNone?: string;
}

/** In place of a room: the whole server. No room's key is empty. */
export const EVERYWHERE = "";

/**
 * Where the rules of rooms are kept. A promise that is rejected means that nothing was changed. Changes MUST take effect, and
 * their promises settle, in the order in which they were asked for.
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
