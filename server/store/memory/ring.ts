import type { NewMessage, StoredMessage } from "../store.ts";

/** In the place of a message that was dropped. */
const NOTHING: StoredMessage = { id: 0, from: "", to: "", text: "", at: 0 };

/** The latest messages of one conversation, in memory. */
export class Ring {
  readonly #size: number;
  /** Up to which id nothing is kept, since the ring is younger than the conversation. */
  readonly #before: number;
  /** The message with the `id` is at `(id - 1 - #before) % #size`. */
  readonly #messages: StoredMessage[] = [];
  #first: number;
  #last: number;
  #characters = 0;

  /**
   * @param size Most messages to keep.
   * @param last The id of the last message there was; 0 if none.
   */
  constructor(size: number, last: number) {
    this.#size = size;
    this.#before = last;
    this.#first = last + 1;
    this.#last = last;
  }

  /** The `id` of the last message, 0 if there was none. */
  get last(): number {
    return this.#last;
  }

  /** The lowest `id` that is kept, 0 if none is. */
  get first(): number {
    return this.#first > this.#last ? 0 : this.#first;
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
  push({ from, to, text, at }: NewMessage): number {
    const id = ++this.#last;
    if (id - this.#first === this.#size) this.#drop();
    this.#messages[(id - 1 - this.#before) % this.#size] = { id, from, to, text, at };
    this.#characters += text.length;
    return id;
  }

  /** Returns the message with this `id`, which MUST be kept. */
  get(id: number): StoredMessage {
    return this.#messages[(id - 1 - this.#before) % this.#size]!;
  }

  /**
   * Drops the oldest messages as long as they were said before a time.
   *
   * @param time The time, in Unix milliseconds.
   * @returns How many were dropped.
   */
  dropBefore(time: number): number {
    const first = this.#first;
    while (this.#first <= this.#last && this.get(this.#first).at < time) this.#drop();
    return this.#first - first;
  }

  #drop(): void {
    const index = (this.#first - 1 - this.#before) % this.#size;
    this.#characters -= this.#messages[index]!.text.length;
    this.#messages[index] = NOTHING;
    this.#first++;
  }
}
