import { nameKey } from "../../protocol/text/names.ts";
import type { Member } from "./member.ts";
import type { Roster } from "./roster.ts";
import type { Account, AccountStore } from "../store/account_store.ts";

/** The hub, as far as an {@linkcode AccountWatch} needs it. */
export interface AccountWatchHost {
  readonly store: { readonly accounts: AccountStore };
  readonly roster: Roster;
  /** Gives a guest another name, as its name is an account's now. */
  changeToGuest(guest: Member, reason: "registered"): Promise<void>;
}

/**
 * Ends what is left of an account that was changed or removed, whichever process or node did it: its sessions end, and a
 * guest who goes by the name of a new account gets another name.
 *
 * A change is noticed at the next {@linkcode AccountWatch.poll}. What takes a name or an account meanwhile, and asked the
 * store before the change, is looked at by {@linkcode AccountWatch.recheck} when it is done.
 */
export class AccountWatch {
  readonly #host: AccountWatchHost;
  /** The number of the last change that was seen; unknown before the first look, and after one that failed. */
  #seen: number | undefined;
  /** Counts the looks that found something. */
  #changes = 0;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(host: AccountWatchHost) {
    this.#host = host;
  }

  /** Tells later whether something changed after now; see {@linkcode AccountWatch.recheck}. */
  get version(): number {
    return this.#changes;
  }

  /**
   * Looks what changed. Resolves when that is dealt with; a look that is asked for meanwhile begins after this one.
   *
   * @throws {StoreError} If the store cannot be read. The next look sees what this one missed.
   */
  poll(): Promise<void> {
    if (this.#running === undefined) {
      this.#running = this.#poll().finally(() => this.#running = undefined);
      return this.#running;
    }
    const again = () => {
      this.#next = undefined;
      return this.poll();
    };
    return this.#next ??= this.#running.then(again, again);
  }

  /** Looks at a session that took a name or an account, if an account changed since an {@linkcode AccountWatch.version}. */
  async recheck(member: Member, mark: number): Promise<void> {
    if (mark === this.#changes) return;
    try {
      await this.#check(member);
    } catch {
      // The next look goes over all.
      this.#seen = undefined;
    }
  }

  async #poll(): Promise<void> {
    const { store: { accounts }, roster } = this.#host;
    const { last, changed } = await accounts.changes(this.#seen);
    if (changed?.length === 0) return;
    this.#changes++;
    try {
      if (changed === undefined) { for (const member of roster) await this.#check(member); }
      for (const { id, key } of changed ?? []) {
        const account = await accounts.findAccount(key);
        const confusable = account ? roster.confusable(account.name) : [];
        const guests = [...confusable].filter(({ account }) => account === undefined);
        const members = new Set([...roster.sessions(id), ...roster.named(key), ...guests]);
        for (const member of members) await this.#settle(member, account);
      }
      this.#seen = last;
    } catch (error) {
      this.#seen = undefined;
      throw error;
    }
  }

  async #check(member: Member): Promise<void> {
    const { name } = member;
    const account = await this.#host.store.accounts.findAccount(nameKey(name));
    // The rename rechecks it.
    if (member.name === name) await this.#settle(member, account);
  }

  /** @param account The account of the name, or of one that looks like it. */
  async #settle(member: Member, account: Account | undefined): Promise<void> {
    const { roster } = this.#host;
    if (!roster.has(member) || member.isChangingPassword) return;
    if (member.account === undefined) {
      if (account !== undefined) await this.#host.changeToGuest(member, "registered");
    } else if (account?.id !== member.account || account.revision !== member.revision) {
      member.handle.end("account_changed");
    }
  }
}
