import type { ErrorDetails } from "../../../protocol/messages/error_details.ts";
import type { TopicEvent } from "../../../protocol/messages/moderation.ts";
import { LOBBY, nameKey } from "../../../protocol/text/names.ts";
import type { Refusal } from "../../net/refusal.ts";
import type { Member } from "../member.ts";
import type { Room } from "../room.ts";
import { EVERYWHERE, type Rule } from "../../store/rule_store.ts";
import type { Subject } from "./rule_set.ts";
import { type Holder, RANK, type Rank, type Rules } from "./rules.ts";

/** Maximum rooms that one account can own. */
export const MAX_OWNED = 100;

/** Decides by the rules who may connect, join and send messages. Changes no rule. */
export class Access {
  readonly #rules: Rules;

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  /** Returns a member's rank in a room. */
  rank(holder: Holder, room: string): Rank {
    return this.#rules.rank(holder, room);
  }

  /** Returns why a user may not be on the server, or `undefined`. */
  refuseAdmission(subject: Subject & Holder): Refusal | undefined {
    return this.#refuseBanned(subject, EVERYWHERE);
  }

  /** Returns why an address, in the form of {@linkcode addressKey}, is banned, or `undefined`. */
  refuseAddress(address: string): Refusal | undefined {
    const rule = this.#rules.get(EVERYWHERE, "ban", address);
    return rule && { code: "banned", ...why(rule) };
  }

  /**
   * Returns why a member may not join a room, or `undefined`.
   *
   * @param member The member.
   * @param name Name of the room.
   * @param isNew Whether the member would create it.
   */
  refuseEntry(member: Member, name: string, isNew: boolean): Refusal | undefined {
    const key = nameKey(name);
    const refusal = this.#refuseBanned(member, key, name);
    if (refusal) return refusal;
    if (this.isClosedTo(member, key)) return notInvited(name);
    const { account } = member;
    if (!isNew || account === undefined || this.#rules.get(key, "owner")) return undefined;
    const owned = this.#rules.owned(account);
    return owned < MAX_OWNED ? undefined : tooManyOwned(owned);
  }

  /**
   * Returns why a member may not stay in a room, or `undefined`. A banned address lets a member stay until it leaves:
   * removing it at once would reveal to the owner of the room whose address it is.
   */
  refuseStay(member: Member, { key, name }: Pick<Room, "key" | "name">): Refusal | undefined {
    return this.#refuseBanned({ ...toSubject(member), address: "" }, key, name) ??
      (this.isClosedTo(member, key) ? notInvited(name) : undefined);
  }

  /** Returns why a member of a room may not send messages there, or `undefined`. */
  refuseSpeech(member: Member, { key, name }: Room): Refusal | undefined {
    const mutes = this.#rules.of(key, "mute");
    if (mutes.size === 0 || this.rank(member, key) > RANK.member) return undefined;
    const rule = mutes.match(member);
    return rule && { code: "muted", room: name, ...why(rule) };
  }

  /** Returns why a member may not take a name, because it is banned in one of its rooms, or `undefined`. */
  refuseName(member: Member, name: string): Refusal | undefined {
    const renamed = { ...toSubject(member), key: nameKey(name) };
    const rooms = [...member.rooms.values()];
    const remoteSessions = { ...renamed, address: "" };
    return this.refuseAdmission(renamed) ??
      rooms.map((room) => this.#refuseBanned(remoteSessions, room.key, room.name)).find(Boolean);
  }

  /** Returns whether a member may learn that the room with this key exists. */
  sees(member: Member, room: string): boolean {
    return member.rooms.has(room) || !this.isClosedTo(member, room);
  }

  /** Returns whether a room, given by its key, has no rules. */
  isUntouched(room: string): boolean {
    return this.#rules.isUntouched(room);
  }

  /** Returns the topic of a room, if it has one. */
  topic({ key, name }: Pick<Room, "key" | "name">): TopicEvent | undefined {
    const rule = this.#rules.get(key, "topic");
    return rule && { type: "topic", room: name, text: rule.text, by: rule.by, at: rule.at };
  }

  /** Returns the name of a room as its owner wrote it, otherwise as given. */
  roomName(name: string): string {
    const key = nameKey(name);
    return (this.#rules.get(key, "owner") ?? this.#rules.get(key, "creator"))?.text || name;
  }

  /** Returns whether a room is private and a session is not invited and has no rank there. */
  isClosedTo(member: Holder, room: string): boolean {
    return room !== LOBBY && this.rank(member, room) === RANK.member &&
      this.#rules.isClosedTo(member, room);
  }

  /** Returns whether a room is private and a session may enter it. */
  isInvited(member: Holder, room: string): boolean {
    return this.#rules.get(room, "private") !== undefined && !this.isClosedTo(member, room);
  }

  #refuseBanned(
    subject: Subject & Holder,
    key: string,
    room?: string,
  ): Refusal | undefined {
    const rule = this.#rules.of(key, "ban").match(subject);
    if (rule === undefined || this.rank(subject, key) > RANK.member) return undefined;
    return { code: "banned", ...(room !== undefined && { room }), ...why(rule) };
  }
}

/** Returns the error for an account that owns as many rooms as it may. */
export function tooManyOwned(owned: number): Refusal {
  return { code: "too_many", cause: "owned_rooms", value: `${owned}`, limit: MAX_OWNED };
}

function notInvited(room: string): Refusal {
  return { code: "forbidden", cause: "invited_only", room };
}

/** Returns why and until when a ban or mute holds. */
function why({ text, until }: Rule): ErrorDetails {
  return { ...(text && { reason: text }), ...(until !== undefined && { until }) };
}

function toSubject({ key, identities, address, account, digest }: Member): Subject & Holder {
  return { key, identities, address, account, digest };
}
