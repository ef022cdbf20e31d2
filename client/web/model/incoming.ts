import type {
  History,
  Presence,
  Renamed,
  ServerMessage,
} from "../../../protocol/messages/messages.ts";
import { nameKey } from "../../../protocol/text/names.ts";
import type { ClientEvent } from "../../session/event.ts";
import type { ChatState } from "./chat_state.ts";
import { catalogue } from "./language.ts";
import type { Talk } from "./conversation.ts";

/** Applies what the server sends, and changes of the connection, to the conversations. */
export class Incoming {
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
        const talk = chat.talks.get("room", event.room);
        talk?.restart();
        return talk?.note(client.notKept(event.room));
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
    const { talks } = chat;
    const self = chat.client!.name;
    switch (message.type) {
      case "welcome":
        chat.name.value = message.name;
        chat.isRegistered.value = message.registered === true;
        return;
      case "message":
        return this.#hear(talks.open("room", message.room), message);
      case "direct": {
        const name = message.from === self ? message.to : message.from;
        const known = talks.get("person", name);
        const talk = known ?? talks.open("person", name, message.id - 1);
        this.#hear(talk, message);
        // Earlier messages give it context.
        if (!known && message.id > 1) chat.loadOlder(talk, 20);
        return;
      }
      case "joined":
        return message.name === self ? this.#onEntered(message.room) : this.#onJoined(message);
      case "left":
        return message.name === self ? this.#onExpelled(message) : this.#onLeft(message);
      case "renamed":
        return this.#onRenamed(message, self);
      case "history":
        return this.#onMail(message);
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

  #hear(talk: Talk, message: { id: number; from: string; text: string; at: number }): void {
    const isNew = !talk.has(message.id);
    const self = this.#chat.client!.name;
    talk.add([message], self);
    if (isNew && message.from !== self) this.#chat.onTalk(talk, message);
  }

  #onRecent({ room, messages, more }: History): void {
    if (room === undefined) return;
    const talk = this.#chat.talks.open("room", room);
    talk.add(messages, this.#chat.client!.name);
    talk.hasOlder.value = more;
  }

  #onEntered(room: string): void {
    const { talks } = this.#chat;
    const talk = talks.open("room", room);
    if (talks.current.value === undefined) this.#chat.select(talk);
    else this.askMembers(talk);
    this.#chat.keep();
  }

  /** Requests the members of a room; large rooms answer in several parts. */
  askMembers(talk: Talk): void {
    const names: string[] = [];
    const operators: string[] = [];
    this.#chat.ask({ type: "who", room: talk.name.value }, (answer) => {
      if (answer.type !== "members") return;
      names.push(...answer.names);
      operators.push(...answer.ops ?? []);
      if (answer.more) return;
      talk.members.value = sorted(names);
      talk.operators.value = new Set(operators);
    });
  }

  #onJoined({ room, name }: { readonly room: string; readonly name: string }): void {
    const talk = this.#chat.talks.get("room", room);
    if (!talk) return;
    talk.members.value = sorted([...talk.members.value.filter((other) => other !== name), name]);
    talk.note(catalogue.value.client.joined(name, room));
  }

  #onLeft(message: Presence): void {
    const { room, name, by } = message;
    const talk = this.#chat.talks.get("room", room);
    if (!talk) return;
    talk.members.value = talk.members.value.filter((other) => other !== name);
    if (by === undefined) talk.note(catalogue.value.client.left(name, room));
    else this.#chat.tell(message, talk);
  }

  /** The user was removed from a room. After `/leave`, the conversation is closed already. */
  #onExpelled(message: Presence): void {
    const talk = this.#chat.talks.get("room", message.room);
    if (!talk) return;
    this.#chat.talks.close(talk);
    this.#chat.tell(message);
  }

  /** Notes a new topic. The server also sends the topic of each room that is joined, which may be the known one. */
  #onTopic(room: string, message: ServerMessage & { readonly type: "topic" }): void {
    const talk = this.#chat.talks.get("room", room);
    if (!talk || talk.topic.value === message.text && message.ref === undefined) return;
    talk.topic.value = message.text;
    this.#chat.tell(message, talk);
  }

  /** Notes what an operator did. */
  #onCare(message: ServerMessage, room: string | undefined): void {
    const talk = room === undefined ? undefined : this.#chat.talks.get("room", room);
    this.#chat.tell(message, talk);
    const isAboutRights = ["opped", "deopped", "owner"].includes(message.type);
    if (talk && isAboutRights) this.askMembers(talk);
  }

  #onRenamed({ from, name, reason }: Renamed, self: string): void {
    const { talks } = this.#chat;
    const { chat, client } = catalogue.value;
    const isSelf = name === self;
    const text = !isSelf
      ? client.renamed(from, name)
      : reason === "registered"
      ? chat.displaced(from, name)
      : chat.renamed(name);
    for (const talk of talks.rooms.value) {
      const has = talk.members.value.includes(from);
      if (!has && !isSelf) continue;
      talk.members.value = sorted(talk.members.value.map((other) => other === from ? name : other));
      if (!isSelf) talk.note(text);
    }
    if (isSelf) this.#chat.note(text);
    const other = talks.get("person", from);
    if (other && !isSelf && !(nameKey(from) !== nameKey(name) && talks.get("person", name))) {
      talks.rename(other, name);
      other.note(text);
    }
    this.#chat.keep();
  }

  /** Adds private messages that an account got while it was away: a `history` that nothing requested. */
  #onMail({ with: name, messages, ref }: History): void {
    if (name === undefined || ref !== undefined || messages.length === 0) return;
    const { talks } = this.#chat;
    const talk = talks.open("person", name, messages[0]!.id - 1);
    for (const message of messages) this.#hear(talk, message);
    if (messages[0]!.id > 1) talk.hasOlder.value = true;
  }

  /** Members may have changed while the page was disconnected. */
  #onBack(): void {
    for (const talk of this.#chat.talks.rooms.value) this.askMembers(talk);
  }
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort((one, other) => nameKey(one).localeCompare(nameKey(other)));
}
