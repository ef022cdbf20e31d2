import type { HistoryPage } from "../../protocol/messages/messages.ts";
import { nameKey } from "../../protocol/text/names.ts";

/** Remembers which page of a room's history was shown last, so that asking again in a row shows the one before it. */
export class HistoryPages {
  #shown: { readonly room: string; readonly before: number } | undefined;

  /** Starts over from the latest messages. */
  close(): void {
    this.#shown = undefined;
  }

  /** Returns the id that the next page of a room precedes; `undefined` for its latest messages. */
  next(room: string): number | undefined {
    const isSame = this.#shown !== undefined && nameKey(this.#shown.room) === nameKey(room);
    return isSame ? this.#shown!.before : undefined;
  }

  /** Notes that a page is shown. */
  show({ room, messages: [first] }: HistoryPage): void {
    if (room !== undefined && first) this.#shown = { room, before: first.id };
  }
}
