import type { ModerationHost } from "./moderation_host.ts";
import type { Member } from "../member.ts";
import type { Room } from "../room.ts";
import { EVERYWHERE, type RuleChange, type RuleCondition } from "../../store/rule_store.ts";
import type { Access } from "./access.ts";
import { MemberLimiter } from "./member_limiter.ts";
import { adopt, claimRoom, renewCreator } from "./ownership.ts";
import { invitation } from "./rule_changes.ts";
import type { Rules } from "./rules.ts";

/**
 * Rooms in which guests of one address may become operators: at once, and then per second, which is as many a day. Their
 * rules are stored for 30 days and limited over all guests, so one address must not use up the limit.
 */
export const CREATIONS = { burst: 20, rate: 20 / (24 * 60 * 60) };

/** Options of {@linkcode RuleKeeper}. */
export interface RuleKeeperOptions {
  readonly host: ModerationHost;
  readonly rules: Rules;
  readonly access: Access;
}

/**
 * Changes rules as a consequence of what members do: create a room, revisit it, register, or get removed. Requests to
 * change rules belong to {@linkcode Moderation}.
 */
export class RuleKeeper {
  readonly #host: ModerationHost;
  readonly #rules: Rules;
  readonly #access: Access;
  readonly #creationLimiter = new MemberLimiter(CREATIONS);
  /** Settles when all changes started so far are made. */
  #changed: Promise<unknown> = Promise.resolve();

  constructor({ host, rules, access }: RuleKeeperOptions) {
    this.#host = host;
    this.#rules = rules;
    this.#access = access;
  }

  /** Decides on a change after all earlier ones are made, so that what it was decided by still holds. */
  inTurn<T>(change: () => Promise<T>): Promise<T> {
    const changed = this.#changed.then(change);
    this.#changed = changed.catch(() => {});
    return changed;
  }

  /**
   * Makes the creator of a new room its owner, or its operator if a guest. The rule is in force at once and stored
   * meanwhile; if that fails, it is undone.
   */
  claim(room: Room, member: Member): void {
    if (member.account === undefined && !this.#creationLimiter.take(member, performance.now())) {
      return;
    }
    const changes = claimRoom(this.#rules, room, member);
    this.#amend(changes, { ifNone: room.key });
  }

  /** Notes that a member joined a room, which extends the rights of a guest creator. */
  join({ key }: Room, member: Member): void {
    const changes = renewCreator(this.#rules, key, member);
    if (changes.length > 0) this.#amend(changes);
  }

  /**
   * Gives the account of a member the rights that the member had as a guest.
   *
   * @param member The member.
   * @param isNew Whether the member just registered the account.
   * @throws {StoreError} If they cannot be stored; then nothing changes.
   */
  adopt(member: Member, isNew: boolean): Promise<void> {
    return this.inTurn(async () => {
      const changes = adopt(this.#rules, member, isNew);
      if (changes.length === 0) return;
      await this.#host.store.rules.changeRules(changes);
      for (const change of changes) this.#rules.apply(change);
      this.#share(changes);
    });
  }

  /** Invites the members of a room that just became private: some may have joined while that was being stored. */
  invitePresent({ key, members }: Room, by: string): void {
    const invitations = [...members].filter((member) => this.#access.isClosedTo(member, key))
      .map(({ identity, name }) => ({ put: invitation(key, identity, name, by) }));
    if (invitations.length > 0) this.#amend(invitations);
  }

  /** Revokes all invitations of a removed member, under all of its identities. */
  uninvite({ identities }: Member, { key }: Room): void {
    const invitations = this.#rules.of(key, "invitation").allAbout(identities);
    if (invitations.length > 0) this.#amend(invitations.map((drop) => ({ drop })));
  }

  /** Changes rules at once and stores the changes meanwhile; if that fails, they are undone. */
  #amend(changes: readonly RuleChange[], condition?: RuleCondition): void {
    const undo = changes.map((change) => this.#undoing(change));
    const takeBack = () => {
      for (const undoOne of undo) undoOne();
    };
    for (const change of changes) this.#rules.apply(change);
    const { reading } = this.#rules;
    this.#host.store.rules.changeRules(changes, condition).then((isDone) => {
      if (!isDone) return takeBack();
      // The rules were reloaded before the change was stored, which undid it.
      if (this.#rules.reading !== reading) {
        for (const change of changes) this.#rules.apply(change);
      }
      this.#share(changes);
    }, (error) => {
      takeBack();
      this.#host.observer.onStoreFailed(error);
    });
  }

  /** Returns the change that undoes another, unless the rule was changed again. */
  #undoing(change: RuleChange): () => void {
    const made = "put" in change ? change.put : undefined;
    const { room, kind, subject } = "put" in change ? change.put : change.drop;
    const before = this.#rules.get(room, kind, subject);
    return () => {
      if (this.#rules.get(room, kind, subject) !== made) return;
      this.#rules.apply(before ? { put: before } : { drop: { room, kind, subject } });
    };
  }

  #share(changes: readonly RuleChange[]): void {
    this.#host.bus.share({ room: EVERYWHERE, changes, identities: [], session: "" });
  }
}
