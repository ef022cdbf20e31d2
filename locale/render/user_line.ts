import type { UserInfo } from "../../protocol/messages/server_messages.ts";
import type { ChatTexts } from "../texts/catalogue.ts";

/** What is shown of a user, in the order in which it is shown. */
export interface UserFacts {
  /** Says whether the name belongs to an account. */
  readonly account: string;
  readonly online: string;
  readonly idle: string;
  readonly away?: string;
  readonly rooms: string;
  readonly address?: string;
}

/**
 * Renders what is known of a user.
 *
 * @param user The answer to `whois`.
 * @param texts The language.
 * @param now The current time, in Unix milliseconds.
 */
export function userFacts(user: UserInfo, { chat }: ChatTexts, now: number): UserFacts {
  const { registered, since, idle, away, rooms, address } = user;
  const { user: texts } = chat;
  return {
    account: registered ? texts.registered : texts.guest,
    // The clock may be behind that of the server.
    online: texts.online(chat.duration(Math.max(0, now - since))),
    idle: texts.idle(chat.duration(idle)),
    ...(away !== undefined && { away: texts.away(away) }),
    rooms: rooms.length > 0 ? texts.rooms(rooms) : texts.noRooms,
    ...(address !== undefined && { address: texts.address(address) }),
  };
}

/** Renders what is known of a user as one line; parameters as in {@linkcode userFacts}. */
export function userLine(user: UserInfo, texts: ChatTexts, now: number): string {
  const { account, online, idle, ...others } = userFacts(user, texts, now);
  return [`${user.name} (${account}): ${online}, ${idle}`, ...Object.values(others)].join("; ");
}
