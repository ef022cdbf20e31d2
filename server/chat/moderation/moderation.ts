/**
 * Moderation: who may do what in a room, and the rules (bans, mutes, operators, owners) that say so.
 *
 * It decides from the rules, stores the change, then applies it. It knows the hub only as a `ModerationHost`.
 *
 * @module
 */
import type { ModerationHost } from "./moderation_host.ts";
import type { Catalogue } from "../../../locale/texts/catalogue.ts";
import type { Ref } from "../../../protocol/messages/request.ts";
import type {
  ListBans,
  ModerationRequest,
  Restriction,
} from "../../../protocol/messages/moderation.ts";
import { toAddress } from "../../../protocol/text/address.ts";
import { nameKey } from "../../../protocol/text/names.ts";
import type { Refusal } from "../../net/refusal.ts";
import { inPages } from "../paginate.ts";
import type { Member } from "../member.ts";
import { withRef } from "../ref.ts";
import type { Room } from "../room.ts";
import { EVERYWHERE, type Rule } from "../../store/rule_store.ts";
import type { ModerationAction } from "../../bus/moderation_action.ts";
import type { AuditEntry } from "../../telemetry/audit_entry.ts";
import { type ModerationContext, refuseRank } from "./permissions.ts";
import type { Access } from "./access.ts";
import { RuleKeeper } from "./rule_keeper.ts";
import { type ModerationCommand, plan } from "./plan.ts";
import { MAX_RULES, tooMany } from "./rule_changes.ts";
import { RANK, type Rules } from "./rules.ts";
import { sourceOf, toAuditEntry } from "./audit.ts";
import { ServerOperators } from "./server_operators.ts";
import { findTarget, type Target } from "./target.ts";
import type { SessionView } from "../directory.ts";

/** What {@linkcode Moderation} is made of. */
export interface ModerationOptions {
  readonly host: ModerationHost;
  readonly rules: Rules;
  readonly access: Access;
  readonly texts: Catalogue;
  /** Called with all that was done, and all that was not allowed, and what it counts for: an address or identity. */
  readonly onAction: (entry: AuditEntry, source: string) => void;
}

/** Who asked for something, to whom the answer goes. */
interface Requester {
  readonly member: Member;
  readonly ref: Ref | undefined;
}

/**
 * Does what those want who look after rooms. All goes one way: what is asked for becomes a {@linkcode ModerationAction}, by what holds at
 * that moment; what it changes is stored; then {@linkcode Moderation.apply} takes it into memory and does what follows for
 * those who are here. Several nodes that share a store carry the act to each other and apply it there: it may be applied
 * twice, and a node that may have missed one takes all from the store again, see {@linkcode Moderation.reloadRules}.
 */
export class Moderation {
  readonly keeper: RuleKeeper;
  readonly operators: ServerOperators;
  readonly #host: ModerationHost;
  readonly #rules: Rules;
  readonly #access: Access;
  readonly #texts: Catalogue;
  readonly #onAction: (entry: AuditEntry, source: string) => void;

  constructor({ host, rules, access, texts, onAction }: ModerationOptions) {
    this.#host = host;
    this.#rules = rules;
    this.#access = access;
    this.#texts = texts;
    this.#onAction = onAction;
    this.keeper = new RuleKeeper({ host, rules, access });
    this.operators = new ServerOperators({
      store: host.store.rules,
      rules,
      roster: host.roster,
      recheck: (member) => this.recheck(member),
    });
  }

  /**
   * Does what somebody asks for.
   *
   * @throws {StoreError} If it cannot be stored; then nothing is done.
   */
  async execute(member: Member, request: Exclude<ModerationRequest, ListBans>): Promise<void> {
    await this.operators.refresh(member.account);
    const context = this.#contextOf(member, request);
    if (context === undefined) return;
    if (request.type === "topic" && request.text === undefined) {
      return this.#tellTopic(context, request.ref);
    }
    const command = request as ModerationCommand;
    // Who may do nothing here need not have anybody looked up for them.
    const refusal = this.#access.rank(member, context.room?.key ?? EVERYWHERE) === RANK.member
      ? refuseRank(context, command.type)
      : undefined;
    if (refusal) return this.#refuse(context, command, undefined, refusal);
    const target = "name" in command ? await this.#find(command) : undefined;
    const remoteSessions = command.type === "private"
      ? await this.#host.directory.remoteSessionsIn(context.room!.name)
      : [];
    await this.keeper.inTurn(async () => {
      // They may be elsewhere by now.
      const present = this.#contextOf(member, command, remoteSessions);
      if (present) await this.#perform(present, command, target);
    });
  }

