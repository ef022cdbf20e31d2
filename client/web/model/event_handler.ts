import type {
  HistoryPage,
  PresenceEvent,
  Renamed,
  ServerMessage,
} from "../../../protocol/messages/messages.ts";
import { nameKey } from "../../../protocol/text/names.ts";
import type { ClientEvent } from "../../session/event.ts";
import type { ChatState } from "./chat_state.ts";
import { catalogue } from "./language.ts";
import type { Conversation } from "./conversation.ts";

/** Applies what the server sends, and changes of the connection, to the conversations. */
export class EventHandler {
  readonly #chat: ChatState;

  constructor(chat: ChatState) {
    this.#chat = chat;
  }

  onClient(event: Exclude<ClientEvent, { type: "server" }>): void {
    const chat = this.#chat;
    const { client } = catalogue.value;
    switch (event.type) {
      case "recent":
        return this.#onRecent(event.history);
      case "gap": {
        const conversation = chat.conversations.get("room", event.room);
        conversation?.restart();
        return conversation?.note(client.historyGap(event.room));
      }
      case "lost":
        chat.connection.value = { state: "lost", until: Date.now() + event.wait };
        return;
      case "trying":
        chat.connection.value = { state: "lost", until: Date.now() };
        return;
      case "back":
        chat.connection.value = { state: "online" };
        return this.#onBack();
      case "unreadable":
        return chat.note(client.unreadable(), true);
      case "closed":
        chat.connection.value = { state: "ended", reason: event.reason };
        return;
    }
  }

  onServer(message: ServerMessage): void {
    const chat = this.#chat;
    const { conversations } = chat;
    const self = chat.client!.name;
    switch (message.type) {
      case "welcome":
        chat.name.value = message.name;
        chat.isRegistered.value = message.registered === true;
        return;
      case "message":
        return this.#hear(conversations.open("room", message.room), message);
      case "direct": {
        const name = message.from === self ? message.to : message.from;
        const known = conversations.get("person", name);
        const conversation = known ?? conversations.open("person", name, message.id - 1);
        this.#hear(conversation, message);
        // Earlier messages give it context.
        if (!known && message.id > 1) chat.loadOlder(conversation, 20);
        return;
      }
      case "joined":
        return message.name === self ? this.#onEntered(message.room) : this.#onJoined(message);
      case "left":
        return message.name === self ? this.#onExpelled(message) : this.#onLeft(message);
      case "renamed":
        return this.#onRenamed(message, self);
      case "history":
        return this.#onDirect(message);
      case "registered":
      case "logged_in":
      case "logged_out":
        chat.isRegistered.value = message.type !== "logged_out";
        return chat.tell(message);
      case "topic":
        return this.#onTopic(message.room, message);
      case "banned":
      case "unbanned":
      case "muted":
      case "unmuted":
      case "opped":
      case "deopped":
      case "owner":
      case "invited":
      case "private":
      case "bans":
        return this.#onCare(message, message.room);
      case "password_changed":
      case "notice":
        return chat.tell(message);
      case "error":
        if (message.ref === undefined) chat.tell(message);
        return;
    }
  }

