import type {
  CreateLink,
  InvitationLink,
  LinkCreated,
  LinkRequest,
  LinksRevoked,
  ListLinks,
  RevokeLinks,
} from "../../../protocol/messages/moderation.ts";
import { DEFAULT_LINK_MINUTES, DEFAULT_LINK_USES, MAX_LINKS } from "../../../protocol/limits.ts";
import { newInvitationCode } from "../../../protocol/text/invitation_code.ts";
import { nameKey } from "../../../protocol/text/names.ts";
import { digestOf } from "../../accounts/token_digest.ts";
import type { Refusal } from "../../net/refusal.ts";
import { EVERYWHERE, type Rule, type StoredRuleChange } from "../../store/rule_store.ts";
import type { Member } from "../member.ts";
import { withRef } from "../ref.ts";
import type { Access } from "./access.ts";
import { MemberLimiter } from "./member_limiter.ts";
import type { ModerationHost } from "./moderation_host.ts";
import type { ModerationContext } from "./permissions.ts";
import type { ModerationCommand } from "./plan.ts";
import { endOfRights, invitation, MAX_RULES, newRule, tooMany } from "./rule_changes.ts";
import type { RuleKeeper } from "./rule_keeper.ts";
import type { Rules } from "./rules.ts";

/**
 * Codes that the members of one address may try: at once, and then per second. A code has 128 random bits, so the limit is
 * not what protects it; it bounds the work of the store, and lets a whole class enter by one link.
 */
const ATTEMPTS = { burst: 100, rate: 1 };

/** Letters of the digest that identify a link among those of its room. */
const ID_LETTERS = 8;

/** Options of {@linkcode Links}. */
export interface LinksOptions {
  readonly host: ModerationHost;
  readonly rules: Rules;
  readonly access: Access;
  readonly keeper: Pick<RuleKeeper, "inTurn">;
}

/** A request about links, but for the list of them. */
export type LinkCommand = Exclude<LinkRequest, ListLinks>;

/** Returns whether a request is about invitation links, and not about one invited user. */
export function isLinkRequest(request: { readonly type: string }): request is LinkRequest {
  const { type } = request;
  return type === "invites" || type === "uninvite" || type === "invite" && !("name" in request);
}

/**
 * Invitation links: codes that admit some users to a private room for some time. The store has the digests of the codes and
 * counts the uses, so that several nodes cannot take the last one twice. Nothing of a link goes over the bus.
 */
export class Links {
  readonly #host: ModerationHost;
  readonly #rules: Rules;
  readonly #access: Access;
  readonly #keeper: Pick<RuleKeeper, "inTurn">;
  readonly #attempts = new MemberLimiter(ATTEMPTS);

  constructor({ host, rules, access, keeper }: LinksOptions) {
    this.#host = host;
    this.#rules = rules;
    this.#access = access;
    this.#keeper = keeper;
  }

  /**
   * Creates or revokes links of a room.
   *
   * @param context The room and the member, who has the rank for it.
   * @param command The request.
   * @returns The answer, or why the request is refused.
   * @throws {StoreError} If it cannot be stored.
   */
  perform(
    context: ModerationContext,
    command: LinkCommand,
  ): Promise<LinkCreated | LinksRevoked | Refusal> {
    return command.type === "invite"
      ? this.#create(context, command)
      : this.#revoke(context, command);
  }

