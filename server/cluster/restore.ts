import type { Hub } from "../chat/hub.ts";
import type { Member } from "../chat/member.ts";
import type { Registry } from "./registry.ts";

/** How many are put down in the registry at a time. */
const TOGETHER = 16;

type RestoreTarget = Pick<Hub, "roster" | "rooms">;

/**
 * Registers all members of this node again; a member whose name another has taken is disconnected.
 *
 * @param registry Where this node is registered again.
 * @param hub Members, and the rooms that are told of those who are back.
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
  const names = [...member.rooms.values()].map((room) => room.name);
  for (const entry of await registry.join(session, names)) {
    hub.rooms.tellJoined(member, entry.room, entry);
  }
  // Who left meanwhile may have done so before they were put down.
  if (!hub.roster.has(member)) void registry.depart({ session });
}
