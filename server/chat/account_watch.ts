import type { Bus } from "../bus/bus.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { Identities } from "./identities.ts";
import type { Member } from "./member.ts";
import type { Roster } from "./roster.ts";
import type { Account, AccountStore } from "../store/account_store.ts";

/** The part of the hub that an {@linkcode AccountWatch} needs. */
export interface AccountWatchHost {
  readonly store: { readonly accounts: AccountStore };
  readonly bus: Pick<Bus, "wake">;
  readonly roster: Roster;
  readonly identities: Pick<Identities, "changeToGuest">;
}

/**
 * Ends sessions of accounts that any process or node changed or removed, and renames guests whose name a new account took.
 *
 * A change is noticed at the next {@linkcode AccountWatch.poll}. A request that takes a name or an account, and queried the
 * store before the change, calls {@linkcode AccountWatch.recheck} when it is done.
 */
export class AccountWatch {
  readonly #host: AccountWatchHost;
  /** Number of the last change seen; `undefined` before the first poll and after one that failed. */
  #seen: number | undefined;
  /** Number of polls that found changes. */
  #changes = 0;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(host: AccountWatchHost) {
    this.#host = host;
  }

  /** Identifies the current state for {@linkcode AccountWatch.recheck}. */
  get version(): number {
    return this.#changes;
  }

  /**
   * Reads and handles changes; resolves when they are handled. A poll requested meanwhile starts after this one.
   *
   * @throws {StoreError} If the store cannot be read. The next poll sees what this one missed.
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

  /**
   * As {@linkcode AccountWatch.poll}, if there are members. Failures are ignored: the next poll sees what this one
   * missed.
   */
  async tryPoll(): Promise<void> {
    if (this.#host.roster.size > 0) await this.poll().catch(() => {});
  }

  /** Applies a change of an account by this node to its other sessions, here and on other nodes. */
  async share(): Promise<void> {
    this.#host.bus.wake();
    await this.tryPoll();
  }

  /**
   * Checks a session that took a name or an account, if accounts have changed since an {@linkcode AccountWatch.version}.
   */
  async recheck(member: Member, version: number): Promise<void> {
    if (version === this.#changes) return;
    try {
      await this.#check(member);
    } catch {
      // The next poll checks all sessions.
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

  /** @param account Account of the name, or of a similar one. */
  async #settle(member: Member, account: Account | undefined): Promise<void> {
    const { roster, identities } = this.#host;
    if (!roster.has(member) || member.isChangingAccount) return;
    if (member.account === undefined) {
      if (account !== undefined) await identities.changeToGuest(member, "registered");
    } else if (account?.id !== member.account || account.revision !== member.revision) {
      member.handle.end("account_changed");
    }
  }
}
