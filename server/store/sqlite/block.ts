import type { NewMessage, StoredMessage } from "../entry.ts";
import { fromStoredText, toStoredText } from "../stored_text.ts";

/** Most messages in one row. */
export const MAX_BLOCK = 256;

/** UTF-16 code units of text from which a row is full. */
const MAX_BLOCK_CHARACTERS = 64 * 1024;

/** What `messages` of a row has of each, as JSON; its place is how far its `id` is from the row's. */
type BlockEntry = readonly [from: string, to: string, text: string, at: number];

/** Messages of one conversation that were stored together, as one row has them. */
export interface Block {
  /** The `id` of the first. */
  readonly id: number;
  /** An {@linkcode BlockEntry} for each, as JSON. */
  readonly messages: string;
}

/** Splits the messages of one conversation into rows. */
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

/** Returns to whom the first message in a row is, by the beginning of its `messages`. */
export function firstRecipient(beginning: string): string | undefined {
  const [, recipient] = /^\[\["(?:[^"\\]|\\.)*",("(?:[^"\\]|\\.)*")/.exec(beginning) ?? [];
  return recipient === undefined ? undefined : JSON.parse(recipient);
}
