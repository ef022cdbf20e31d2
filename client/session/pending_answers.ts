import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { ClosedError, RefusedError } from "./errors.ts";

/** Promises of answers, by the `ref` of their requests. */
export class PendingAnswers {
  readonly #pending = new Map<Ref, PromiseWithResolvers<ServerMessage>>();

  /** Returns a promise of the answer, which rejects with a {@linkcode RefusedError} or a {@linkcode ClosedError}. */
  wait(ref: Ref): Promise<ServerMessage> {
    const answer = Promise.withResolvers<ServerMessage>();
    this.#pending.set(ref, answer);
    return answer.promise;
  }

  /** Settles the promise of a request that has its answer. */
  settle(ref: Ref, message: ServerMessage): void {
    const answer = this.#pending.get(ref);
    this.#pending.delete(ref);
    if (message.type === "error") answer?.reject(new RefusedError(message));
    else answer?.resolve(message);
  }

  /** Rejects all promises: no answer will come. */
  close(reason: string): void {
    for (const { reject } of this.#pending.values()) reject(new ClosedError(reason));
    this.#pending.clear();
  }
}
