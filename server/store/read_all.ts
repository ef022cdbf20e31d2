import type { Hit, Store } from "./store.ts";

/** Messages that are read at a time. */
const LIMIT = 1_000;

/**
 * Reads all messages of a store, or all of one conversation, some at a time.
 *
 * @param store The store.
 * @param slice Reads up to `limit` of all its messages, those whose `seq` is above `after`.
 * @param conversation The conversation, if only one is wanted.
 */
export async function* readAll(
  store: Store,
  slice: (after: number, limit: number) => Promise<readonly (Hit & { readonly seq: number })[]>,
  conversation?: string,
): AsyncGenerator<Hit> {
  let after = 0;
  if (conversation === undefined) {
    for (let rows; (rows = await slice(after, LIMIT)).length > 0; after = rows.at(-1)!.seq) {
      for (const { seq: _, ...hit } of rows) yield hit;
    }
    return;
  }
  for (let more = true; more;) {
    const page = await store.read(conversation, { after, limit: LIMIT });
    for (const message of page.messages) yield { ...message, conversation };
    after = page.messages.at(-1)?.id ?? after;
    more = page.more;
  }
}
