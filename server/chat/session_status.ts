import type { Member } from "./member.ts";

/** What is known of a session for `whois`; it may be on another node. */
export interface SessionStatus {
  readonly name: string;
  /** Whether the session is logged in to an account. */
  readonly isRegistered: boolean;
  /** When it signed in, in Unix milliseconds. */
  readonly since: number;
  /** Milliseconds since it last said or changed something, or signed in. */
  readonly idle: number;
  /** What the user says about being away. */
  readonly away: string | undefined;
  /** Address of the client. */
  readonly address: string;
  /** Rooms of the session, by key. */
  readonly rooms: { has(key: string): boolean };
}

/** Returns the status of a session of this node. */
export function toStatus(member: Member): SessionStatus {
  const { name, account, since, lastSpoke, away, address, rooms } = member;
  return {
    name,
    isRegistered: account !== undefined,
    since,
    idle: Math.round(performance.now() - lastSpoke),
    away,
    address,
    rooms,
  };
}

/**
 * Returns what a user says about being away, from all sessions of the user: a user is away if every session is, and the
 * newest one has the text.
 */
export function awayOf(
  sessions: readonly Pick<SessionStatus, "away" | "since">[],
): string | undefined {
  if (sessions.some(({ away }) => away === undefined)) return undefined;
  return sessions.toSorted((one, other) => one.since - other.since).at(-1)?.away;
}
