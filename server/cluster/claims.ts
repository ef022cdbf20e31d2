import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { type Bus, userTopic } from "../bus/bus.ts";
import { isReserved } from "../confusables/confusable_index.ts";
import type { Member } from "../chat/member.ts";
import type { CloseReason } from "../chat/session_handle.ts";
import type { MemberNames, NameChange } from "../chat/member_names.ts";
import type { Roster } from "../chat/roster.ts";
import type { RegisteredSessions } from "./registered_sessions.ts";
import type { Registry } from "./registry.ts";

/** Options of {@linkcode Claims}. */
export interface ClaimsOptions {
  readonly registry: Registry;
  readonly bus: Bus;
  readonly roster: Roster;
  readonly names: MemberNames;
  readonly sessions: RegisteredSessions;
}

/** Claims names and accounts in the registry, which is authoritative, and then applies them here. */
export class Claims {
  readonly #options: ClaimsOptions;

  constructor(options: ClaimsOptions) {
    this.#options = options;
  }

  /** Claims a name in the registry; returns why that failed, or `undefined`. */
  async take(
    member: Member,
    name: string,
    account: string | undefined,
  ): Promise<ErrorCode | undefined> {
    const { session, digest, revision } = member;
    if (account === undefined && isReserved(name)) return "bad_name";
    const { registry, bus, names, sessions } = this.#options;
    const { refusal, hasPendingEvents } = await registry.claim({
      session,
      digest,
      name,
      account,
      revision,
    });
    if (hasPendingEvents) {
      await sessions.applyPendingEvents();
      bus.wake();
    }
    if (refusal !== undefined) {
      names.probe(name, member);
      bus.probe(name);
    }
    return refusal;
  }

  /** Claims another name or account and applies it; returns why that failed, or `undefined`. */
  async change(
    member: Member,
    { name, account, ref, reason }: Omit<NameChange, "presences">,
  ): Promise<ErrorCode | undefined> {
    const { registry, bus, roster, names } = this.#options;
    const { session, identity, digest } = member;
    const next = account ?? digest;
    const before = await registry.queries.presences(session, identity);
    await bus.subscribe(userTopic(next));
    let refusal: ErrorCode | undefined;
    try {
      refusal = await this.take(member, name, account);
    } catch (error) {
      bus.unsubscribe(userTopic(next));
      // The claim may have succeeded even if the answer was lost.
      void this.take(member, member.name, member.account).catch(() => {});
      throw error;
    }
    const isDone = refusal === undefined && roster.has(member);
    const after = isDone
      ? await registry.queries.presences(session, next).catch(() => before)
      : before;
    if (isDone && roster.has(member)) {
      names.applyNameChange(member, { name, account, ref, reason, presences: [before, after] });
      bus.unsubscribe(userTopic(identity));
    } else {
      bus.unsubscribe(userTopic(next));
    }
    if (!roster.has(member)) void registry.depart({ session });
    return refusal;
  }

  /** Ends local sessions with a name that the registry gave to another; returns why the name cannot be taken, if so. */
  makeAvailable(member: Member, name: string, account: string | undefined): ErrorCode | undefined {
    if (account === undefined && isReserved(name)) return "bad_name";
    const { digest } = member;
    for (const holder of this.#options.roster.confusable(name)) {
      if (holder === member) continue;
      const reason = lostTo(holder, { digest, key: nameKey(name), account });
      if (reason !== undefined) holder.handle.end(reason);
    }
    return undefined;
  }
}

/** Returns why a member has lost its name to another in the registry, or `undefined`. */
function lostTo(
  holder: Member,
  { digest, key, account }: { digest: string; key: string; account: string | undefined },
): CloseReason | undefined {
  if (holder.digest === digest) return holder.key === key ? "replaced" : undefined;
  return account === undefined || holder.account === undefined ? "name_taken" : undefined;
}
