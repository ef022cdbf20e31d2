import { MultiMap } from "../collections/multi_map.ts";
import { ConfusableIndex } from "../confusables/confusable_index.ts";
import type { Member } from "./member.ts";

/** All members, by name and by identity. A name belongs to one user at a time, who may have several sessions. */
export class Roster implements Iterable<Member> {
  readonly #members = new Set<Member>();
  /** By name key. */
  readonly #named = new MultiMap<string, Member>();
  readonly #sessions = new MultiMap<string, Member>();
  readonly #confusables = new ConfusableIndex<Member>();

  /** Number of sessions. */
  get size(): number {
    return this.#members.size;
  }

  /** Keys of the names in use. */
  get keys(): Iterable<string> {
    return this.#named.keys();
  }

  /** Returns whether a member is present. */
  has(member: Member): boolean {
    return this.#members.has(member);
  }

  /** Returns the sessions with a name. */
  named(key: string): readonly Member[] {
    return this.#named.get(key);
  }

  /** Returns the sessions with a name or a similar one. */
  confusable(name: string): ReadonlySet<Member> {
    return new Set(this.#confusables.find(name));
  }

  /** Returns the sessions of a user. */
  sessions(identity: string): readonly Member[] {
    return this.#sessions.get(identity);
  }

  add(member: Member): void {
    this.#members.add(member);
    this.#named.add(member.key, member);
    this.#sessions.add(member.identity, member);
    this.#confusables.add(member.name, member);
  }

  remove(member: Member): void {
    this.#members.delete(member);
    this.#named.delete(member.key, member);
    this.#sessions.delete(member.identity, member);
    this.#confusables.delete(member.name, member);
  }

  /** Changes a member's name or account. */
  change(member: Member, change: () => void): void {
    this.remove(member);
    change();
    this.add(member);
  }

  [Symbol.iterator](): Iterator<Member> {
    return [...this.#members][Symbol.iterator]();
  }
}
