import type { ErrorCode } from "../protocol/error_code.ts";
import type { Ref } from "../protocol/messages.ts";
import { nameKey } from "../protocol/names.ts";
import { isReserved } from "./look_alikes/look_alikes.ts";
import type { Member } from "./member.ts";
import { withRef } from "./ref.ts";
import type { Rooms, Standing } from "./rooms.ts";
import type { Roster } from "./roster.ts";

/** What {@linkcode Naming} is made of. */
export interface NamingOptions {
  readonly roster: Roster;
  readonly rooms: Rooms;
  /** How guests are called, before the number. */
  readonly guest: string;
}

/** Who goes by which name: a name is one person's at a time, and a registered one its account's. */
export class Naming {
  readonly #roster: Roster;
  readonly #rooms: Rooms;
  readonly #guest: string;

  constructor({ roster, rooms, guest }: NamingOptions) {
    this.#roster = roster;
    this.#rooms = rooms;
    this.#guest = guest;
  }

  /** Gives a name that nobody has. */
  guest(): string {
    for (let number = 1;; number++) {
      const name = `${this.#guest}-${number}`;
      if (this.#roster.named(nameKey(name)).length === 0) return name;
    }
  }

  /** Gives any name of a guest, whoever has it, up to a number. */
  someGuest(most: number): string {
    return `${this.#guest}-${Math.ceil(Math.random() * most)}`;
  }

  /**
   * Sees to it that a name can be taken: an earlier session of the same client ends, and whoever goes by a registered name,
   * or one that looks like it, gets another one if it is not registered too.
   *
   * @param member Who wants it.
   * @param name The name.
   * @param account The account of the name, if there is one.
   * @returns Why it cannot be taken, or `undefined` if it can.
   */
  makeWay(member: Member, name: string, account: string | undefined): ErrorCode | undefined {
    // Whoever runs the server may give such a name to somebody.
    if (account === undefined && isReserved(name)) return "bad_name";
    const key = nameKey(name);
    for (const holder of this.#roster.alike(name)) {
      if (holder === member) continue;
      if (holder.digest === member.digest) {
        if (holder.key === key) holder.exit.end("replaced");
      } else if (account === undefined) return "name_taken";
      else if (holder.account === undefined) this.become(holder, this.guest(), undefined);
    }
    return undefined;
  }

  /**
   * Gives somebody a name for which there is a way, and tells it to those who are to know.
   *
   * @param member Who.
   * @param name The name.
   * @param account The account of the name, if there is one.
   * @param ref Of the request, if it was one.
   * @param standings See {@linkcode Rooms.rename}.
   */
  become(
    member: Member,
    name: string,
    account: string | undefined,
    ref?: Ref,
    standings?: readonly ReadonlyMap<string, Standing>[],
  ): void {
    const from = member.name;
    const change = () => {
      this.#roster.change(member, () => {
        member.name = name;
        member.account = account;
      });
      if (name !== from || ref !== undefined) {
        member.send({ type: "renamed", from, name, ...withRef(ref) });
      }
    };
    if (name === from) change();
    else this.#rooms.rename(member, change, standings);
  }
}
