import type { LinkCreated, ModerationEvent } from "../../protocol/messages/moderation.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { ChatTexts } from "../texts/catalogue.ts";

/**
 * Renders a moderation event as lines.
 *
 * @param event The event.
 * @param texts The language.
 * @param self Name of the user, who is addressed as "you".
 * @returns The lines; texts of users in them are not escaped yet.
 */
export function moderationLines(
  event: ModerationEvent,
  texts: ChatTexts,
  self?: string,
): readonly string[] {
  const { moderation } = texts;
  switch (event.type) {
    case "topic": {
      const { room, text, by = "" } = event;
      return [text === "" ? moderation.noTopic(room) : moderation.topic(room, text, by)];
    }
    case "private":
      return [(event.on ? moderation.closed : moderation.opened)(event.room, event.by)];
    case "bans": {
      const title = moderation.bans(event.room ?? moderation.everywhere, event.bans.length);
      const lines = event.bans.map((entry) =>
        moderation[entry.kind]({ ...entry, detail: detail(entry, texts) })
      );
      return [title, ...lines];
    }
    case "invites": {
      const { room, links } = event;
      const lines = links.map((link) => moderation.link(link, ending(link, texts)));
      return [moderation.links(room, links.length), ...lines];
    }
    case "uninvited":
      return [moderation.linksRevoked(event)];
    default: {
      if ("code" in event) return [linkLine(event, texts)];
      const { type, by, room: where = moderation.everywhere } = event;
      const name = addressed(event.name, texts, self);
      return [moderation.events[type]({ name, by, where, detail: detail(event, texts) })];
    }
  }
}

/**
 * Renders a new invitation link.
 *
 * @param event The link.
 * @param texts The language.
 * @param url The link to the web page, if its address is known; otherwise the command that joins is shown.
 */
export function linkLine(event: LinkCreated, texts: ChatTexts, url?: string): string {
  const { room, code } = event;
  const way = url ?? `/join ${room} ${code}`;
  return texts.moderation.linkCreated(event, ending(event, texts), way);
}

/** Renders when something ends. */
function ending(
  { until }: { readonly until: number },
  { moderation, client }: Pick<ChatTexts, "moderation" | "client">,
): string {
  return moderation.until(client.moment(until));
}

/** Renders reason and end in parentheses after a space; empty without either. */
export function detail(
  { reason, until }: { readonly reason?: string; readonly until?: number },
  { moderation, client }: ChatTexts,
): string {
  const end = until === undefined ? [] : [ending({ until }, { client, moderation })];
  const parts = [...reason ? [reason] : [], ...end];
  return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
}

/** Returns how a sentence names a user: the user who reads it as "you". */
export function addressed(
  name: string,
  { moderation }: ChatTexts,
  self: string | undefined,
): string {
  return self !== undefined && nameKey(name) === nameKey(self) ? moderation.you : name;
}
