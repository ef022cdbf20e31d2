import { Batch } from "./message_batch.ts";
import type { Announcement, Arrived } from "../bus/bus.ts";
import type { Member } from "./member.ts";
import type { Rooms } from "./rooms.ts";
import type { Roster } from "./roster.ts";
import { parties } from "../store/store.ts";

/** Those to whom something may be delivered. */
export interface Recipients {
  readonly rooms: Rooms;
  readonly roster: Roster;
}

/**
 * Hands what was said to those it is for.
 *
 * @returns How many messages that were, counted for each session.
 */
export function deliver({ rooms, roster }: Recipients, arrived: Arrived): number {
  const { conversation, sessions } = arrived;
  if (arrived.kind === "room") {
    const room = rooms.get(conversation);
    return room?.deliver(new Batch(arrived.messages, sessions)) ?? 0;
  }
  let count = 0;
  const isToOneself = parties(conversation).length === 1;
  for (const [index, message] of arrived.messages.entries()) {
    for (const member of roster.sessions(arrived.party)) {
      // One's other sessions see what one said; the one that said it has its `ack`, unless one speaks to oneself.
      if (!isToOneself && member.session === sessions[index]) continue;
      count++;
      if (member.mail) member.mail.deliver(conversation, message);
      else member.send({ type: "direct", ...message });
    }
  }
  return count;
}

/** Tells those who are in some rooms what happened, once to each. */
export function announce({ rooms }: Recipients, announcement: Announcement): void {
  const told = new Set<Member>();
  for (const key of announcement.rooms) {
    rooms.get(key)?.announce(announcement.event, announcement.except, told);
  }
}
