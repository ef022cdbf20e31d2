import type { BellMode, ScreenMode, Secret } from "../../protocol/commands/command_entry.ts";
import type { CommandName } from "../../protocol/commands/commands.ts";
import type { ChangeEvent } from "../../protocol/messages/changes.ts";
import type {
  DirectMessage,
  HistoryPage,
  RoomMessage,
} from "../../protocol/messages/server_messages.ts";
import type { ClientEvent } from "../session/event.ts";
import type { Conversation } from "./conversation.ts";
import type { MessageEntry } from "./conversation_entry.ts";
import type { Move } from "./move_run.ts";
import type { SayOptions } from "./say_options.ts";

/** A text from the program for the user. */
export interface Notice {
  readonly type: "system" | "error";
  readonly text: string;
}

/** An event of the connection rather than of the chat. */
export type ConnectionEvent = Exclude<ClientEvent, { type: "server" | "recent" | "gap" }>;

/** Is told what happens in the chat. */
export interface ChatObserver {
  /** A conversation changed; without an argument, the list of them, the current one, or the user's name or account. */
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

  /**
   * A message changed. Called for changes made from here, too, and for messages that are not here.
   *
   * @param change The change.
   * @param message The message as it is now, if it is here.
   */
  onChanged(change: ChangeEvent, message: MessageEntry | undefined): void;

  /** The latest messages of a room that the user entered were added. */
  onRecent(history: HistoryPage): void;

  /** Private messages that arrived while the user was away were added; `added` are those that were not here. */
  onMissed(history: HistoryPage, conversation: Conversation, added: HistoryPage["messages"]): void;

  /** A notice for the user. It was added as a note to the conversations where it belongs; there may be none. */
  onNotice(notice: Notice, where: readonly Conversation[]): void;

  /** Another user entered or left a room. It was added to the log of the room, to the run of moves before it. */
  onMove(move: Move): void;

  /** The user is no longer in a room; `isAsked` tells whether a request from here led to it. */
  onLeft(room: Conversation, isAsked: boolean): void;

  onConnection(event: ConnectionEvent): void;
}

/** Commands that each user interface carries out in its own way. `from` is the conversation where the line was typed. */
export interface CommandHandlers {
  /** Enters a room and makes it the current one; `code` is of an invitation link to it. */
  goToRoom(room: string, code?: string): void;
  sendPrivately(to: string, text: string, options?: SayOptions): void;
  /** Leaves a room, or closes a private conversation; without a room, the conversation where that was typed. */
  leaveConversation(from: Conversation, room: string | undefined): void;
  /** Shows the private conversation with a user. */
  openPrivate(name: string): void;
  clear(from: Conversation): void;
  watch(room: string): void;
  unwatch(room: string): void;
  listRooms(): void;
  search(terms: string): void;
  showHistory(from: Conversation, limit: number | undefined): void;
  askPassword(secret: Secret): void;
  /** Warns that the line contained a password, which others may have seen; `secret` is the command without it. */
  warnOfPassword(from: Conversation, secret: Secret): void;
  /** Warns that the command works only in rooms. */
  warnOfPrivate(from: Conversation): void;
  setBell(from: Conversation, mode: BellMode | undefined): void;
  /** Shows the chat as lines or as a full screen. */
  setScreen(from: Conversation, mode: ScreenMode): void;
  /** Shows the help of one command, or of all. */
  showHelp(about?: CommandName): void;
  quit(): void;
}

/** What {@linkcode ChatModel} needs of a user interface. */
export type UserInterface = ChatObserver & CommandHandlers;