  /**
   * Sends the bans and mutes that a member asks for, a message at each step.
   *
   * @throws {StoreError} If the rights of the member cannot be known.
   */
  async *list(member: Member, request: ListBans): AsyncGenerator<void, void> {
    await this.operators.refresh(member.account);
    const context = this.#contextOf(member, request);
    if (context === undefined) return;
    const { room } = context;
    const refusal = refuseRank(context, request.type);
    if (refusal) return this.#refuse(context, request, undefined, refusal);
    const key = room?.key ?? EVERYWHERE;
    const entries = (["ban", "mute"] as const).flatMap((kind) =>
      this.#rules.of(key, kind).list().alive.map((rule) => toRestriction(kind, rule))
    );
    const where = room ? { room: room.name } : {};
    yield* inPages(
      entries,
      this.#host.listBytes,
      (bans, more) =>
        member.send({ type: "bans", ...where, bans, ...more, ...withRef(request.ref) }),
    );
  }

  /**
   * Takes what was done, and is stored, into memory, and does what follows from it for those who are here.
   *
   * @param act What was done.
   * @param asker Who did it, if they are here.
   */
  apply(
    { room: key, changes, event, identities, session }: ModerationAction,
    asker?: Requester,
  ): void {
    for (const change of changes) this.#rules.apply(change);
    const room = this.#host.rooms.get(key);
    if (event === undefined) return;
    asker?.member.send({ ...event, ...withRef(asker.ref) });
    switch (event.type) {
      case "left":
        return this.#removeFromRoom(
          room,
          (member) =>
            isAmong(identities, member) &&
            // Of other sessions of the same client only those that could be put out by themselves.
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
        // Where others come from is nobody's business.
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
        if (room && event.on) this.keeper.invitePresent(room, event.by);
        return;
      default:
        room?.tell(event, session);
    }
  }

  /**
   * Takes what holds by now, as the store has it, for all that was before, and does what follows for those who are here.
   * What is changed while the store is read holds all the same: it need not be among what was read.
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
   * Puts somebody out of rooms that they may not be in: they are somebody else now, or were banned or put out of a private
   * room on a node that could not tell this one.
   */
  recheck(member: Member): void {
    for (const room of [...member.rooms.values()]) {
      const refusal = this.#access.refuseStay(member, room);
      if (refusal === undefined) continue;
      this.#host.refuse(member, refusal.code, refusal.value);
      this.#host.rooms.leave(member, room.name);
    }
  }

  /** Finds where something is asked for, or says why it cannot be. */
  #contextOf(
    member: Member,
    { room: name, ref }: ModerationRequest,
    remoteSessions: readonly SessionView[] = [],
  ): ModerationContext | undefined {
    const common = { rules: this.#rules, texts: this.#texts, member, remoteSessions };
    if (!this.#host.roster.has(member)) return undefined;
    if (name === undefined) return { ...common, room: undefined };
    const room = this.#host.rooms.of(member, name, ref);
    return room && { ...common, room };
  }

  async #perform(
    context: ModerationContext,
    command: ModerationCommand,
    target: Target | undefined,
  ): Promise<void> {
    const { member } = context;
    const planned = plan(context, command, target);
    if ("code" in planned) return this.#refuse(context, command, target, planned);
    const entry = toAuditEntry(context, command, target);
    const isDone = await this.#host.store.rules.changeRules(planned.changes, { most: MAX_RULES });
    if (!isDone) return this.#refuse(context, command, target, tooMany(MAX_RULES));
    const action = { ...planned, session: member.session };
    this.apply(action, { member, ref: command.ref });
    this.#host.share(action);
    this.#onAction(entry, sourceOf(member));
  }

  async #find({ type, name }: ModerationCommand & { readonly name: string }): Promise<Target> {
    const target = await findTarget(this.#host, name, type === "ban" || type === "unban");
    await this.operators.refresh(target.account);
    return target;
  }

  #refuse(
    context: ModerationContext,
    request: ModerationCommand | ListBans,
    target: Target | undefined,
    { code, value }: Refusal,
  ): void {
    this.#host.refuse(context.member, code, value, request.ref);
    if (code !== "forbidden") return;
    this.#onAction(
      { ...toAuditEntry(context, request, target), refused: code },
      sourceOf(context.member),
    );
  }

  #tellTopic({ member, room }: ModerationContext, ref: Ref | undefined): void {
    const none = { type: "topic", room: room!.name, text: "" } as const;
    const topic = this.#access.topic(room!) ?? none;
    member.send({ ...topic, ...withRef(ref) });
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
      this.keeper.uninvite(member, room);
    }
  }

  #endBanned(): void {
    for (const member of this.#host.roster) {
      const refusal = this.#access.refuseAdmission(member);
      if (refusal === undefined) continue;
      this.#host.refuse(member, refusal.code, refusal.value);
      member.handle.end("banned");
    }
  }
}

/** Whether a member who is put out is meant: by what they are now, not by accounts that they were in before. */
function isAmong(identities: readonly string[], { account, digest }: Member): boolean {
  return account !== undefined && identities.includes(account) || identities.includes(digest);
}

function toRestriction(
  kind: Restriction["kind"],
  { name, by, at, text, until }: Rule,
): Restriction {
  return {
    kind,
    name,
    by,
    at,
    ...(text !== "" && { reason: text }),
    ...(until !== undefined && { until }),
  };
}
