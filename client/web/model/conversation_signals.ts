import { computed, signal } from "@preact/signals";
import type { Conversation, ConversationKind } from "../../conversation/conversation.ts";
import type {
  ConversationEntry,
  MessageEntry,
  Note,
  Pending,
} from "../../conversation/conversation_entry.ts";

/** The message that the draft is about. `draft` is what was typed before an edit. */
export type DraftTarget =
  | { readonly kind: "reply"; readonly message: MessageEntry }
  | { readonly kind: "edit"; readonly message: MessageEntry; readonly draft: string };

/** A conversation as signals: a copy of the model's state, and what only the page needs. */
export class ConversationSignals {
  readonly model: Conversation;
  readonly kind: ConversationKind;
  readonly name = signal("");
  readonly entries = signal<readonly ConversationEntry[]>([]);
  readonly pending = signal<readonly Pending[]>([]);
  /** How many messages were sent from here. */
  readonly sent = signal(0);
  readonly members = signal<readonly string[]>([]);
  readonly operators = signal<ReadonlySet<string>>(new Set());
  /** What members who are away say about it, by name. */
  readonly away = signal<ReadonlyMap<string, string>>(new Map());
  /** Whether the member list has arrived. */
  readonly hasMembers = signal(false);
  readonly topic = signal("");
  readonly problem = signal<Note | undefined>(undefined);
  readonly hasOlder = signal(false);
  /** Whether there are messages after the shown ones, as the user jumped to an earlier one. */
  readonly hasNewer = signal(false);
  /** Whether its latest messages have arrived, if there are any. */
  readonly isLoaded = signal(false);
  readonly marker = signal<number | undefined>(undefined);
  readonly mentions = signal(0);
  readonly unread = signal(0);
  /** Whether the user cleared the log, which then loads earlier messages only on request. */
  readonly isCleared = signal(false);
  /** Whether messages are being loaded. */
  readonly isLoading = signal(false);
  /** What is typed and not sent. */
  readonly draft = signal("");
  /** Whether a part of the draft was pasted. */
  isPasted = false;
  /** The message that the draft replies to or replaces, if any. */
  readonly draftTarget = signal<DraftTarget | undefined>(undefined);
  /** What is typed as a new message or a reply; during an edit, what was typed before it. */
  readonly newDraft = computed(() =>
    this.draftTarget.value?.kind === "edit" ? this.draftTarget.value.draft : this.draft.value
  );
  /** Key of the message with the focus or under the pointer, which shows its actions. */
  readonly active = signal<string | undefined>(undefined);
  /** The message of which something was copied last, and whether its text or a link to it. */
  readonly copied = signal<
    { readonly key: string; readonly what: "copy" | "link" } | undefined
  >(undefined);
  /** Key of the message with the focus. */
  readonly focused = signal<string | undefined>(undefined);
  /** Key of the message where Tab enters the log. */
  readonly tabStop = computed(() =>
    this.focused.value ?? this.entries.value.findLast(({ kind }) => kind === "said")?.key
  );
  /** The message to scroll to. */
  readonly target = signal<{ readonly id: number } | undefined>(undefined);

  constructor(model: Conversation) {
    this.model = model;
    this.kind = model.kind;
    this.update();
  }

  /** Copies the state of the model. */
  update(): void {
    const { model } = this;
    this.name.value = model.name;
    this.entries.value = model.entries;
    this.pending.value = model.pending.all;
    this.sent.value = model.pending.sent;
    this.members.value = model.members.names;
    this.operators.value = model.members.operators;
    this.away.value = model.members.away;
    this.hasMembers.value = model.members.isKnown;
    this.topic.value = model.topic;
    this.problem.value = model.problem;
    this.hasOlder.value = model.hasOlder;
    this.hasNewer.value = model.lastId !== undefined;
    this.isLoaded.value = model.isLoaded;
    this.marker.value = model.marker;
    this.mentions.value = model.mentions;
    this.unread.value = model.unread;
  }
}
