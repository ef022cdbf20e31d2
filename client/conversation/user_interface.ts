import type { BellMode, Secret } from "../../protocol/commands/command_entry.ts";
import type { DirectMessage, HistoryPage, RoomMessage } from "../../protocol/messages/messages.ts";
import type { ClientEvent } from "../session/event.ts";
import type { Conversation } from "./conversation.ts";

/** Something that the program tells the user. */
export interface Notice {
  readonly type: "system" | "error";
  readonly text: string;
}

/** A change of the connection, or of what arrives over it. */
export type ConnectionEvent = Exclude<ClientEvent, { type: "server" | "recent" | "gap" }>;

/** Told what happens in the chat. */
export interface ChatObserver {
  /** A conversation changed; without one: which are open, which is the current one, or who the user is. */
  onChange(conversation?: Conversation): void;

  /**
   * A new message was added to a conversation. Not called for messages sent from here.
   *
   * @param message The message.
   * @param conversation Where it belongs.
   * @param isNew Whether it was not in the conversation's log.
   */
  onMessage(
    message: RoomMessage | DirectMessage,
    conversation: Conversation,
    isNew: boolean,
  ): void;

  /** The latest messages of a room that the user entered were added. */
  onRecent(history: HistoryPage): void;

  /** Private messages that arrived while the user was away were added; `added` are those that were not here. */
  onMissed(history: HistoryPage, conversation: Conversation, added: HistoryPage["messages"]): void;

  /** Something is to be told to the user, where it belongs: it is a note there already, and may have no place. */
  onNotice(notice: Notice, where: readonly Conversation[]): void;

  /** The user is no longer in a room; `isAsked` tells whether a request from here led to it. */
  onLeft(room: Conversation, isAsked: boolean): void;

  onConnection(event: ConnectionEvent): void;
}

/** Commands that each user interface carries out in its own way. `from` is the conversation where the line was typed. */
export interface CommandHandlers {
  /** Enters a room and makes it the current one. */
  goToRoom(room: string): void;
  sendPrivately(to: string, text: string): void;
  watch(room: string): void;
  unwatch(room: string): void;
  listRooms(): void;
  search(terms: string): void;
  showHistory(from: Conversation, limit: number | undefined): void;
  askPassword(secret: Secret): void;
  /** Says that the line had a password that others may have seen. */
  warnOfPassword(from: Conversation): void;
  /** Says that a command works in rooms only. */
  warnOfPrivate(from: Conversation): void;
  setBell(from: Conversation, mode: BellMode | undefined): void;
  showHelp(): void;
  quit(): void;
}

/** What the chat needs of a user interface. */
export type UserInterface = ChatObserver & CommandHandlers;
