import { nameKey } from "../../protocol/text/names.ts";
import { Conversation, type ConversationKind } from "./conversation.ts";
import { DisplayFilter } from "./display_filter.ts";

/** Most conversations kept: every sender of a private message opens one, and so does every room that a server names. */
export const MAX_CONVERSATIONS = 1_000;

/** Options of {@linkcode Conversations}. */
export interface ConversationsOptions {
  /** Whether conversations are kept to be shown again. */
  readonly keepsLog: boolean;
  /** Decides which messages are shown; by default all are. */
  readonly filter?: DisplayFilter;
  /** Called after a change of a conversation; without an argument, of the list or of the current one. */
  readonly onChange: (conversation?: Conversation) => void;
}

/** The rooms and private conversations that are open, and the current one. */
export class Conversations {
  readonly #options: ConversationsOptions;
  readonly #all = new Map<string, Conversation>();
  #keepsLog: boolean;
  #current: Conversation | undefined;

  constructor(options: ConversationsOptions) {
    this.#options = options;
    this.#keepsLog = options.keepsLog;
  }

  /** Sets whether conversations are kept from now on, those that are open, too. */
  set keepsLog(keepsLog: boolean) {
    this.#keepsLog = keepsLog;
    for (const conversation of this.#all.values()) conversation.keepsLog = keepsLog;
  }

  /** All conversations in the order of opening, rooms first. */
  get all(): readonly Conversation[] {
    return [...this.rooms, ...this.people];
  }

  get rooms(): readonly Conversation[] {
    return this.#of("room");
  }

  get people(): readonly Conversation[] {
    return this.#of("person");
  }

  get current(): Conversation | undefined {
    return this.#current;
  }

  /** The user who sent the latest private message to this one, as far as it is kept and shown. */
  get lastSender(): string | undefined {
    const received = this.people.flatMap(({ name, messages }) => {
      const latest = messages.findLast(({ isOwn }) => !isOwn);
      return latest ? [{ name, at: latest.at }] : [];
    });
    return received.sort((one, other) => other.at - one.at)[0]?.name;
  }

  /** Returns the key of a conversation: those of rooms begin with `#`, those of people with `@`. */
  static key(kind: ConversationKind, name: string): string {
    return kind === "room" ? nameKey(name) : `@${nameKey(name)}`;
  }

  get(kind: ConversationKind, name: string): Conversation | undefined {
    return this.#all.get(Conversations.key(kind, name));
  }

  /**
   * Returns a conversation, opening it if needed.
   *
   * @param kind What `name` names.
   * @param name The room or the person.
   * @param readId The last id that counts as read in a new conversation.
   */
  open(kind: ConversationKind, name: string, readId?: number): Conversation {
    const known = this.get(kind, name);
    if (known !== undefined) return known;
    const keepsLog = this.#keepsLog;
    const { filter = new DisplayFilter(), onChange } = this.#options;
    const conversation = new Conversation({ kind, name, readId, keepsLog, filter, onChange });
    if (this.#all.size >= MAX_CONVERSATIONS) this.#all.delete(this.#oldest() ?? "");
    this.#all.set(Conversations.key(kind, name), conversation);
    onChange();
    return conversation;
  }

  select(conversation: Conversation): void {
    const before = this.#current;
    if (before !== conversation && before?.unread === 0) before.clearMarker();
    this.#current = conversation;
    this.#options.onChange();
  }

  /** Closes a conversation; its neighbour becomes the current one in its place. */
  close(conversation: Conversation): void {
    const all = this.all;
    const index = all.indexOf(conversation);
    if (index < 0) return;
    this.#all.delete(Conversations.key(conversation.kind, conversation.name));
    if (this.#current === conversation) this.#current = all[index + 1] ?? all[index - 1];
    this.#options.onChange();
  }

  /** Gives a private conversation the new name of its person. */
  rename(conversation: Conversation, name: string): void {
    this.#all.delete(Conversations.key(conversation.kind, conversation.name));
    conversation.rename(name);
    this.#all.set(Conversations.key(conversation.kind, name), conversation);
    this.#options.onChange();
  }

  #of(kind: ConversationKind): readonly Conversation[] {
    return [...this.#all.values()].filter((conversation) => conversation.kind === kind);
  }

  /** The key of the conversation opened first, a private one if possible, and never the current one. */
  #oldest(): string | undefined {
    const others = [...this.#all].filter(([, other]) => other !== this.#current).map(([key]) =>
      key
    );
    return others.find((key) => key.startsWith("@")) ?? others[0];
  }
}
