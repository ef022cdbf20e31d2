/**
 * Bytes of an answer around its items: more than its other fields take, a `ref` of 128 control characters (768 bytes) and
 * a room's name of 128 characters (513), the longest that a server can be given, among them.
 */
const ENVELOPE = 1_536;

const encoder = new TextEncoder();

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
    size += encoder.encode(JSON.stringify(item)).length + 1;
    if (size > maxFrame && count > 0) break;
    count++;
  }
  return keep === "oldest" ? items.slice(0, count) : items.slice(items.length - count);
}

/**
 * Cuts items into as many parts as it takes for each to fit a frame; no items make one empty part.
 *
 * @param items What there is to send.
 * @param maxFrame Largest payload of a frame, in bytes.
 * @returns The parts; each but the last with `more` as a field for its message.
 */
export function* pages<T>(
  items: readonly T[],
  maxFrame: number,
): Generator<{ items: readonly T[]; more: { more?: true } }> {
  let rest = items;
  do {
    const part = fitting(rest, maxFrame, "oldest");
    rest = rest.slice(part.length);
    yield { items: part, more: rest.length > 0 ? { more: true } : {} };
  } while (rest.length > 0);
}
