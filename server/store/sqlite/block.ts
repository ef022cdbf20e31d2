import type { ChangeExtra, MessageExtra } from "../fold.ts";
import { fromStoredText } from "../stored_text.ts";

/** Maximum entries per row. */
export const MAX_BLOCK = 256;

/** Length of the texts of a full row, in UTF-16 code units. */
const MAX_BLOCK_CHARACTERS = 64 * 1024;

/**
 * An entry within a row, as JSON. Its `id` is that of the row plus its index.
 *
 * - `text` is empty but for messages and edits. It is the original text: edits do not change it. Deleting the message puts
 *   spaces in its place, see {@linkcode withoutTexts}.
 * - `author` is the number of an identity, see {@linkcode SqliteAuthors}. Entries of earlier versions have none.
 */
export type BlockEntry = readonly [
  from: string,
  to: string,
  text: string,
  at: number,
  author?: number | null,
  extra?: MessageExtra | ChangeExtra,
];

/** A row with entries of one conversation that were stored together. */
export interface Block {
  /** `id` of the first entry. */
  readonly id: number;
  /** A {@linkcode BlockEntry} for each, as JSON. */
  readonly messages: string;
}

/** Splits entries of one conversation into rows. */
export function toBlocks(entries: readonly BlockEntry[]): BlockEntry[][] {
  const blocks: BlockEntry[][] = [];
  let block: BlockEntry[] = [];
  let characters = 0;
  for (const entry of entries) {
    if (block.length === 0) blocks.push(block);
    block.push(entry);
    characters += entry[2].length;
    if (block.length < MAX_BLOCK && characters < MAX_BLOCK_CHARACTERS) continue;
    block = [];
    characters = 0;
  }
  return blocks;
}

/** Returns the `messages` of a row. */
export function encodeBlock(entries: readonly BlockEntry[]): string {
  return JSON.stringify(entries);
}

/** Returns the entries in a row. */
export function decodeBlock(messages: string): BlockEntry[] {
  return JSON.parse(messages);
}

/** Returns the original text of a message or an edit. */
export function textOf(entry: BlockEntry): string {
  return fromStoredText(entry[2]);
}

const encoder = new TextEncoder();

/**
 * Returns the `messages` of a row without some texts, in the same number of bytes, so that the database overwrites the
 * row in place. If a row became shorter, the database could move other rows to join pages and leave copies of their bytes
 * behind, which a later deletion would not erase.
 *
 * @param messages The `messages` of the row.
 * @param indexes Indexes of the entries whose texts to remove.
 */
export function withoutTexts(messages: string, indexes: readonly number[]): string {
  const entries = decodeBlock(messages);
  for (const index of indexes) {
    const [from, to, text, ...rest] = entries[index]!;
    const blank = " ".repeat(encoder.encode(JSON.stringify(text)).length - 2);
    entries[index] = [from, to, blank, ...rest] as BlockEntry;
  }
  return encodeBlock(entries);
}

/** Returns the recipient of the first entry, given the beginning of a row's `messages`. */
export function firstRecipient(beginning: string): string | undefined {
  const [, recipient] = /^\[\["(?:[^"\\]|\\.)*",("(?:[^"\\]|\\.)*")/.exec(beginning) ?? [];
  return recipient === undefined ? undefined : JSON.parse(recipient);
}
