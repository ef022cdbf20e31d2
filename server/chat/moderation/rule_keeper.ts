import type { ModerationHost } from "./moderation_host.ts";
import type { Member } from "../member.ts";
import type { Room } from "../room.ts";
import { EVERYWHERE, type RuleChange, type RuleCondition } from "../../store/rule_store.ts";
import type { Access } from "./access.ts";
import { CreationLimiter } from "./creation_limiter.ts";
import { adopt, claimRoom, renewCreator } from "./ownership.ts";
import { invitation } from "./rule_changes.ts";
import type { Rules } from "./rules.ts";

/** What a {@linkcode RuleKeeper} is made of. */
export interface RuleKeeperOptions {
  readonly host: ModerationHost;
  readonly rules: Rules;
  readonly access: Access;
}

/**
 * Changes the rules as follows from what members do: who makes a room, comes back to it, registers, or is put out. What
 * members ask for is {@linkcode Moderation}'s.
 */
export class RuleKeeper {
  readonly #host: ModerationHost;
  readonly #rules: Rules;
  readonly #access: Access;
  readonly #creationLimiter = new CreationLimiter();
  /** Settles when the changes are made that were begun so far. */
  #changed: Promise<unknown> = Promise.resolve();

  constructor({ host, rules, access }: RuleKeeperOptions) {
    this.#host = host;
    this.#rules = rules;
    this.#access = access;
  }

  /** Decides on a change and makes it when those before it are made: so what it was decided by still holds. */
  inTurn(change: () => Promise<void>): Promise<void> {
    const changed = this.#changed.then(change);
    this.#changed = changed.catch(() => {});
    return changed;
  }

  /**
   * Returns a room without a past to the member who made it: to own if they have an account, else to look after. It is theirs
   * at once, and stored meanwhile; if that fails, the room has no owner again.
   */
  claim(room: Room, member: Member): void {
    if (member.account === undefined && !this.#creationLimiter.take(member, performance.now())) {
      return;
    }
    const changes = claimRoom(this.#rules, room, member);
    this.#amend(changes, { ifNone: room.key });
  }

  /** Notes that a member joined a room: its guest creator keeps the operator's rights for longer. */
  join({ key }: Room, member: Member): void {
    const changes = renewCreator(this.#rules, key, member);
    if (changes.length > 0) this.#amend(changes);
  }

  /**
   * Lets the account that a member went on in have what they have as a guest.
   *
   * @param member The member.
   * @param isNew Whether they registered it just now.
   * @throws {StoreError} If it cannot be stored; then nothing changes.
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

  /** Invites the members of a room that was just made private: some may have joined while that was being stored. */
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

  /** Changes rules at once and stores that meanwhile; what cannot be stored is taken back. */
  #amend(changes: readonly RuleChange[], condition?: RuleCondition): void {
    const undo = changes.map((change) => this.#undoing(change));
    const takeBack = () => {
      for (const undoOne of undo) undoOne();
    };
    for (const change of changes) this.#rules.apply(change);
    const { reading } = this.#rules;
    this.#host.store.rules.changeRules(changes, condition).then((isDone) => {
      if (!isDone) return takeBack();
      // Rules that were read before it was stored took its place.
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
    this.#host.share({ room: EVERYWHERE, changes, identities: [], session: "" });
  }
}
