import type { Ref } from "../../protocol/messages/request.ts";
import type { Account } from "../store/account_store.ts";
import { andThen } from "./and_then.ts";
import { closeInbox } from "./inbox.ts";
import type { Member } from "./member.ts";
import type { MemberNames } from "./member_names.ts";
import type { Access } from "./moderation/access.ts";
import type { Enforcement } from "./moderation/enforcement.ts";
import type { Presence } from "./presence.ts";
import type { Roster } from "./roster.ts";
import type { Refusal } from "../net/refusal.ts";
import { refuseName } from "./refuse_name.ts";

/** The part of the hub that {@linkcode Identities} need. */
export interface IdentitiesHost {
  readonly roster: Roster;
  readonly names: MemberNames;
  readonly access: Access;
  readonly presence: Presence;
  readonly moderation: { readonly enforcement: Pick<Enforcement, "recheck"> };
  /** Sends a member an error. */
  refuse(member: Member, refusal: Refusal, ref?: Ref): void;
  /** Starts sending a signed-in member the private messages to its account. */
  openInbox(member: Member): void;
}

/** Changes the name and the account of members that stay connected. */
export class Identities {
  readonly #host: IdentitiesHost;

  constructor(host: IdentitiesHost) {
    this.#host = host;
  }

  /** Gives a member another name without an account, or its account's name in another spelling. */
  rename(member: Member, name: string, ref?: Ref): Promise<void> | void {
    const { access, presence } = this.#host;
    const banned = access.refuseName(member, name);
    if (banned) return this.#host.refuse(member, banned, ref);
    const changed = presence.changeName(member, { name, account: member.account, ref });
    return andThen(changed, (refusal) => {
      if (refusal) this.#host.refuse(member, refuseName(refusal, name), ref);
    });
  }

  /** Signs a member in to an account, under the name of the account. */
  async logIn(member: Member, account: Account): Promise<void> {
    const { id, name, revision } = account;
    member.revision = revision;
    member.noteRegistrant(account);
    await this.#host.presence.changeName(member, { name, account: id });
    if (!this.#host.roster.has(member)) return;
    this.#host.moderation.enforcement.recheck(member);
    this.#host.openInbox(member);
  }

  /** Makes a member a guest with an unused name, and removes it from the rooms that only the account may be in. */
  async logOut(member: Member): Promise<void> {
    await this.changeToGuest(member);
    if (this.#host.roster.has(member)) this.#host.moderation.enforcement.recheck(member);
  }

  /** Gives a member a guest name that no account and no other session has. */
  async changeToGuest(member: Member, reason?: "registered"): Promise<void> {
    const { names, presence, roster } = this.#host;
    for await (const name of names.freeGuestNames()) {
      if (!roster.has(member)) return;
      const refusal = await presence.changeName(member, { name, account: undefined, reason });
      if (refusal === undefined) return closeInbox(member);
    }
  }

  /** Keeps a member signed in after it changed the password of its account. */
  async confirm(member: Member, { revision }: Account): Promise<void> {
    member.revision = revision;
    await this.#host.presence.confirmAccount(member);
  }
}
