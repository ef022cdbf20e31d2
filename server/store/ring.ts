import type { Draft, Kept } from "./store.ts";

/** The latest messages of one conversation, in memory. */
export class Ring {
  readonly #size: number;
  /** Up to which id nothing is kept, since the ring is younger than the conversation. */
  readonly #before: number;
  /** The message with the `id` is at `(id - 1 - #before) % #size`. */
  readonly #messages: Kept[] = [];
  #last: number;
  #characters = 0;

  /**
   * @param size Most messages to keep.
   * @param last The id of the last message there was; 0 if none.
   */
  constructor(size: number, last: number) {
    this.#size = size;
    this.#before = last;
    this.#last = last;
  }

  /** The `id` of the last message, 0 if there was none. */
  get last(): number {
    return this.#last;
  }

  /** The lowest `id` that is kept, 0 if none is. */
  get first(): number {
    return this.#messages.length === 0 ? 0 : this.#last - this.#messages.length + 1;
  }

  /** The length of all texts that are kept, in UTF-16 code units. */
  get characters(): number {
    return this.#characters;
  }

  /**
   * Keeps a message, in the place of the oldest one if there are too many.
   *
   * @returns Its `id`.
   */
  push({ from, to, text, at }: Draft): number {
    const id = ++this.#last;
    const index = (id - 1 - this.#before) % this.#size;
    this.#characters += text.length - (this.#messages[index]?.text.length ?? 0);
    this.#messages[index] = { id, from, to, text, at };
    return id;
  }

  /** Gives the message with this `id`, which MUST be kept. */
  get(id: number): Kept {
    return this.#messages[(id - 1 - this.#before) % this.#size]!;
  }
}
