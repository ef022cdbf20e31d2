import type { Counters } from "./counters.ts";

/** Current values and totals of a server. */
export interface Stats {
  /** Counts since its start. */
  readonly counters: Counters;
  /** Sessions that have signed in. */
  readonly sessions: number;
  readonly rooms: number;
  /** Messages delivered since its start, counted once per receiving session. */
  readonly deliveries: number;
  /** Bytes in all send queues. */
  readonly waiting: number;
}
