import { computed, signal } from "@preact/signals";
import type { Conversation, ConversationKind } from "../../conversation/conversation.ts";
import { Conversations } from "../../conversation/conversations.ts";
import { ConversationSignals } from "./conversation_signals.ts";

/** The open conversations as signals. */
export class ConversationList {
  readonly #all = signal<ReadonlyMap<Conversation, ConversationSignals>>(new Map());
  readonly #current = signal<Conversation | undefined>(undefined);
  #model: Conversations | undefined;
  readonly rooms = computed(() => this.#of("room"));
  readonly people = computed(() => this.#of("person"));
  /** All of them, rooms first. */
  readonly all = computed(() => [...this.rooms.value, ...this.people.value]);
  readonly current = computed(() => {
    const current = this.#current.value;
    return current && this.#all.value.get(current);
  });
  /** Unread messages of all conversations. */
  readonly unread = computed(() =>
    this.all.value.reduce((sum, { unread }) => sum + unread.value, 0)
  );
  /** Unread messages of the conversations other than the current one, and how many of them concern the user. */
  readonly elsewhere = computed(() => {
    const others = this.all.value.filter((one) => one !== this.current.value);
    return {
      unread: others.reduce((sum, { unread }) => sum + unread.value, 0),
      mentions: others.reduce((sum, { mentions }) => sum + mentions.value, 0),
    };
  });

  /** Returns the signals of an open conversation. */
  of(model: Conversation): ConversationSignals | undefined {
    return this.#all.peek().get(model);
  }

  /** Returns what a user says about being away, as far as a room that is open here tells. */
  awayOf(name: string): string | undefined {
    return this.rooms.value.map(({ away }) => away.value.get(name)).find((text) =>
      text !== undefined
    );
  }

  get(kind: ConversationKind, name: string): ConversationSignals | undefined {
    const model = this.#model?.get(kind, name);
    return model && this.of(model);
  }

  /** Returns the key of a conversation, as of {@linkcode Conversations.key}. */
  keyOf({ model }: ConversationSignals): string {
    return Conversations.key(model.kind, model.name);
  }

  /** Copies from the model which conversations are open, and which is the current one; none without a model. */
  update(model: Conversations | undefined): void {
    const before = this.#all.peek();
    this.#model = model;
    this.#all.value = new Map(
      model?.all.map((one) => [one, before.get(one) ?? new ConversationSignals(one)]),
    );
    this.#current.value = model?.current;
  }

  #of(kind: ConversationKind): readonly ConversationSignals[] {
    return [...this.#all.value.values()].filter((conversation) => conversation.kind === kind);
  }
}
