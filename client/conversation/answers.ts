import type { ClientMessage } from "../../protocol/messages/client_messages.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { ChatClient } from "../session/client.ts";

/** Called with the answer to a request; a list may come in several parts. */
export type OnAnswer = (answer: ServerMessage) => void;

/** Sends requests, and hands each answer to the caller that waits for it. */
export class Answers {
  readonly #client: Pick<ChatClient, "request">;
  readonly #waiting = new Map<Ref, { readonly onAnswer: OnAnswer; readonly isOnce: boolean }>();

  constructor(client: Pick<ChatClient, "request">) {
    this.#client = client;
  }

  /**
   * Sends a request.
   *
   * @param message The request.
   * @param onAnswer Called with the answer.
   * @param options `isOnce`: the request is not sent again after a reconnect.
   * @returns The `ref` of the request.
   */
  ask(message: ClientMessage, onAnswer?: OnAnswer, { isOnce = false } = {}): Ref {
    const ref = this.#client.request(message, { isOnce });
    if (onAnswer) this.#waiting.set(ref, { onAnswer, isOnce });
    return ref;
  }

  /** Whether a caller waits for this answer. */
  isAwaited(message: ServerMessage): boolean {
    return "ref" in message && message.ref !== undefined && this.#waiting.has(message.ref);
  }

  /** Hands over an answer, if a caller waits for it. */
  take(message: ServerMessage): void {
    if (!("ref" in message) || message.ref === undefined) return;
    const waiting = this.#waiting.get(message.ref);
    if (!isPart(message)) this.#waiting.delete(message.ref);
    waiting?.onAnswer(message);
  }

  /** Forgets the requests that are not sent again after a reconnect. */
  onLost(): void {
    for (const [ref, { isOnce }] of this.#waiting) if (isOnce) this.#waiting.delete(ref);
  }
}

/** Whether more of the same answer follows. */
function isPart(message: ServerMessage): boolean {
  switch (message.type) {
    case "rooms":
    case "members":
    case "invites":
      return message.more === true;
    default:
      return false;
  }
}
