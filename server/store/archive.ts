import type { StoredEntry } from "./entry.ts";
import type { Store } from "./store.ts";

/** Entry of an archive. */
export interface ArchivedEntry {
  readonly conversation: string;
  /** Author's identity, if it is stored. */
  readonly person?: string;
  readonly entry: StoredEntry;
}

/** Options of {@linkcode Archive.entries}. */
export interface ArchiveOptions {
  /** Only entries of this conversation. */
  readonly conversation?: string;
  /**
   * Whether messages are as they were sent, instead of as their changes left them. They have no `edited`, `deleted`,
   * `reactions` or `rev`. A deleted one has an empty text in either case.
   *
   * @default {false}
   */
  readonly isOriginal?: boolean;
}

/** Sequential read access to the entries of a store, whether or not a server is using it. */
export interface Archive extends Pick<Store, "last">, AsyncDisposable {
  /**
   * Yields all entries in pages, in the order of storing. Those of a conversation are ordered by id, and those of one
   * transaction are adjacent. Entries stored after the call are not included.
   */
  entries(options?: ArchiveOptions): AsyncIterable<readonly ArchivedEntry[]>;
}

/** Entries per page. */
export const PAGE = 1_000;