  /**
   * Returns the open links of a room, oldest first.
   *
   * @throws {StoreError} If they cannot be read.
   */
  async list(room: string): Promise<readonly InvitationLink[]> {
    return (await this.#open(room)).map(toLink);
  }

  /**
   * Invites a member by the code of a link, which counts as one use. A member that is in the room or invited already uses
   * nothing. A wrong code gets the same answer whether or not the room exists.
   *
   * @param member The member.
   * @param name Name of the room.
   * @param code The code.
   * @returns Why the member is not invited, or `undefined` if it may join now.
   * @throws {StoreError} If the store can be neither read nor changed.
   */
  async redeem(member: Member, name: string, code: string): Promise<Refusal | undefined> {
    const room = nameKey(name);
    if (member.rooms.has(room) || this.#access.isInvited(member, room)) return undefined;
    if (!this.#attempts.take(member, performance.now())) {
      return { code: "too_fast", seconds: 1 / ATTEMPTS.rate };
    }
    const link = { room, kind: "link", subject: await digestOf(code) } as const;
    const wrong = { code: "wrong_code", room: name } as const;
    const found = await this.#host.store.rules.findRule(link);
    if (found === undefined || !isOpen(found)) return wrong;
    return await this.#keeper.inTurn(async () => {
      // Without an invitation a private room is forbidden; a ban keeps out with or without one, and any other room is open.
      const refusal = this.#access.refuseEntry(member, name, false);
      if (refusal?.code !== "forbidden") return refusal;
      if (this.#rules.of(room, "invitation").size >= MAX_RULES) return tooMany(name);
      const put = invitation(room, member.identity, member.name, found.by);
      const changes = [{ use: link }, { put }];
      const isDone = await this.#host.store.rules.changeRules(changes, { most: MAX_RULES });
      if (!isDone) return wrong;
      this.#rules.apply({ put });
      this.#host.bus.share({ room: EVERYWHERE, changes: [{ put }], identities: [], session: "" });
      return undefined;
    });
  }

  async #create(
    context: ModerationContext,
    { uses = DEFAULT_LINK_USES, minutes = DEFAULT_LINK_MINUTES, ref }: CreateLink,
  ): Promise<LinkCreated | Refusal> {
    const code = newInvitationCode();
    const subject = await digestOf(code);
    const at = Date.now();
    const until = Math.min(at + minutes * 60_000, endOfRights(context));
    // `chat user remove` deletes the rules about an account.
    const identities = [context.member.identity];
    const put = newRule(context, { kind: "link", subject, identities, at, until, uses });
    const isDone = await this.#host.store.rules.changeRules([{ put }], { most: MAX_LINKS });
    if (!isDone) return tooMany(context.room?.name, MAX_LINKS);
    const { name: room } = context.room!;
    return { type: "invited", room, code, ...toLink(put), ...withRef(ref) };
  }

  async #revoke(
    context: ModerationContext,
    { id, ref }: RevokeLinks,
  ): Promise<LinksRevoked | Refusal> {
    const { key, name } = context.room!;
    const links = await this.#open(key);
    const revoked = id === undefined ? links : links.filter((link) => toLink(link).id === id);
    if (revoked.length === 0) {
      return {
        code: "not_found",
        cause: "no_link",
        room: name,
        ...(id !== undefined && { value: `${id}` }),
      };
    }
    await this.#host.store.rules.changeRules(
      id === undefined ? clearLinks(key) : revoked.map((drop) => ({ drop })),
    );
    return { type: "uninvited", room: name, ...(id !== undefined && { id }), ...withRef(ref) };
  }

  async #open(room: string): Promise<readonly Rule[]> {
    return (await this.#host.store.rules.listRules({ room, kind: "link" })).filter(isOpen);
  }
}

/**
 * Returns the changes that revoke all links of a room after a command: a removed user may know their codes, and `private`
 * admits only users who are invited after it.
 *
 * @param command The command.
 * @param room Key of the room.
 */
export function revokedLinks(command: ModerationCommand, room: string): StoredRuleChange[] {
  const { type } = command;
  const revokes = type === "kick" || type === "ban" || type === "private" && command.on;
  return revokes ? clearLinks(room) : [];
}

function clearLinks(room: string): StoredRuleChange[] {
  return [{ clear: { room, kind: "link" } }];
}

function isOpen({ until = Infinity }: Rule): boolean {
  return until > Date.now();
}

function toLink({ subject, uses = 0, until = 0, by, at }: Rule): InvitationLink {
  return { id: subject.slice(0, ID_LETTERS), uses, until, by, at };
}
