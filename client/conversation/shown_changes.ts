import type { ChangeEvent } from "../../protocol/messages/changes.ts";
import type { ReceivedMessage } from "./conversation_entry.ts";

/** Most reactions that are remembered. */
const MAX_REACTIONS = 1_000;

/**
 * Decides which changes get a line of their own: edits, deletions, what the user does, and of the reactions of others the
 * first one with each emoji. So a message gets a bounded number of lines, however many users react to it and how often.
 */
export class ShownChanges {
  /** Messages and emoji of reactions that were shown. */
  readonly #reactions = new Set<string>();

  /**
   * Returns whether to show a change.
   *
   * @param change The change.
   * @param message The message, if it is known.
   * @param self The user's name.
   */
  take(change: ChangeEvent, message: ReceivedMessage | undefined, self: string): boolean {
    const { type, about, emoji, from, removed, room = "", with: person = "" } = change;
    if (type === "deleted") return true;
    // The message of a change without content is gone.
    if (type === "edited") return change.text !== undefined;
    if (emoji === undefined) return false;
    if (from === self) return true;
    // Beside its number, a line about an unknown message could say nothing.
    if (removed || message === undefined) return false;
    const key = `${room || `@${person}`} ${about} ${message.at} ${emoji}`;
    if (this.#reactions.has(key)) return false;
    if (this.#reactions.size >= MAX_REACTIONS) this.#reactions.clear();
    this.#reactions.add(key);
    const count = message.reactions?.find((reaction) => reaction.emoji === emoji)?.count;
    return count === undefined || count === 1;
  }
}
