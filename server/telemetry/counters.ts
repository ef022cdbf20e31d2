/** How often what happened, by what tells one kind from another: plain numbers, so that to count is to add one. */
export type Counts = Record<string, number>;

/** What a server counts of its connections, from its start on. */
export class Counters {
  /** Open and accepted connections, by listener. */
  readonly open: Counts = {};
  readonly opened: Counts = {};
  /** Rejected connections and WebSockets, by reason. */
  readonly rejected: Counts = { origin: 0, too_fast: 0, too_many: 0 };
  /** Sessions that the server ended, by why. */
  readonly disconnected: Counts = { frame_too_large: 0, idle: 0, slow_reader: 0, timeout: 0 };
}

/** Adds to a counter. */
export function count(counts: Counts, key: string, more = 1): void {
  counts[key] = (counts[key] ?? 0) + more;
}
