/** Options of {@linkcode MessageLengths}. */
export interface MessageLengthsOptions {
  /** Bytes of a room's first message, as a member gets it. */
  readonly first: number;
  /** Whether a message carries its number in the room, in decimal digits. */
  readonly isNumbered: boolean;
}

/** The messages of a room that have as many digits in their numbers as each other. */
interface Span {
  /** Messages before these. */
  readonly messages: number;
  /** Bytes before these. */
  readonly bytes: number;
  /** Bytes of each. */
  readonly length: number;
}

/** Digits of the largest number that a run comes to, with some to spare. */
const MAX_DIGITS = 12;

/** Turns bytes into messages and back, for a member who got a room's messages from the first on and nothing else. */
export class MessageLengths {
  readonly #spans: readonly Span[];

  constructor({ first, isNumbered }: MessageLengthsOptions) {
    const spans: Span[] = [{ messages: 0, bytes: 0, length: first }];
    for (let digits = 1; isNumbered && digits < MAX_DIGITS; digits++) {
      const { messages, bytes, length } = spans.at(-1)!;
      const count = 9 * 10 ** (digits - 1);
      spans.push({ messages: messages + count, bytes: bytes + count * length, length: length + 1 });
    }
    this.#spans = spans;
  }

  /** Returns how many whole messages some bytes are. */
  messagesIn(bytes: number): number {
    let index = this.#spans.length - 1;
    while (this.#spans[index]!.bytes > bytes) index--;
    const span = this.#spans[index]!;
    return span.messages + Math.floor((bytes - span.bytes) / span.length);
  }

  /** Returns how many bytes some messages are. */
  bytesOf(messages: number): number {
    let index = this.#spans.length - 1;
    while (this.#spans[index]!.messages > messages) index--;
    const span = this.#spans[index]!;
    return span.bytes + (messages - span.messages) * span.length;
  }
}
