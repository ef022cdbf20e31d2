/** Counts by category. Plain numbers, so that counting is an addition. */
export type Counts = Record<string, number>;

/** Counts of a server's connections since its start. */
export class Counters {
  /** Open and accepted connections, by listener. */
  readonly open: Counts = {};
  readonly opened: Counts = {};
  /** Rejected connections and WebSockets, by reason. */
  readonly rejected: Counts = { origin: 0, proxy: 0, too_fast: 0, too_many: 0 };
  /** Sessions that the server ended, by reason. */
  readonly disconnected: Counts = { frame_too_large: 0, idle: 0, slow_reader: 0, timeout: 0 };
}

export function count(counts: Counts, key: string, more = 1): void {
  counts[key] = (counts[key] ?? 0) + more;
}
