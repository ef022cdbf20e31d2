import { errorMessage } from "../../locale/render/error_message.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { MAX_REACTIONS } from "../../protocol/limits.ts";
import type { ChangeRequest } from "../../protocol/messages/changes.ts";
import type { RequestedChange } from "../../protocol/messages/requested_change.ts";
import type { ErrorDetails } from "../../protocol/messages/error_details.ts";
import type { ErrorMessage } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { EDIT_WINDOW } from "../options/edit_window.ts";
import type { ChangeRights, NewEntry, Rejected, Stored } from "../store/entry.ts";
import type { HubObserver } from "./hub_observer.ts";
import type { Member } from "./member.ts";
import type { OutgoingChange, PendingEntry } from "./message_pipeline.ts";
import type { Access } from "./moderation/access.ts";
import { sourceOf } from "./moderation/audit.ts";
import { RANK } from "./moderation/rules.ts";
import type { Room } from "./room.ts";

/** Options of {@linkcode Changes}. */
export interface ChangesOptions {
  readonly access: Access;
  readonly texts: Catalogue;
  readonly observer: Pick<HubObserver, "onModeration">;
  /**
   * Time for which authors may change their messages, in milliseconds: 0 for never, `Infinity` for ever.
   *
   * @default {EDIT_WINDOW}
   */
  readonly editWindow?: number | undefined;
}

/** Decides who may change messages, and reports the changes by operators and those that the store refuses. */
export class Changes {
  readonly #access: Access;
  readonly #texts: Catalogue;
  readonly #observer: ChangesOptions["observer"];
  readonly #editWindow: number;

  constructor({ access, texts, observer, editWindow = EDIT_WINDOW }: ChangesOptions) {
    this.#access = access;
    this.#texts = texts;
    this.#observer = observer;
    this.#editWindow = editWindow;
  }

  /**
   * Returns a change with the rights that a member has at this moment.
   *
   * @param member The member that asks for it.
   * @param request What is asked for.
   * @param room The room; `undefined` for a private conversation, where operators have no more rights than others.
   */
  toOutgoing(member: Member, request: ChangeRequest, room?: Room): OutgoingChange {
    const { nonce, ref } = request;
    return {
      change: toChange(request),
      rights: this.#rightsOf(member, room),
      ...(nonce !== undefined && { nonce }),
      ...(ref !== undefined && { ref }),
    };
  }

  /** Returns the error of an entry that the store rejected. */
  toError({ kind, entry, ref }: PendingEntry, { code, isLate }: Rejected): ErrorMessage {
    const place = kind === "room" ? { room: entry.to } : { with: entry.to };
    if (code === "not_found") return this.noMessage(aboutOf(entry), place, ref);
    if (code === "too_many") {
      const limit = { cause: "emoji", limit: MAX_REACTIONS } as const;
      return errorMessage({ code, ...limit, ref }, this.#texts);
    }
    const isEdit = "change" in entry && entry.change.type === "edit";
    const details = isLate
      ? this.#tooLate()
      : { cause: isEdit ? "edit" : kind === "room" ? "delete" : "delete_direct" } as const;
    return errorMessage({ code, ...details, ref }, this.#texts);
  }

  /** Returns the error for a message that is not there. */
  noMessage(
    id: number,
    place: Pick<ErrorDetails, "room" | "with">,
    ref: Ref | undefined,
  ): ErrorMessage {
    const details = { cause: "no_message", value: `${id}`, ...place } as const;
    return errorMessage({ code: "not_found", ...details, ref }, this.#texts);
  }

  /** Writes a deletion by an operator to the log. */
  audit({ entry, member }: PendingEntry, { target }: Stored): void {
    if (!("change" in entry) || entry.change.type !== "delete" || !entry.rights.any) return;
    const { about, reason } = entry.change;
    this.#observer.onModeration({
      event: "moderation",
      action: "delete",
      by: entry.from,
      room: entry.to,
      ...(target && { name: target.from }),
      message: about,
      ...(reason !== undefined && { text: reason }),
    }, sourceOf(member));
  }

  #rightsOf(member: Member, room: Room | undefined): ChangeRights {
    const isOperator = room && this.#access.rank(member, room.key) > RANK.member;
    return {
      identities: member.authorIdentities,
      since: this.#since(),
      ...(isOperator && { any: true }),
    };
  }

  /** Returns the earliest time of a message that its author may change now. */
  #since(): number {
    if (this.#editWindow === 0) return Number.MAX_SAFE_INTEGER;
    return Math.max(0, Date.now() - this.#editWindow);
  }

  #tooLate(): ErrorDetails {
    if (this.#editWindow === 0) return { cause: "never" };
    return { cause: "late", seconds: this.#editWindow / 1_000 };
  }
}

/** Returns the `id` of the message that an entry changes or answers. */
function aboutOf(entry: NewEntry): number {
  return "change" in entry ? entry.change.about : entry.reply ?? 0;
}

function toChange(request: ChangeRequest): RequestedChange {
  const { type, about } = request;
  switch (type) {
    case "edit":
      return { type, about, text: request.text };
    case "delete":
      return { type, about, ...(request.reason !== undefined && { reason: request.reason }) };
    case "react":
      return { type, about, emoji: request.emoji, ...(request.remove && { remove: true }) };
  }
}
