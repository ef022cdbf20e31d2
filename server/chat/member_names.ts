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

/** What {@linkcode MemberNames} is made of. */
export interface MemberNamesOptions {
  readonly roster: Roster;
  readonly rooms: Rooms;
  readonly accounts: Pick<Accounts, "find">;
  /** How guests are called, before the number. */
  readonly guest: string;
}

/** How a session comes to another name. */
export interface NameChange {
  readonly name: string;
  /** The account of the name, if there is one. */
  readonly account: string | undefined;
  /** Of the request, if it was one. */
  readonly ref?: Ref | undefined;
  /** See {@linkcode Rooms.rename}. */
  readonly presences?: readonly ReadonlyMap<string, RoomPresence>[];
  /** Why, where the session did not ask for it. */
  readonly reason?: "registered" | undefined;
}

/** Who goes by which name: a name is one person's at a time, and a registered one its account's. */
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
   * Makes up names for guests which no account has, and which no session on this node goes by when each is given.
   *
   * @throws {StoreError} If it cannot be known which accounts there are.
   */
  async *freeGuestNames(): AsyncGenerator<string, never> {
    for (const name of guestNames(this.#guest)) {
      if (this.isHeld(name) || await this.#accounts.find(name)) continue;
      if (!this.isHeld(name)) yield name;
    }
    throw new RangeError("Cannot find a name for a guest");
  }

  /** Whether a session here goes by a name, or by one that looks like it. */
  isHeld(name: string): boolean {
    return this.#roster.confusable(name).size > 0;
  }

  /** Finds names for the guests who lose theirs where an account takes a name; see {@linkcode MemberNames.makeAvailable}. */
  async namesForDisplaced(member: Member, name: string): Promise<string[]> {
    const guests = [...this.#roster.confusable(name)].filter((holder) =>
      this.#isDisplaced(holder, member)
    );
    const names = new Set<string>();
    if (guests.length === 0) return [];
    for await (const free of this.freeGuestNames()) {
      if (names.add(free).size >= guests.length) break;
    }
    return [...names];
  }

  /**
   * Sees to it that a name can be taken: an earlier session of the same client ends, and whoever goes by a registered name,
   * or one that looks like it, gets another one if it is not registered too.
   *
   * @param member Who wants it.
   * @param name The name.
   * @param account The account of the name, if there is one.
   * @param names Names for the guests who lose theirs; those for whom there is none left have to go.
   * @returns Why it cannot be taken, or `undefined` if it can.
   */
  makeAvailable(
    member: Member,
    name: string,
    account: string | undefined,
    names: readonly string[],
  ): ErrorCode | undefined {
    // `chat user add` may register any name.
    if (account === undefined && isReserved(name)) return "bad_name";
    const key = nameKey(name);
    for (const holder of this.#roster.confusable(name)) {
      if (holder === member) continue;
      if (holder.digest === member.digest) {
        if (holder.key === key) holder.handle.end("replaced");
      } else if (account === undefined) return "name_taken";
      else if (this.#isDisplaced(holder, member)) {
        const free = names.find((name) => !this.isHeld(name));
        if (free === undefined) holder.handle.end("name_taken");
        else this.applyNameChange(holder, { name: free, account: undefined, reason: "registered" });
      }
    }
    return undefined;
  }

  /**
   * Returns somebody a name for which there is a way, and tells it to those who are to know.
   *
   * @param member Who.
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

  #isDisplaced(holder: Member, member: Member): boolean {
    return holder !== member && holder.digest !== member.digest && holder.account === undefined;
  }
}
