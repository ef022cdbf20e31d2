import type {
  DirectMessage,
  HistoryPage,
  RoomMessage,
  ServerMessage,
} from "../../protocol/messages/server_messages.ts";
import type { ChangeEvent } from "../../protocol/messages/changes.ts";
import type { ModerationEvent, TopicEvent } from "../../protocol/messages/moderation.ts";
import { isLinkAnswer, isModerationEvent } from "../../protocol/messages/server_shapes.ts";
import type { ChatClient } from "../session/client.ts";
import type { ClientEvent } from "../session/event.ts";
import type { AwayUsers } from "./away_users.ts";
import { askMembers } from "./ask_members.ts";
import type { ChangeSource } from "./message_log.ts";
import { PresenceHandler, type PresenceHandlerOptions } from "./presence_handler.ts";
import type { ChatObserver } from "./user_interface.ts";

/** Moderation events after which the members of a room have other rights. */
const RIGHTS: ReadonlySet<string> = new Set(["opped", "deopped", "owner"]);

/** Options of {@linkcode EventHandler}. */
export interface EventHandlerOptions extends PresenceHandlerOptions {
  readonly client: Pick<ChatClient, "name" | "isEcho">;
  readonly observer: ChatObserver;
  readonly awayUsers: AwayUsers;
}

/** Applies events of the client to the conversations, and tells the observer. */
export class EventHandler {
  readonly #options: EventHandlerOptions;
  readonly #presence: PresenceHandler;
  #isRegistered = false;
  /** Messages that were not shown since the connection was lost. */
  #hidden = 0;

  constructor(options: EventHandlerOptions) {
    this.#options = options;
    this.#presence = new PresenceHandler(options);
  }

  /** Whether the user is logged in to an account. */
  get isRegistered(): boolean {
    return this.#isRegistered;
  }

  /** Applies a change to its message, and shows it if it was not known. */
  change(change: ChangeEvent, source: ChangeSource): void {
    const { client, conversations, observer } = this.#options;
    const { room, with: person = "" } = change;
    const conversation = room === undefined
      ? conversations.get("person", person)
      : conversations.get("room", room);
    const changed = conversation?.change(change, { self: client.name, source });
    if (changed?.isNew !== false) observer.onChanged(change, changed?.message);
  }

  /** Asks for the members of all rooms, if they are kept. */
  askAllMembers(): void {
    const { answers, conversations, keepsMembers } = this.#options;
    if (!keepsMembers()) return;
    for (const room of conversations.rooms) askMembers(answers, room);
  }

  /** Handles an event of the client. */
  receive(event: ClientEvent): void {
    const { answers, awayUsers, observer } = this.#options;
    switch (event.type) {
      case "server":
        awayUsers.learn(event.message);
        this.#onServer(event.message);
        return answers.take(event.message);
      case "recent":
        return this.#onRecent(event.history);
      case "gap":
        return this.#onGap(event.room);
      case "lost":
        answers.onLost();
        this.#hidden = 0;
        break;
      case "back":
        // Members may have changed while the client was disconnected.
        this.askAllMembers();
        return observer.onConnection({
          ...event,
          caught: Math.max(0, event.caught - this.#hidden),
        });
    }
    observer.onConnection(event);
  }

  #onServer(message: ServerMessage): void {
    const { answers, conversations, notices } = this.#options;
    if (isModerationEvent(message)) return this.#onModeration(message);
    switch (message.type) {
      case "welcome":
        return this.#setRegistered(message.registered === true);
      case "message":
        return this.#onMessage(message);
      case "direct":
        return this.#onDirect(message);
      case "edited":
      case "deleted":
      case "reacted":
        return this.change(message, "event");
      case "joined":
      case "left":
      case "renamed":
      case "away":
        return this.#presence.receive(message);
      case "registered":
      case "logged_in":
      case "logged_out":
        this.#setRegistered(message.type !== "logged_out");
        // The account may have other rights.
        this.askAllMembers();
        return notices.tell(message, [conversations.current]);
      case "password_changed":
      case "notice":
        return notices.tell(message, [conversations.current]);
      case "error":
        if (!answers.isAwaited(message)) notices.tell(message, [conversations.current]);
        return;
      case "history":
        if (!answers.isAwaited(message)) this.#onMissed(message);
        return;
      case "rooms":
      case "members":
      case "whois":
      case "found":
        if (!answers.isAwaited(message)) notices.tell(message);
        return;
      case "bye":
        return notices.tell(message);
      case "ack":
      case "ping":
      case "pong":
        return;
    }
  }

