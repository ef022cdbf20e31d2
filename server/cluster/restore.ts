import type { Member } from "../chat/member.ts";
import type { PresenceHost } from "../chat/presence.ts";
import type { Registry } from "./registry.ts";

/** Members registered at a time. */
const TOGETHER = 16;

type RestoreTarget = Pick<PresenceHost, "roster" | "rooms">;

/**
 * Registers all members of this node again; a member whose name another session has taken is disconnected.
 *
 * @param registry The registry, in which this node is registered again.
 * @param hub The members, and the rooms in which their return is announced.
 */
export async function restore(registry: Registry, hub: RestoreTarget): Promise<void> {
  const members = [...hub.roster];
  for (let from = 0; from < members.length; from += TOGETHER) {
    const some = members.slice(from, from + TOGETHER);
    await Promise.all(some.map((member) => restoreOne(registry, member, hub)));
    await registry.node.renew();
  }
}

async function restoreOne(registry: Registry, member: Member, hub: RestoreTarget): Promise<void> {
  const { session, digest, name, account, revision } = member;
  const { refusal } = await registry.claim({ session, digest, name, account, revision });
  if (refusal !== undefined) return member.handle.end(refusal);
  if (member.away !== undefined) await registry.setAway(session, member.away);
  const names = [...member.rooms.values()].map((room) => room.name);
  for (const entry of await registry.join(session, names)) {
    hub.rooms.tellJoined(member, entry.room, entry);
  }
  // A member that left meanwhile may have done so before it was registered.
  if (!hub.roster.has(member)) void registry.depart({ session });
}
