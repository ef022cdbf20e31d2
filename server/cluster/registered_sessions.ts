import type { Member } from "../chat/member.ts";
import type { MemberNames } from "../chat/member_names.ts";
import type { Registry } from "./registry.ts";

/** Sessions of this node in the registry, and decisions of other nodes about them. */
export class RegisteredSessions {
  readonly #registry: Registry;
  readonly #names: MemberNames;
  /** By session. */
  readonly #members = new Map<string, Member>();
  /** Sessions that are claiming a name or have one, and have not entered yet. */
  readonly #entering = new Set<string>();

  /**
   * @param registry The registry.
   * @param names Changes the names of members.
   */
  constructor(registry: Registry, names: MemberNames) {
    this.#registry = registry;
    this.#names = names;
  }

  /** Adds a session that is about to claim its name. */
  add(session: string): void {
    this.#entering.add(session);
  }

  /** Returns whether a session has not entered yet, and no other session has taken its name since. */
  isEntering(session: string): boolean {
    return this.#entering.has(session);
  }

  /** Notes that a session entered. */
  enter(member: Member): void {
    this.#entering.delete(member.session);
    this.#members.set(member.session, member);
  }

  /** Removes a session that left, or did not enter. */
  delete(session: string): void {
    this.#entering.delete(session);
    this.#members.delete(session);
  }

  /**
   * Applies decisions of other nodes: ends and renames sessions.
   *
   * @throws {StoreError} If they cannot be read.
   */
  async applyPendingEvents(): Promise<void> {
    for (const event of await this.#registry.pendingEvents()) {
      const { session } = event;
      const member = this.#members.get(session);
      if (member === undefined) {
        this.#entering.delete(session);
        void this.#registry.depart({ session });
      } else if (event.kind === "replaced") {
        member.handle.end("replaced");
      } else {
        const { name } = event;
        const change = { name, account: undefined, reason: "registered" } as const;
        this.#names.applyNameChange(member, change);
      }
    }
  }
}
