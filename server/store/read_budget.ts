import { utf8Length } from "../../protocol/text/utf8_length.ts";
import type { MessageRange, StoredMessage } from "./store.ts";

/** Messages that are being read, until as many as the bytes of a {@linkcode MessageRange} allow are there. */
export class ReadBudget<T extends StoredMessage = StoredMessage> {
  /** What was taken, in the order of reading. */
  readonly messages: T[] = [];
  #bytes: number;

  /** @param range How much to read. */
  constructor({ bytes = Infinity }: Pick<MessageRange, "bytes">) {
    this.#bytes = bytes;
  }

  /**
   * Takes a message unless it has no room beside the others.
   *
   * @param message The next one in the direction of reading.
   * @returns Whether it was taken; if not, reading ends.
   */
  take(message: T): boolean {
    if (this.#bytes !== Infinity) {
      // With a comma.
      this.#bytes -= utf8Length(JSON.stringify(message)) + 1;
      if (this.#bytes < 0 && this.messages.length > 0) return false;
    }
    this.messages.push(message);
    return true;
  }
}
