import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { nameKey } from "../../../protocol/text/names.ts";
import { Conversation } from "./conversation.ts";

/** Maximum number of conversations: any private message and any room that the server names may start one. */
export const MAX_CONVERSATIONS = 1_000;

/** The user's rooms and private conversations, and which of them is on the screen. */
export class Conversations {
  readonly #all = signal<ReadonlyMap<string, Conversation>>(new Map());
  readonly #current = signal("");
  readonly rooms: ReadonlySignal<readonly Conversation[]> = this.#of("room");
  readonly people: ReadonlySignal<readonly Conversation[]> = this.#of("person");
  readonly all = computed(() => [...this.rooms.value, ...this.people.value]);
  readonly current = computed(() => this.#all.value.get(this.#current.value));
  /** Number of unread messages. */
  readonly unread = computed(() =>
    this.all.value.reduce((sum, { unread }) => sum + unread.value, 0)
  );

  /** Key of a conversation: `#room` or `@user`, case-folded. */
  static key(kind: Conversation["kind"], name: string): string {
    return kind === "room" ? nameKey(name) : `@${nameKey(name)}`;
  }

  get(kind: Conversation["kind"], name: string): Conversation | undefined {
    return this.#all.peek().get(Conversations.key(kind, name));
  }

  keyOf(conversation: Conversation): string {
    return Conversations.key(conversation.kind, conversation.name.peek());
  }

  /** Returns a conversation, and creates it if needed. */
  open(kind: Conversation["kind"], name: string, readId?: number): Conversation {
    const known = this.get(kind, name);
    if (known !== undefined) return known;
    const conversation = new Conversation(kind, name, readId);
    const all = new Map(this.#all.peek());
    if (all.size >= MAX_CONVERSATIONS) all.delete(this.#oldest(all) ?? "");
    this.#all.value = all.set(this.keyOf(conversation), conversation);
    return conversation;
  }

  /** The oldest conversation that is not on the screen; a private one if there is any. */
  #oldest(all: ReadonlyMap<string, Conversation>): string | undefined {
    const others = [...all.keys()].filter((key) => key !== this.#current.peek());
    return others.find((key) => key.startsWith("@")) ?? others[0];
  }

  select(conversation: Conversation): void {
    const before = this.current.peek();
    const isRead = before !== undefined && before !== conversation && before.unread.peek() === 0;
    if (isRead) before.marker.value = undefined;
    this.#current.value = this.keyOf(conversation);
  }

  close(conversation: Conversation): void {
    const before = this.all.peek();
    const all = new Map(this.#all.peek());
    all.delete(this.keyOf(conversation));
    this.#all.value = all;
    const next = before[before.indexOf(conversation) + 1] ??
      before[before.indexOf(conversation) - 1];
    if (this.current.peek() === undefined && next !== undefined) this.select(next);
  }

  /** Changes the name of the other user. */
  rename(conversation: Conversation, name: string): void {
    const isCurrent = this.current.peek() === conversation;
    const all = new Map(this.#all.peek());
    all.delete(this.keyOf(conversation));
    conversation.name.value = name;
    all.set(this.keyOf(conversation), conversation);
    this.#all.value = all;
    if (isCurrent) this.#current.value = this.keyOf(conversation);
  }

  clear(): void {
    this.#all.value = new Map();
    this.#current.value = "";
  }

  #of(kind: Conversation["kind"]): ReadonlySignal<readonly Conversation[]> {
    return computed(() =>
      [...this.#all.value.values()].filter((conversation) => conversation.kind === kind)
    );
  }
}
