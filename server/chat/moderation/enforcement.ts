import { toAddress } from "../../../protocol/text/address.ts";
import type { Ref } from "../../../protocol/messages/request.ts";
import { nameKey } from "../../../protocol/text/names.ts";
import type { ModerationAction } from "../../bus/moderation_action.ts";
import { EVERYWHERE, type Rule } from "../../store/rule_store.ts";
import type { Member } from "../member.ts";
import { withRef } from "../ref.ts";
import type { Room } from "../room.ts";
import type { Access } from "./access.ts";
import type { ModerationHost } from "./moderation_host.ts";
import type { RuleKeeper } from "./rule_keeper.ts";
import { RANK, type Rules } from "./rules.ts";

/** Options of {@linkcode Enforcement}. */
export interface EnforcementOptions {
  readonly host: ModerationHost;
  readonly rules: Rules;
  readonly access: Access;
  readonly keeper: RuleKeeper;
}

/** The member that sent a command, and the `ref` of the answer. */
interface Requester {
  readonly member: Member;
  readonly ref: Ref | undefined;
}

/** Applies moderation actions and changed rules to the members of this node: notifies, removes or disconnects them. */
export class Enforcement {
  readonly #host: ModerationHost;
  readonly #rules: Rules;
  readonly #access: Access;
  readonly #keeper: RuleKeeper;

  constructor({ host, rules, access, keeper }: EnforcementOptions) {
    this.#host = host;
    this.#rules = rules;
    this.#access = access;
    this.#keeper = keeper;
  }

  /**
   * Applies a stored action of this or another node. Applying it twice makes no difference.
   *
   * @param action The action.
   * @param requester The member that requested it, if on this node.
   */
  apply(
    { room: key, changes, event, identities, session }: ModerationAction,
    requester?: Requester,
  ): void {
    for (const change of changes) this.#rules.apply(change);
    const room = this.#host.rooms.get(key);
    if (event === undefined) return;
    requester?.member.send({ ...event, ...withRef(requester.ref) });
    switch (event.type) {
      case "left":
        return this.#removeFromRoom(
          room,
          (member) =>
            isAmong(identities, member) &&
            // Other sessions of the same client are removed only if they could be kicked by themselves.
            (member.key === nameKey(event.name) || this.#access.rank(member, key) === RANK.member),
          event,
          session,
        );
      case "invited":
        for (const member of identities.flatMap((one) => this.#host.roster.sessions(one))) {
          if (member.session !== session) member.send(event);
        }
        return;
      case "banned":
      case "unbanned":
        // Addresses of members are private.
        if (toAddress(event.name) === undefined) room?.tell(event, session);
        if (event.type === "unbanned") return;
        if (key === EVERYWHERE) return this.#endBanned();
        return this.#removeFromRoom(
          room,
          (member) => this.#access.refuseStay(member, room!)?.code === "banned",
          event,
          "",
        );
      case "private":
        room?.tell(event, session);
        if (room && event.on) this.#keeper.invitePresent(room, event.by);
        return;
      default:
        room?.tell(event, session);
    }
  }

  /**
   * Replaces all rules by those of the store and enforces them. Changes made during the read, which may miss them, are
   * kept.
   *
   * @param read Reads the rules.
   * @throws {StoreError} If they cannot be read.
   */
  async reloadRules(read: () => Promise<readonly Rule[]>): Promise<void> {
    await this.#rules.reload(read);
    this.#endBanned();
    for (const member of this.#host.roster) this.recheck(member);
  }

  /**
   * Removes a member from rooms that it must not be in: its identity changed, or a node that was disconnected from this one
   * banned it or removed it from a private room.
   */
  recheck(member: Member): void {
    for (const room of [...member.rooms.values()]) {
      const refusal = this.#access.refuseStay(member, room);
      if (refusal === undefined) continue;
      this.#host.refuse(member, refusal);
      this.#host.rooms.leave(member, room.name);
    }
  }

  #removeFromRoom(
    room: Room | undefined,
    isMeant: (member: Member) => boolean,
    { by, reason }: { readonly by: string; readonly reason?: string },
    except: string,
  ): void {
    if (room === undefined) return;
    const cause = { by, ...(reason !== undefined && { reason }) };
    for (const member of [...room.members].filter(isMeant)) {
      this.#host.rooms.removeAndTell(member, room, cause, except);
      this.#keeper.uninvite(member, room);
    }
  }

  #endBanned(): void {
    for (const member of this.#host.roster) {
      const refusal = this.#access.refuseAdmission(member);
      if (refusal === undefined) continue;
      this.#host.refuse(member, refusal);
      member.handle.end("banned");
    }
  }
}

/** Returns whether an action is about a member: by its current account or token, not by former accounts. */
function isAmong(identities: readonly string[], { account, digest }: Member): boolean {
  return account !== undefined && identities.includes(account) || identities.includes(digest);
}
