import { utf8Length } from "../../protocol/text/utf8_length.ts";

/**
 * Bytes of an answer around its items: more than its other fields take, a `ref` of 128 control characters (768 bytes) and
 * a room's name of 128 characters (513), the longest that a server can be given, among them.
 */
const ENVELOPE = 1_536;

/**
 * Takes as many items as one frame carries as JSON, and at least one.
 *
 * @param items What there is to send.
 * @param maxFrame Largest payload of a frame, in bytes.
 * @param keep From which end to take, where not all fit.
 * @returns The items that fit, in their order.
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

/** Sends some of several items; with `more` as a field for the message where others follow. */
export type SendPage<T> = (items: readonly T[], more: { more?: true }) => void;

/**
 * Sends items in as many messages as it takes for each to fit a frame, one at each step; no items make one message. Items
 * are taken as the messages are, so a long list need not be there as a whole, and nothing of a message is kept until the
 * next step: there may be many who are answered.
 *
 * @param items What there is to send.
 * @param maxFrame Largest payload of a frame, in bytes.
 * @param send Sends a message.
 * @param sizeOf Bytes that an item takes as JSON.
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

/** Counts the bytes of something as JSON. */
export function jsonSize(item: unknown): number {
  return utf8Length(JSON.stringify(item));
}
