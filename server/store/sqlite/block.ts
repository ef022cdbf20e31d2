import type { NewMessage, StoredMessage } from "../entry.ts";
import { fromStoredText, toStoredText } from "../stored_text.ts";

/** Maximum messages per row. */
export const MAX_BLOCK = 256;

/** Length of the texts of a full row, in UTF-16 code units. */
const MAX_BLOCK_CHARACTERS = 64 * 1024;

/** A message within a row, as JSON. Its `id` is that of the row plus its index. */
type BlockEntry = readonly [from: string, to: string, text: string, at: number];

/** A row with messages of one conversation that were stored together. */
export interface Block {
  /** `id` of the first message. */
  readonly id: number;
  /** An {@linkcode BlockEntry} for each, as JSON. */
  readonly messages: string;
}

/** Splits messages of one conversation into rows. */
export function toBlocks<T extends Pick<NewMessage, "text">>(said: readonly T[]): T[][] {
  const blocks: T[][] = [];
  let block: T[] = [];
  let characters = 0;
  for (const message of said) {
    if (block.length === 0) blocks.push(block);
    block.push(message);
    characters += message.text.length;
    if (block.length < MAX_BLOCK && characters < MAX_BLOCK_CHARACTERS) continue;
    block = [];
    characters = 0;
  }
  return blocks;
}

/** Returns the `messages` of a row. */
export function encodeBlock(
  said: readonly Pick<StoredMessage, "from" | "to" | "text" | "at">[],
): string {
  const entries = said.map((
    { from, to, text, at },
  ): BlockEntry => [from, to, toStoredText(text), at]);
  return JSON.stringify(entries);
}

/** Returns the messages in a row, in the order of their ids. */
export function decodeBlock({ id, messages }: Block): StoredMessage[] {
  const entries: BlockEntry[] = JSON.parse(messages);
  return entries.map(([from, to, text, at], place) => (
    { id: id + place, from, to, text: fromStoredText(text), at }
  ));
}

/** Returns the recipient of the first message, given the beginning of a row's `messages`. */
export function firstRecipient(beginning: string): string | undefined {
  const [, recipient] = /^\[\["(?:[^"\\]|\\.)*",("(?:[^"\\]|\\.)*")/.exec(beginning) ?? [];
  return recipient === undefined ? undefined : JSON.parse(recipient);
}
