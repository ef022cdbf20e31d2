import type { ByeFields } from "./session_handle.ts";

/**
 * Milliseconds per session over which clients spread their return: half as many a second as a server on one core lets in
 * (5,000 with `resume` of three rooms take it 2.5 s).
 */
const PER_SESSION = 1;

/** Up to this many sessions, the clients' own random delays spread them enough, over a quarter of a second. */
const FEW = 500;

/** Longest time, in milliseconds: users should not wait longer for the rest. */
const LONGEST = 30_000;

/** Returns the `after` of the `bye` to all sessions of a server that stops. */
export function returnTime(sessions: number): Pick<ByeFields, "after"> {
  return sessions > FEW ? { after: Math.min(LONGEST, PER_SESSION * sessions) } : {};
}