  #hear(
    conversation: Conversation,
    message: { id: number; from: string; text: string; at: number },
  ): void {
    const isNew = !conversation.has(message.id);
    const self = this.#chat.client!.name;
    conversation.add([message], self);
    if (isNew && message.from !== self) this.#chat.onMessage(conversation, message);
  }

  #onRecent({ room, messages, more }: HistoryPage): void {
    if (room === undefined) return;
    const conversation = this.#chat.conversations.open("room", room);
    conversation.add(messages, this.#chat.client!.name);
    conversation.hasOlder.value = more;
  }

  #onEntered(room: string): void {
    const { conversations } = this.#chat;
    const conversation = conversations.open("room", room);
    if (conversations.current.value === undefined) this.#chat.select(conversation);
    else this.askMembers(conversation);
    this.#chat.keep();
  }

  /** Requests the members of a room; large rooms answer in several parts. */
  askMembers(conversation: Conversation): void {
    const names: string[] = [];
    const operators: string[] = [];
    this.#chat.ask({ type: "who", room: conversation.name.value }, (answer) => {
      if (answer.type !== "members") return;
      names.push(...answer.names);
      operators.push(...answer.ops ?? []);
      if (answer.more) return;
      conversation.members.value = sorted(names);
      conversation.operators.value = new Set(operators);
    });
  }

  #onJoined({ room, name }: { readonly room: string; readonly name: string }): void {
    const conversation = this.#chat.conversations.get("room", room);
    if (!conversation) return;
    conversation.members.value = sorted([
      ...conversation.members.value.filter((other) => other !== name),
      name,
    ]);
    conversation.note(catalogue.value.client.joined(name, room));
  }

  #onLeft(message: PresenceEvent): void {
    const { room, name, by } = message;
    const conversation = this.#chat.conversations.get("room", room);
    if (!conversation) return;
    conversation.members.value = conversation.members.value.filter((other) => other !== name);
    if (by === undefined) conversation.note(catalogue.value.client.left(name, room));
    else this.#chat.tell(message, conversation);
  }

  /** The user was removed from a room. After `/leave`, the conversation is closed already. */
  #onExpelled(message: PresenceEvent): void {
    const conversation = this.#chat.conversations.get("room", message.room);
    if (!conversation) return;
    this.#chat.conversations.close(conversation);
    this.#chat.tell(message);
  }

  /** Notes a new topic. The server also sends the topic of each room that is joined, which may be the known one. */
  #onTopic(room: string, message: ServerMessage & { readonly type: "topic" }): void {
    const conversation = this.#chat.conversations.get("room", room);
    if (!conversation || conversation.topic.value === message.text && message.ref === undefined) {
      return;
    }
    conversation.topic.value = message.text;
    this.#chat.tell(message, conversation);
  }

  /** Notes what an operator did. */
  #onCare(message: ServerMessage, room: string | undefined): void {
    const conversation = room === undefined
      ? undefined
      : this.#chat.conversations.get("room", room);
    this.#chat.tell(message, conversation);
    const isAboutRights = ["opped", "deopped", "owner"].includes(message.type);
    if (conversation && isAboutRights) this.askMembers(conversation);
  }

  #onRenamed({ from, name, reason }: Renamed, self: string): void {
    const { conversations } = this.#chat;
    const { chat, client } = catalogue.value;
    const isSelf = name === self;
    const text = !isSelf
      ? client.renamed(from, name)
      : reason === "registered"
      ? chat.displaced(from, name)
      : chat.renamed(name);
    for (const conversation of conversations.rooms.value) {
      const has = conversation.members.value.includes(from);
      if (!has && !isSelf) continue;
      conversation.members.value = sorted(
        conversation.members.value.map((other) => other === from ? name : other),
      );
      if (!isSelf) conversation.note(text);
    }
    if (isSelf) this.#chat.note(text);
    const other = conversations.get("person", from);
    if (
      other && !isSelf && !(nameKey(from) !== nameKey(name) && conversations.get("person", name))
    ) {
      conversations.rename(other, name);
      other.note(text);
    }
    this.#chat.keep();
  }

  /** Adds private messages that an account got while it was away: a `history` that nothing requested. */
  #onDirect({ with: name, messages, ref }: HistoryPage): void {
    if (name === undefined || ref !== undefined || messages.length === 0) return;
    const { conversations } = this.#chat;
    const conversation = conversations.open("person", name, messages[0]!.id - 1);
    for (const message of messages) this.#hear(conversation, message);
    if (messages[0]!.id > 1) conversation.hasOlder.value = true;
  }

  /** Members may have changed while the page was disconnected. */
  #onBack(): void {
    for (const conversation of this.#chat.conversations.rooms.value) this.askMembers(conversation);
  }
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort((one, other) => nameKey(one).localeCompare(nameKey(other)));
}
