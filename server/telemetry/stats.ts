import type { Counters } from "./counters.ts";

/** What a server knows of itself, in numbers. */
export interface Stats {
  /** What was counted since its start. */
  readonly counters: Counters;
  /** Sessions that have said a name. */
  readonly sessions: number;
  readonly rooms: number;
  /** Messages that were handed to sessions, counted for each of them, since its start. */
  readonly deliveries: number;
  /** Bytes in all send queues. */
  readonly waiting: number;
}
