export interface MessageLengthsOptions {
  /** Bytes of a room's first message as a member receives it. */
  readonly first: number;
  /** Whether messages contain their number in the room, in decimal digits. */
  readonly isNumbered: boolean;
}

/** Messages of a room whose numbers have the same count of digits. */
interface Span {
  /** Number of messages before them. */
  readonly messages: number;
  /** Bytes of all messages before them. */
  readonly bytes: number;
  /** Bytes of each message. */
  readonly length: number;
}

/** Maximum digits of a message's number; more than any run reaches. */
const MAX_DIGITS = 12;

/** Converts between bytes and messages of a member that has received all messages of a room and nothing else. */
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

  /** Returns the number of whole messages in a number of bytes. */
  messagesIn(bytes: number): number {
    let index = this.#spans.length - 1;
    while (this.#spans[index]!.bytes > bytes) index--;
    const span = this.#spans[index]!;
    return span.messages + Math.floor((bytes - span.bytes) / span.length);
  }

  /** Returns the number of bytes of a number of messages. */
  bytesOf(messages: number): number {
    let index = this.#spans.length - 1;
    while (this.#spans[index]!.messages > messages) index--;
    const span = this.#spans[index]!;
    return span.bytes + (messages - span.messages) * span.length;
  }
}
