import { isRelative } from "../../protocol/messages/changes.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { Conversation } from "./conversation.ts";
import type { Pending } from "./conversation_entry.ts";

/** A message that a command refers to: one with an id, or one that is on its way to the server. */
export type Target =
  | { readonly kind: "stored"; readonly id: number }
  | { readonly kind: "sent"; readonly pending: Pending };

/**
 * Finds the message that a command refers to.
 *
 * @param of The conversation; `undefined` if it is not open.
 * @param about The id of the message, or its place from the end of what is shown, -1 for the latest one.
 * @param isOwn Whether to count only messages of the user.
 * @returns The message, if there is one; always, for an id, which the server checks.
 */
export function findTarget(
  of: Conversation | undefined,
  about: number,
  isOwn: boolean,
): Target | undefined {
  if (!isRelative(about)) return { kind: "stored", id: about };
  if (of === undefined) return undefined;
  const sent = of.pending.unanswered;
  const pending = sent.at(about);
  if (pending) return { kind: "sent", pending };
  const messages = isOwn ? of.messages.filter((message) => message.isOwn) : of.messages;
  const message = messages.at(about + sent.length);
  return message && { kind: "stored", id: message.id };
}

/** Waits for the ids of messages that are on their way to the server. */
export class AwaitedIds {
  readonly #waiting = new Map<Ref, ((id: number) => void)[]>();

  /** Number of functions that wait. */
  get size(): number {
    return [...this.#waiting.values()].reduce((count, { length }) => count + length, 0);
  }

  /** Calls a function with the id of a message: at once, or when the server has acknowledged the message. */
  whenStored(target: Target, use: (id: number) => void): void {
    if (target.kind === "stored") return use(target.id);
    const { ref } = target.pending;
    this.#waiting.set(ref, [...this.#waiting.get(ref) ?? [], use]);
  }

  /** Handles the answer to a message that was sent: its id, or `undefined` if it was refused. */
  onAnswer(ref: Ref, id: number | undefined): void {
    const waiting = this.#waiting.get(ref) ?? [];
    this.#waiting.delete(ref);
    if (id !== undefined) { for (const use of waiting) use(id); }
  }
}
