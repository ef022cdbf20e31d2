import type { Tally } from "./counters.ts";

/** What a server knows of itself, in numbers. */
export interface Figures {
  /** What was counted since its start. */
  readonly tally: Tally;
  /** Sessions that have said a name. */
  readonly sessions: number;
  readonly rooms: number;
  /** Messages that were handed to sessions, counted for each of them, since its start. */
  readonly deliveries: number;
  /** Bytes that wait for those who are to read them. */
  readonly waiting: number;
}
