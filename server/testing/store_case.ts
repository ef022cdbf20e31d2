/** Types and helpers of the contracts of stores. */
import { assert } from "@std/assert";
import type { Archive } from "../store/archive.ts";
import { type PrunedStore, type Retention } from "../store/retention.ts";
import type { SearchTime } from "../store/search_time.ts";
import type { NewMessage, Outcome, Rejected, Stored } from "../store/entry.ts";
import { isStored } from "../store/store_error.ts";

/** Opens the same store at each call. */
export type OpenStore = (options?: Retention & SearchTime) => Promise<PrunedStore>;

/** Time of the messages. */
export const NOW = Date.now();

/** A message of Ana to `#geral`. */
export function message(text: string, other: Partial<NewMessage> = {}): NewMessage {
  const person = (other.from ?? "Ana").toLowerCase();
  return { conversation: "#geral", to: "#Geral", from: "Ana", text, at: NOW, person, ...other };
}

/** Ids of entries; for rejected ones, the code. */
export function ids(outcomes: readonly ({ readonly id: number } | Rejected)[]): unknown[] {
  return outcomes.map((outcome) => "code" in outcome ? outcome.code : outcome.id);
}

/** Outcomes of entries that were all stored. */
export function stored(outcomes: readonly Outcome[]): readonly Stored[] {
  return outcomes.map((outcome) => {
    assert(isStored(outcome), JSON.stringify(outcome));
    return outcome;
  });
}

/** Texts that a search finds. */
export async function found(
  store: PrunedStore,
  terms: string,
  other: object = {},
): Promise<string[]> {
  const query = { terms, conversations: ["#geral"], limit: 10, ...other };
  return (await store.search(query)).messages.map(({ text }) => text);
}

/** A test of a store. `open` opens the store, `read` its archive. */
export type StoreCase = (open: OpenStore, read: () => Promise<Archive>) => Promise<void>;
