import type { HistoryPage } from "../../protocol/messages/server_messages.ts";
import { nameKey } from "../../protocol/text/names.ts";

/** Position in a room's history: a repeated request gets the page before the last one shown. */
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

  /** Moves the position to a page that is shown. */
  show({ room, messages, first = messages[0]?.id }: HistoryPage): void {
    if (room !== undefined && first !== undefined) this.#shown = { room, before: first };
  }
}
