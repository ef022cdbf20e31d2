import type { MemberModerated } from "../../protocol/messages/moderation.ts";
import type { AwayEvent, PresenceEvent, Renamed } from "../../protocol/messages/server_messages.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { ChatClient } from "../session/client.ts";
import type { Answers } from "./answers.ts";
import { askMembers } from "./ask_members.ts";
import type { Conversation } from "./conversation.ts";
import type { Conversations } from "./conversations.ts";
import type { DisplayFilter } from "./display_filter.ts";
import type { Move } from "./move_run.ts";
import type { Notices } from "./notices.ts";
import type { ChatObserver } from "./user_interface.ts";

/** Options of {@linkcode PresenceHandler}. */
export interface PresenceHandlerOptions {
  readonly client: Pick<ChatClient, "name">;
  readonly conversations: Conversations;
  readonly answers: Answers;
  readonly notices: Notices;
  readonly observer: Pick<ChatObserver, "onChange" | "onLeft" | "onMove">;
  /** Decides what is shown. */
  readonly filter: DisplayFilter;
  /** Returns whether the members of each room are asked for and kept. */
  readonly keepsMembers: () => boolean;
}

/** Applies joins, leaves, new names and absences to the conversations, and tells the user. */
export class PresenceHandler {
  readonly #options: PresenceHandlerOptions;
  /** The latest ban from a room, until the kick that it brings. */
  #ban: MemberModerated | undefined;

  constructor(options: PresenceHandlerOptions) {
    this.#options = options;
  }

  /** Handles a message of the server. */
  receive(message: PresenceEvent | Renamed | AwayEvent): void {
    const isSelf = message.name === this.#options.client.name;
    switch (message.type) {
      case "joined":
        return isSelf ? this.#onEntered(message) : this.#onJoined(message);
      case "left":
        return isSelf ? this.#onExpelled(message) : this.#onLeft(message);
      case "renamed":
        return isSelf ? this.#onOwnName(message) : this.#onRenamed(message);
      case "away":
        return this.#onAway(message, isSelf);
    }
  }

  /**
   * Takes a ban, so that the kick that it brings is not shown, too.
   *
   * @returns Whether it is shown in place of the kick: that of the user, who goes to another room.
   */
  takeBan(message: MemberModerated): boolean {
    const { client, conversations } = this.#options;
    const { room, name } = message;
    if (room === undefined) return false;
    this.#ban = message;
    return name === client.name && conversations.get("room", room)?.isJoined === true;
  }

  /** Returns and forgets the ban that brought a kick, if one did. */
  #banOf({ room, name, by, reason }: PresenceEvent): MemberModerated | undefined {
    const ban = this.#ban;
    const isOfBan = ban?.room === room && ban.name === name && ban.by === by &&
      ban.reason === reason;
    if (!isOfBan) return undefined;
    this.#ban = undefined;
    return ban;
  }

  #onEntered(message: PresenceEvent): void {
    const { answers, conversations, keepsMembers, notices } = this.#options;
    const room = conversations.open("room", message.room);
    // The name is spelled as the creator of the room spelled it.
    room.rename(message.room);
    room.isJoined = true;
    if (conversations.current === undefined) conversations.select(room);
    if (keepsMembers()) askMembers(answers, room);
    if (!answers.isAwaited(message)) notices.tell(message);
  }

  #onJoined({ room, name }: PresenceEvent): void {
    const { answers, conversations, keepsMembers } = this.#options;
    const conversation = conversations.get("room", room);
    if (keepsMembers() && conversation) {
      conversation.members.add(name);
      // It may be another user under the name of an operator who left.
      if (conversation.members.operators.has(name)) askMembers(answers, conversation);
    }
    this.#onMove({ type: "joined", name, room }, conversation);
  }

  #onMove(move: Move, room: Conversation | undefined): void {
    const { filter, notices, observer } = this.#options;
    if (filter.isQuiet || filter.ignores(move.name)) return;
    room?.noteMove(move, notices.texts);
    observer.onMove(move);
  }

  #onLeft(message: PresenceEvent): void {
    const { conversations, notices } = this.#options;
    const { room, name, by } = message;
    const conversation = conversations.get("room", room);
    conversation?.members.remove(name);
    if (by !== undefined) {
      if (!this.#banOf(message)) notices.tell(message, [conversation]);
      return;
    }
    this.#onMove({ type: "left", name, room }, conversation);
  }

  #onExpelled(message: PresenceEvent): void {
    const { answers, conversations, notices, observer } = this.#options;
    const isAwaited = answers.isAwaited(message);
    const reason = this.#banOf(message) ?? message;
    const conversation = conversations.get("room", message.room);
    // An error has said why a room could not be entered.
    const wasJoined = conversation?.isJoined !== false;
    if (conversation) {
      conversation.isJoined = false;
      observer.onLeft(conversation, message.ref !== undefined || !wasJoined);
    }
    // On the page, a room that the user closed no longer has a log.
    if (!isAwaited && wasJoined) notices.tell(reason, conversation && [conversations.current]);
  }

  #onOwnName(message: Renamed): void {
    const { conversations, notices, observer } = this.#options;
    for (const room of conversations.rooms) room.members.rename(message.from, message.name);
    observer.onChange();
    notices.tell(message, [conversations.current]);
  }

  #onRenamed({ from, name }: Renamed): void {
    const { conversations, filter, notices } = this.#options;
    const places = conversations.rooms.filter(({ members }) => members.names.includes(from));
    for (const room of places) room.members.rename(from, name);
    const person = conversations.get("person", from);
    // The new name may have a conversation of its own, from an earlier owner.
    const isFree = nameKey(from) === nameKey(name) || !conversations.get("person", name);
    if (person && isFree) {
      conversations.rename(person, name);
      places.push(person);
    }
    if (filter.ignores(from)) return filter.rename(from, name);
    notices.note(notices.texts.client.renamed(from, name), places);
  }

  /** Notes who is away or back; only the user's own command has an answer to show. */
  #onAway({ name, text, ref }: AwayEvent, isSelf: boolean): void {
    const { conversations, observer } = this.#options;
    for (const room of conversations.rooms) room.members.setAway(name, text);
    if (ref !== undefined && isSelf) observer.onChange();
  }
}
