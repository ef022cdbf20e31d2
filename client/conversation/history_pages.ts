import type { HistoryPage, HistoryRequest } from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { nameKey } from "../../protocol/text/names.ts";

/** Turns the pages of a room's history: who asks for it again, and for nothing else in between, gets what was before. */
export class HistoryPages {
  /** The room that was asked about last, and the first id that was shown of it. */
  #shown: { readonly room: string; readonly before: number } | undefined;
  /** The requests on the way that begin before what was shown. */
  readonly #further = new Set<Ref>();

  /** Begins at the end of a room again. */
  close(): void {
    this.#shown = undefined;
  }

  /** Asks for the page whose turn it is. */
  request(request: HistoryRequest, send: (request: HistoryRequest) => Ref): void {
    const { room = "" } = request;
    const isFurther = this.#shown !== undefined && nameKey(this.#shown.room) === nameKey(room);
    const ref = send(isFurther ? { ...request, before: this.#shown!.before } : request);
    if (isFurther) this.#further.add(ref);
  }

  /**
   * Takes an answer.
   *
   * @returns Whether it is what was said before what was shown.
   */
  take({ room, messages, ref }: HistoryPage): boolean {
    const isFurther = ref !== undefined && this.#further.delete(ref);
    const [first] = messages;
    if (room !== undefined && first) this.#shown = { room, before: first.id };
    return isFurther;
  }
}
