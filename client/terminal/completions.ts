import { COMMAND_NAMES } from "../../protocol/commands.ts";
import { nameKey } from "../../protocol/names.ts";
import type { ChatClient } from "../client.ts";
import type { ClientEvent } from "../event.ts";
import type { Conversation } from "../conversation.ts";

/** What Tab makes of a word: commands, and the rooms and names that the client has heard of. */
export class Completions {
  readonly #client: ChatClient;
  readonly #conversation: Conversation;
  readonly #rooms = new Map<string, string>();
  readonly #names = new Map<string, string>();

  constructor(client: ChatClient, conversation: Conversation) {
    this.#client = client;
    this.#conversation = conversation;
  }

  /** Learns the rooms and names in an event, and asks for those in a room that one came into. */
  learn(event: ClientEvent): void {
    if (event.type !== "server") return;
    const { message } = event;
    switch (message.type) {
      case "joined":
        add(this.#rooms, message.room);
        add(this.#names, message.name);
        if (message.name !== this.#client.name) break;
        this.#conversation.ask({ type: "who", room: message.room });
        this.#conversation.ask({ type: "list" });
        break;
      case "rooms":
        for (const { name } of message.rooms) add(this.#rooms, name);
        break;
      case "members":
        for (const name of message.names) add(this.#names, name);
        break;
      case "message":
      case "direct":
        add(this.#names, message.from);
        break;
      case "renamed":
        this.#names.delete(nameKey(message.from));
        add(this.#names, message.name);
        break;
    }
  }

  /**
   * Gives the words that begin as one does.
   *
   * @param word What was typed of it.
   * @param isFirst Whether the line begins with it.
   */
  of(word: string, isFirst: boolean): string[] {
    if (isFirst && word.startsWith("/")) {
      return COMMAND_NAMES.map((name) => `/${name} `).filter((name) => name.startsWith(word));
    }
    if (word === "") return [];
    const words = word.startsWith("#") ? this.#rooms : this.#names;
    const key = nameKey(word);
    return [...words].filter(([known]) => known.startsWith(key)).map(([, shown]) => `${shown} `);
  }
}

function add(words: Map<string, string>, word: string): void {
  words.set(nameKey(word), word);
}
