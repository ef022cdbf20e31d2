/**
 * Moderation: ranks and permissions in rooms, and the rules (bans, mutes, operators, owners) behind them.
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
  ListLinks,
  ModerationRequest,
  Restriction,
} from "../../../protocol/messages/moderation.ts";
import type { Refusal } from "../../net/refusal.ts";
import { inPages } from "../paginate.ts";
import type { Member } from "../member.ts";
import { withRef } from "../ref.ts";
import { EVERYWHERE, type Rule } from "../../store/rule_store.ts";
import { Enforcement } from "./enforcement.ts";
import { type ModerationContext, refuseRank } from "./permissions.ts";
import type { Access } from "./access.ts";
import { RuleKeeper } from "./rule_keeper.ts";
import { isLinkRequest, type LinkCommand, Links, revokedLinks } from "./links.ts";
import { type ModerationCommand, plan } from "./plan.ts";
import { MAX_RULES, tooMany } from "./rule_changes.ts";
import { RANK, type Rules } from "./rules.ts";
import { sourceOf, toAuditEntry } from "./audit.ts";
import { ServerOperators } from "./server_operators.ts";
import { findTarget, type Target } from "./target.ts";
import type { SessionView } from "../directory.ts";

/** Options of {@linkcode Moderation}. */
export interface ModerationOptions {
  readonly host: ModerationHost;
  readonly rules: Rules;
  readonly access: Access;
  readonly texts: Catalogue;
}

/**
 * Executes moderation commands.
 *
 * Each is processed the same way: {@linkcode plan} decides by the current rules what to change; the store writes it;
 * {@linkcode Enforcement.apply} applies it here, and the bus carries it to the other nodes, which also apply it.
 */
export class Moderation {
  readonly keeper: RuleKeeper;
  readonly operators: ServerOperators;
  readonly enforcement: Enforcement;
  readonly links: Links;
  readonly #host: ModerationHost;
  readonly #rules: Rules;
  readonly #access: Access;
  readonly #texts: Catalogue;

  constructor({ host, rules, access, texts }: ModerationOptions) {
    this.#host = host;
    this.#rules = rules;
    this.#access = access;
    this.#texts = texts;
    this.keeper = new RuleKeeper({ host, rules, access });
    this.enforcement = new Enforcement({ host, rules, access, keeper: this.keeper });
    this.links = new Links({ host, rules, access, keeper: this.keeper });
    this.operators = new ServerOperators({
      store: host.store.rules,
      rules,
      roster: host.roster,
      enforcement: this.enforcement,
    });
  }

  /**
   * Executes a command and answers it.
   *
   * @throws {StoreError} If it cannot be stored; then nothing changes.
   */
  async execute(
    member: Member,
    request: Exclude<ModerationRequest, ListBans | ListLinks>,
  ): Promise<void> {
    await this.operators.refresh(member.account);
    const context = this.#contextOf(member, request);
    if (context === undefined) return;
    if (request.type === "topic" && request.text === undefined) {
      return this.#tellTopic(context, request.ref);
    }
    if (isLinkRequest(request)) {
      return await this.keeper.inTurn(() => this.#performLink(member, request));
    }
    const command = request as ModerationCommand;
    // Check the rank first, so that a command without the needed rank costs no lookup of its target.
    const refusal = this.#access.rank(member, context.room?.key ?? EVERYWHERE) === RANK.member
      ? refuseRank(context, command.type)
      : undefined;
    if (refusal) return this.#refuse(context, command, undefined, refusal);
    const target = "name" in command ? await this.#find(command) : undefined;
    const remoteSessions = command.type === "private"
      ? await this.#host.directory.remoteSessionsIn(context.room!.name)
      : [];
    await this.keeper.inTurn(async () => {
      // The member may have left meanwhile.
      const present = this.#contextOf(member, command, remoteSessions);
      if (present) await this.#perform(present, command, target);
    });
  }

  /**
   * Sends the bans and mutes of a room or of the server, one message per step.
   *
   * @throws {StoreError} If the member's rights cannot be read.
   */
  async *listBans(member: Member, request: ListBans): AsyncGenerator<void, void> {
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
   * Sends the open invitation links of a room, one message per step.
   *
   * @throws {StoreError} If they cannot be read.
   */
  async *listLinks(member: Member, request: ListLinks): AsyncGenerator<void, void> {
    await this.operators.refresh(member.account);
    const context = this.#contextOf(member, request);
    if (context === undefined) return;
    const refusal = refuseRank(context, request.type);
    if (refusal) return this.#refuse(context, request, undefined, refusal);
    const { key, name: room } = context.room!;
    yield* inPages(
      await this.links.list(key),
      this.#host.listBytes,
      (links, more) =>
        member.send({ type: "invites", room, links, ...more, ...withRef(request.ref) }),
    );
  }

  /** Finds the room of a request; if the member is not in it, rejects the request and returns `undefined`. */
  #contextOf(
    member: Member,
    { room: name, ref }: ModerationRequest,
    remoteSessions: readonly SessionView[] = [],
  ): ModerationContext | undefined {
    const common = { rules: this.#rules, member, remoteSessions };
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
    const changes = [...planned.changes, ...revokedLinks(command, planned.room)];
    const isDone = await this.#host.store.rules.changeRules(changes, { most: MAX_RULES });
    if (!isDone) return this.#refuse(context, command, target, tooMany(context.room?.name));
    const action = { ...planned, session: member.session };
    this.enforcement.apply(action, { member, ref: command.ref });
    this.#host.bus.share(action);
    this.#host.observer.onModeration(entry, sourceOf(member));
  }

  /** Carries out a request about links, which changes no rule in memory and concerns no other node. */
  async #performLink(member: Member, command: LinkCommand): Promise<void> {
    // The member may have left meanwhile.
    const context = this.#contextOf(member, command);
    if (context === undefined) return;
    const refusal = refuseRank(context, command.type);
    if (refusal) return this.#refuse(context, command, undefined, refusal);
    const answer = await this.links.perform(context, command);
    if (!("type" in answer)) return this.#refuse(context, command, undefined, answer);
    member.send(answer);
    const { id } = answer;
    const entry = toAuditEntry(context, command, undefined);
    this.#host.observer.onModeration(
      { ...entry, ...(id !== undefined && { link: id }) },
      sourceOf(member),
    );
  }

  async #find({ type, name }: ModerationCommand & { readonly name: string }): Promise<Target> {
    const target = await findTarget(this.#host, name, type === "ban" || type === "unban");
    await this.operators.refresh(target.account);
    return target;
  }

  #refuse(
    context: ModerationContext,
    request: ModerationRequest,
    target: Target | undefined,
    refusal: Refusal,
  ): void {
    this.#host.refuse(context.member, refusal, request.ref);
    const { code } = refusal;
    if (code !== "forbidden") return;
    this.#host.observer.onModeration(
      { ...toAuditEntry(context, request, target), refused: code },
      sourceOf(context.member),
    );
  }

  #tellTopic({ member, room }: ModerationContext, ref: Ref | undefined): void {
    const none = { type: "topic", room: room!.name, text: "" } as const;
    const topic = this.#access.topic(room!) ?? none;
    member.send({ ...topic, ...withRef(ref) });
  }
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