  #setRegistered(isRegistered: boolean): void {
    this.#isRegistered = isRegistered;
    this.#options.observer.onChange();
  }

  #onMessage(message: RoomMessage): void {
    const { client, conversations, filter, observer } = this.#options;
    const conversation = conversations.open("room", message.room);
    const added = conversation.add([message], client.name);
    const shown = filter.toShown(message);
    if (shown === undefined) this.#hidden++;
    else if (!client.isEcho(message)) observer.onMessage(shown, conversation, added.length > 0);
  }

  #onDirect(message: DirectMessage): void {
    const { client, conversations, filter, observer } = this.#options;
    const name = message.from === client.name ? message.to : message.from;
    const shown = filter.toShown(message);
    // An ignored user opens no conversation.
    const conversation = shown
      ? conversations.open("person", name, message.id - 1)
      : conversations.get("person", name);
    const added = conversation?.add([message], client.name) ?? [];
    if (conversation && shown) observer.onMessage(shown, conversation, added.length > 0);
  }

  #onTopic(message: TopicEvent): void {
    const { conversations, notices } = this.#options;
    const room = conversations.get("room", message.room);
    const isNews = room && (room.topic !== message.text || message.ref !== undefined);
    if (room?.topic !== message.text) room?.setTopic(message.text);
    notices.tell(message, isNews ? [room] : []);
  }

  #onModeration(message: ModerationEvent): void {
    if (message.type === "topic") return this.#onTopic(message);
    if (message.type === "banned" && this.#presence.takeBan(message)) return;
    const { answers, conversations, keepsMembers, notices } = this.#options;
    const room = message.room === undefined ? undefined : conversations.get("room", message.room);
    // A dialog shows it in its own way.
    if (isLinkAnswer(message) && answers.isAwaited(message)) return;
    notices.tell(message, [room ?? conversations.current]);
    if (room && keepsMembers() && RIGHTS.has(message.type)) askMembers(answers, room);
  }

  #onRecent(history: HistoryPage): void {
    const { client, conversations, filter, observer } = this.#options;
    const conversation = conversations.open("room", history.room ?? "");
    conversation.addPage(history, client.name);
    conversation.setOlder(history.more);
    observer.onRecent({ ...history, messages: filter.select(history.messages) });
  }

  /** Adds private messages that arrived, or changed, while the user was away: a `history` that nothing requested. */
  #onMissed(history: HistoryPage): void {
    const { client, conversations, filter, observer } = this.#options;
    const { with: name, messages, changes = [], mine, ref } = history;
    if (name === undefined || ref !== undefined) return;
    const [first] = messages;
    const shown = filter.select(messages);
    const conversation = first && shown.length > 0
      ? conversations.open("person", name, first.id - 1)
      : conversations.get("person", name);
    if (first && conversation) {
      const added = conversation.add(messages, client.name, mine) as HistoryPage["messages"];
      if (first.id > 1) conversation.setOlder(true);
      if (shown.length > 0) {
        observer.onMissed({ ...history, messages: shown }, conversation, filter.select(added));
      }
    }
    for (const change of changes) this.change({ ...change, with: name }, "event");
  }

  #onGap(name: string): void {
    const { conversations, notices } = this.#options;
    const room = conversations.get("room", name);
    room?.restart();
    notices.note(notices.texts.client.historyGap(name), [room]);
  }
}
