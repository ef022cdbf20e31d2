/**
 * Renders events and errors as lines of text, with any catalogue.
 *
 * Nothing here knows a language or where the lines are shown.
 *
 * @module
 */
import { isChange } from "../../protocol/messages/changes.ts";
import { escapeControl } from "../../protocol/text/escape_control.ts";
import { COMMAND_NAMES, type CommandName } from "../../protocol/commands/commands.ts";
import type {
  DirectMessage,
  MemberList,
  RoomInfo,
  RoomMessage,
  ServerMessage,
} from "../../protocol/messages/server_messages.ts";
import type { ChatTexts } from "../texts/catalogue.ts";
import { changeLines, messageLine, type ShowText } from "./change_lines.ts";
import { addressed, detail, moderationLines } from "./moderation_lines.ts";
import { commandHelp } from "./problem_text.ts";
import { userLine } from "./user_line.ts";

/** One entry to show to a user. */
export type EventEntry =
  /** A user's message. */
  | { readonly type: "said"; readonly message: RoomMessage | DirectMessage }
  /** A notice from the program, or an error. */
  | { readonly type: "system" | "error"; readonly text: string };

/** Options of {@linkcode eventLines}. */
export interface LineOptions {
  /** Name of the only user who reads the lines, whom they address as "you"; without it, they name all users. */
  readonly reader?: string | undefined;
  /** Makes the text of users safe to show; by default it escapes all control characters. */
  readonly showText?: ShowText;
}

/**
 * Renders an event as lines.
 *
 * @param event The event, as one user gets it.
 * @param texts The language.
 * @param options Who reads it and how texts are shown, see {@linkcode LineOptions}.
 * @returns The lines, without line breaks at their ends; none for events that only programs use.
 */
export function eventLines(
  event: ServerMessage,
  texts: ChatTexts,
  { reader, showText }: LineOptions = {},
): readonly string[] {
  if (isChange(event)) return changeLines(event, texts, showText);
  if (event.type === "history" && event.messages.length === 0 && event.changes?.length) {
    return event.changes.flatMap((change) => changeLines({ ...event, ...change }, texts, showText));
  }
  return eventEntries(event, texts, reader).map((entry) => entryLine(entry, texts, showText));
}

/**
 * Renders an entry as a line.
 *
 * @param entry The entry.
 * @param texts The language.
 * @param showText See {@linkcode LineOptions}.
 */
export function entryLine(
  entry: EventEntry,
  texts: ChatTexts,
  showText: ShowText = escapeControl,
): string {
  return entry.type === "said"
    ? messageLine(entry.message, texts, showText)
    : `[${texts.chat[entry.type]}] ${escapeControl(entry.text)}`;
}

/**
 * Renders an event as entries.
 *
 * @param event The event, as one user gets it.
 * @param texts The language.
 * @param self Name of the user, whom the lines address as "you"; otherwise they name all users.
 * @returns The entries in order; none for events that only programs use, and for changes, see {@linkcode changeLines}.
 */
export function eventEntries(
  event: ServerMessage,
  texts: ChatTexts,
  self?: string,
): readonly EventEntry[] {
  const { chat } = texts;
  const system = (text: string): EventEntry => ({ type: "system", text });
  const said = (message: RoomMessage | DirectMessage): EventEntry => ({ type: "said", message });
  switch (event.type) {
    case "message":
    case "direct":
      return [said(event)];
    case "joined":
      return [system(chat.joined(event.room))];
    case "left": {
      const { by, name, room } = event;
      if (by === undefined) return [system(chat.left(room))];
      const words = {
        name: addressed(name, texts, self),
        by,
        where: room,
        detail: detail(event, texts),
      };
      return [system(texts.moderation.kicked(words))];
    }
    case "rooms":
      return roomLines(event.rooms, texts).map(system);
    case "members":
      return [system(chat.members(event.room, marked(event, texts)))];
    case "away":
      return [system(event.text === undefined ? chat.back : chat.away(event.text))];
    case "whois":
      return [system(userLine(event, texts, Date.now()))];
    case "renamed":
      return [
        system(
          event.reason === "registered"
            ? chat.displaced(event.from, event.name)
            : chat.renamed(event.name),
        ),
      ];
    case "registered":
      return [system(chat.registered(event.name))];
    case "logged_in":
      return [system(chat.loggedIn(event.name))];
    case "password_changed":
      return [system(chat.passwordChanged)];
    case "logged_out":
      return [system(chat.loggedOut)];
    case "notice":
      return [system(event.message)];
    case "error":
      return [{ type: "error", text: event.message }];
    case "history": {
      const where = event.room ?? event.with ?? "";
      const count = event.messages.length;
      const title = count === 0 ? chat.noHistory(where) : chat.history(where, count);
      return [system(title), ...event.messages.map(said)];
    }
    case "found":
      return [
        system(chat.found(event.messages.length)),
        ...event.messages.map(said),
        ...(event.partial ? [system(chat.foundPartly)] : []),
      ];
    case "bye":
      return event.reason === "quit"
        ? [system(chat.goodbye)]
        : event.reason === "shutting_down"
        ? [system(chat.shuttingDown)]
        : event.reason === "replaced"
        ? [system(chat.replaced)]
        : event.reason === "account_changed"
        ? [system(chat.accountChanged)]
        : event.reason === "moving"
        ? [system(chat.moving)]
        : [];
    case "welcome":
    case "ack":
    case "edited":
    case "deleted":
    case "reacted":
    case "ping":
    case "pong":
      return [];
    default:
      return moderationLines(event, texts, self).map(system);
  }
}

/** Lists rooms: those with members in one line, those without in another. */
function roomLines(rooms: readonly RoomInfo[], { chat, client }: ChatTexts): readonly string[] {
  const stored = rooms.flatMap(({ name, topic, at }) => {
    if (at === undefined) return [];
    const moment = client.moment(at);
    return `${name} (${topic ? `${moment}; ${topic}` : moment})`;
  });
  const open = rooms.filter(({ at }) => at === undefined);
  return [
    ...open.length > 0 ? [chat.rooms(open)] : [],
    ...stored.length > 0 ? [chat.storedRooms(stored)] : [],
  ];
}

/** Lists the members of a room; a prefix marks the owner and operators, a suffix members who are away. */
function marked({ names, ops = [], away = {} }: MemberList, { chat }: ChatTexts): string[] {
  const set = new Set(ops);
  return names.map((name) => {
    const shown = Object.hasOwn(away, name) ? chat.memberAway(name) : name;
    return set.has(name) ? `@${shown}` : shown;
  });
}

/**
 * Renders the help of the commands that a server knows, one notice for each.
 *
 * @param texts The language.
 * @param about The only command to explain.
 */
export function helpEvents(texts: ChatTexts, about?: CommandName): ServerMessage[] {
  return (about === undefined ? COMMAND_NAMES : [about]).map((name) => {
    return { type: "notice", message: commandHelp(name, texts) };
  });
}
