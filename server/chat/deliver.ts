import { isChange } from "../../protocol/messages/changes.ts";
import { toDirectEvent } from "./direct_event.ts";
import { MessageBatch } from "./message_batch.ts";
import type { Announcement, ReceivedDelivery } from "../bus/bus.ts";
import type { Member } from "./member.ts";
import type { Rooms } from "./rooms.ts";
import type { Roster } from "./roster.ts";
import { parties } from "../store/store.ts";

/** Possible recipients of a delivery. */
export interface DeliveryTargets {
  readonly rooms: Rooms;
  readonly roster: Roster;
}

/**
 * Delivers entries to their recipients.
 *
 * @returns The number of messages, counted once per session.
 */
export function deliver({ rooms, roster }: DeliveryTargets, received: ReceivedDelivery): number {
  const { conversation, sessions } = received;
  if (received.kind === "room") {
    const room = rooms.get(conversation);
    return room?.push(new MessageBatch(received.entries, sessions)) ?? 0;
  }
  let count = 0;
  const isToOneself = parties(conversation).length === 1;
  for (const [index, entry] of received.entries.entries()) {
    for (const member of roster.sessions(received.party)) {
      // The sender's other sessions get it, too; the sending one has its `ack`, unless users write to themselves.
      if (!isToOneself && member.session === sessions[index]) continue;
      if (!isChange(entry)) count++;
      if (member.inbox) member.inbox.receive(conversation, entry);
      else member.send(toDirectEvent(entry, member));
    }
  }
  return count;
}

/** Sends an event to the members of some rooms, once to each member. */
export function announce({ rooms }: DeliveryTargets, announcement: Announcement): void {
  const told = new Set<Member>();
  for (const key of announcement.rooms) {
    rooms.get(key)?.announce(announcement.event, announcement.except, told);
  }
}
