import { utf8Length } from "../protocol/utf8_length.ts";

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
export function fitting<T>(
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

/**
 * Cuts items into as many parts as it takes for each to fit a frame; no items make one empty part. Items are taken as the
 * parts are, so a long list need not be there as a whole.
 *
 * @param items What there is to send.
 * @param maxFrame Largest payload of a frame, in bytes.
 * @param sizeOf Bytes that an item takes as JSON.
 * @returns The parts; each but the last with `more` as a field for its message.
 */
export function* pages<T>(
  items: Iterable<T>,
  maxFrame: number,
  sizeOf: (item: T) => number = jsonSize,
): Generator<{ items: readonly T[]; more: { more?: true } }, void> {
  let part: T[] = [];
  let size = ENVELOPE;
  for (const item of items) {
    const more = sizeOf(item) + 1;
    if (size + more > maxFrame && part.length > 0) {
      yield { items: part, more: { more: true } };
      part = [];
      size = ENVELOPE;
    }
    part.push(item);
    size += more;
  }
  yield { items: part, more: {} };
}

/** Counts the bytes of something as JSON. */
export function jsonSize(item: unknown): number {
  return utf8Length(JSON.stringify(item));
}
