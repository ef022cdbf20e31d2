import { utf8Length } from "../../protocol/text/utf8_length.ts";

/**
 * Maximum bytes of an answer without its items, including a `ref` of 128 control characters (768 bytes) and a room name of
 * 128 characters (513), the longest that can be configured.
 */
const ENVELOPE = 1_536;

/**
 * Returns as many items as fit in one frame as JSON, and at least one.
 *
 * @param items The items.
 * @param maxFrame Maximum payload of a frame, in bytes.
 * @param keep The end to start from, if not all fit.
 * @returns The items that fit, in order.
 */
export function paginate<T>(
  items: readonly T[],
  maxFrame: number,
  keep: "oldest" | "newest",
): readonly T[] {
  let size = ENVELOPE;
  let count = 0;
  while (count < items.length) {
    const item = keep === "oldest" ? items[count] : items[items.length - 1 - count];
    size += jsonSize(item) + 1;
    if (size > maxFrame && count > 0) break;
    count++;
  }
  return keep === "oldest" ? items.slice(0, count) : items.slice(items.length - count);
}

/** Sends some of the items; `more` is a field of the message if others follow. */
export type SendPage<T> = (items: readonly T[], more: { more?: true }) => void;

/**
 * Sends items in as many messages as needed for each to fit in a frame, one per step; without items, one message. Items
 * are taken as messages are sent, so a long list need not exist as a whole, and nothing of a message is kept until the
 * next step, because many members may be answered at the same time.
 *
 * @param items The items.
 * @param maxFrame Maximum payload of a frame, in bytes.
 * @param send Sends a message.
 * @param sizeOf Returns the bytes of an item as JSON.
 */
export function* inPages<T>(
  items: Iterable<T>,
  maxFrame: number,
  send: SendPage<T>,
  sizeOf: (item: T) => number = jsonSize,
): Generator<void, void> {
  let page: T[] = [];
  let size = ENVELOPE;
  for (const item of items) {
    const more = sizeOf(item) + 1;
    if (size + more > maxFrame && page.length > 0) {
      send(page, { more: true });
      page = [];
      size = ENVELOPE;
      yield;
    }
    page.push(item);
    size += more;
  }
  send(page, {});
}

/** Returns the number of bytes of a value as JSON. */
export function jsonSize(item: unknown): number {
  return utf8Length(JSON.stringify(item));
}
