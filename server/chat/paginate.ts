import { jsonSize } from "../dialect/json_size.ts";

/**
 * Maximum bytes of an answer without its items, including a `ref` of 128 control characters (768 bytes) and a room name of
 * 128 characters (513), the longest that can be configured.
 */
export const ENVELOPE = 1_536;

/** Some neighbouring items of a list: from one index to before another. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the items that one frame carries as JSON, at least one, around an index: as many after it as before it, where there
 * are enough.
 *
 * @param items What there is to send.
 * @param maxFrame Largest payload of a frame, in bytes.
 * @param index Where to begin: the index of the first item to take, or the length of the list to take the last ones.
 * @param sizeOf Bytes that an item takes as JSON.
 */
export function fitAround<T>(
  items: readonly T[],
  maxFrame: number,
  index: number,
  sizeOf: (item: T) => number = jsonSize,
): Slice {
  let size = ENVELOPE;
  let [from, to] = [index, index];
  const fits = (item: T) => {
    const more = sizeOf(item) + 1;
    if (size + more > maxFrame && from < to) return false;
    size += more;
    return true;
  };
  for (let [isOpenAfter, isOpenBefore] = [true, true]; isOpenAfter || isOpenBefore;) {
    isOpenAfter &&= to < items.length && fits(items[to]!);
    if (isOpenAfter) to++;
    isOpenBefore &&= from > 0 && fits(items[from - 1]!);
    if (isOpenBefore) from--;
  }
  return { from, to };
}

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
  const { from, to } = fitAround(items, maxFrame, keep === "oldest" ? 0 : items.length);
  return items.slice(from, to);
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
