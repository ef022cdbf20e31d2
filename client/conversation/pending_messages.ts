import type { Change } from "../../protocol/messages/changes.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { ErrorMessage } from "../../protocol/messages/server_messages.ts";
import type { Pending } from "./conversation_entry.ts";
import { foldQuote } from "./fold_change.ts";

/** Options of {@linkcode PendingMessages}. */
export interface PendingMessagesOptions {
  /** Whether refused messages are kept, to be shown; otherwise they are dropped. */
  readonly keepsRefused: boolean;
  /** Called after each change. */
  readonly onChange: () => void;
}

/**
 * Messages sent from this client to one conversation that the server has not acknowledged, or has refused.
 *
 * Its array is never modified: a change replaces it.
 */
export class PendingMessages {
  readonly #onChange: () => void;
  #keepsRefused: boolean;
  #all: readonly Pending[] = [];
  #sent = 0;

  constructor({ keepsRefused, onChange }: PendingMessagesOptions) {
    this.#keepsRefused = keepsRefused;
    this.#onChange = onChange;
  }

  /** The messages in the order of sending. */
  get all(): readonly Pending[] {
    return this.#all;
  }

  /** The messages that the server has not answered. */
  get unanswered(): readonly Pending[] {
    return this.#all.filter(({ problem }) => problem === undefined);
  }

  /** How many messages were sent from here. */
  get sent(): number {
    return this.#sent;
  }

  /** Sets whether refused messages are kept from now on; if not, those that are here are dropped. */
  set keepsRefused(keepsRefused: boolean) {
    this.#keepsRefused = keepsRefused;
    if (!keepsRefused) this.#all = this.unanswered;
  }

  /** Adds a message that is on its way to the server. */
  add(pending: Pending): void {
    this.#sent++;
    this.#set([...this.#all, pending]);
  }

  /** Removes a message: it was acknowledged, or the user gave it up. */
  settle(ref: Ref): void {
    this.#set(this.#all.filter((pending) => pending.ref !== ref));
  }

  /** Removes the first message with a text, as the server sent it back. */
  settleEcho(text: string): void {
    const echoed = this.#all.find((pending) => pending.text === text);
    if (echoed) this.settle(echoed.ref);
  }

  /** Marks a message as refused. */
  fail(ref: Ref, problem: ErrorMessage): void {
    if (!this.#keepsRefused) return this.settle(ref);
    this.#set(this.#all.map((pending) => pending.ref === ref ? { ...pending, problem } : pending));
  }

  /** Applies a change to quotes of its message. */
  change(change: Change): void {
    if (!this.#all.some(({ reply }) => reply?.id === change.about)) return;
    this.#set(
      this.#all.map((pending) =>
        pending.reply?.id === change.about
          ? { ...pending, reply: foldQuote(pending.reply, change) }
          : pending
      ),
    );
  }

  #set(all: readonly Pending[]): void {
    this.#all = all;
    this.#onChange();
  }
}
