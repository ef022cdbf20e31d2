import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { Accounts } from "../accounts/accounts.ts";
import { guestNames } from "../accounts/guest_names.ts";
import { isReserved } from "../confusables/confusable_index.ts";
import type { Member } from "./member.ts";
import { withRef } from "./ref.ts";
import type { RoomPresence } from "./room_state.ts";
import type { Rooms } from "./rooms.ts";
import type { Roster } from "./roster.ts";

/** Options of {@linkcode MemberNames}. */
export interface MemberNamesOptions {
  readonly roster: Roster;
  readonly rooms: Rooms;
  readonly accounts: Pick<Accounts, "find">;
  /** Prefix of guests' names, before the number. */
  readonly guest: string;
}

/** A change of a session's name. */
export interface NameChange {
  readonly name: string;
  /** Account of the name, if it has one. */
  readonly account: string | undefined;
  /** `ref` of the request, if there was one. */
  readonly ref?: Ref | undefined;
  /** See {@linkcode Rooms.rename}. */
  readonly presences?: readonly ReadonlyMap<string, RoomPresence>[];
  /** Reason, if the session did not request the change. */
  readonly reason?: "registered" | undefined;
}

/** Names of members: a name belongs to one user at a time, a registered one to its account. */
export class MemberNames {
  readonly #roster: Roster;
  readonly #rooms: Rooms;
  readonly #accounts: Pick<Accounts, "find">;
  readonly #guest: string;

  constructor({ roster, rooms, accounts, guest }: MemberNamesOptions) {
    this.#roster = roster;
    this.#rooms = rooms;
    this.#accounts = accounts;
    this.#guest = guest;
  }

  /**
   * Yields names for guests that no account has and that no session on this node uses.
   *
   * @throws {StoreError} If accounts cannot be read.
   */
  async *freeGuestNames(): AsyncGenerator<string, never> {
    for (const name of guestNames(this.#guest)) {
      if (this.isHeld(name) || await this.#accounts.find(name)) continue;
      if (!this.isHeld(name)) yield name;
    }
    throw new RangeError("Cannot find a name for a guest");
  }

  /** Returns whether a session on this node uses a name or a similar one. */
  isHeld(name: string): boolean {
    return this.#roster.confusable(name).size > 0;
  }

  /**
   * Finds out whether the holders of a name that was refused are still there.
   *
   * @param name The name.
   * @param member The member that asked for it, if it is on this node.
   */
  probe(name: string, member?: Member): void {
    for (const holder of this.#roster.confusable(name)) {
      if (holder.digest !== member?.digest) holder.handle.probe();
    }
  }

  /** Finds names for the guests who lose theirs to an account; see {@linkcode MemberNames.makeAvailable}. */
  namesForDisplaced(member: Member, name: string): Promise<readonly string[]> | readonly string[] {
    const holders = [...this.#roster.confusable(name)];
    const guests = holders.filter((holder) => this.#isDisplaced(holder, member));
    return guests.length === 0 ? [] : this.#freeGuestNames(guests.length);
  }

  /**
   * Makes a name available: an earlier session of the same client ends, and guests with a registered name or a similar
   * one are renamed.
   *
   * @param member The member that requests it.
   * @param name The name.
   * @param account Account of the name, if it has one.
   * @param names Names for the guests who lose theirs; guests for whom none is left are disconnected.
   * @returns Why the name is not available, or `undefined` if it is.
   */
  makeAvailable(
    member: Member,
    name: string,
    account: string | undefined,
    names: readonly string[],
  ): ErrorCode | undefined {
    // `chat user add` can register any name.
    if (account === undefined && isReserved(name)) return "bad_name";
    const key = nameKey(name);
    for (const holder of this.#roster.confusable(name)) {
      if (holder === member) continue;
      if (holder.digest === member.digest) {
        if (holder.key === key) holder.handle.end("replaced");
      } else if (account === undefined) {
        this.probe(name, member);
        return "name_taken";
      } else if (this.#isDisplaced(holder, member)) {
        const free = names.find((name) => !this.isHeld(name));
        if (free === undefined) holder.handle.end("name_taken");
        else this.applyNameChange(holder, { name: free, account: undefined, reason: "registered" });
      }
    }
    return undefined;
  }

  /**
   * Gives a member an available name, and announces it.
   *
   * @param member The member.
   * @param change See {@linkcode NameChange}.
   */
  applyNameChange(member: Member, { name, account, ref, presences, reason }: NameChange): void {
    const from = member.name;
    const change = () => {
      this.#roster.change(member, () => {
        member.name = name;
        member.account = account;
      });
      if (name !== from || ref !== undefined) {
        member.send({
          ...{ type: "renamed", from, name },
          ...(reason !== undefined && { reason }),
          ...withRef(ref),
        });
      }
    };
    if (name === from) change();
    else this.#rooms.rename(member, change, presences);
  }

  async #freeGuestNames(count: number): Promise<readonly string[]> {
    const names = new Set<string>();
    for await (const name of this.freeGuestNames()) {
      if (names.add(name).size >= count) break;
    }
    return [...names];
  }

  #isDisplaced(holder: Member, member: Member): boolean {
    return holder !== member && holder.digest !== member.digest && holder.account === undefined;
  }
}
