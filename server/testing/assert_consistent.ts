import { assert, assertEquals } from "@std/assert";
import { LOBBY } from "../../protocol/text/names.ts";
import type { Hub } from "../chat/hub.ts";

/**
 * Checks that members, names and rooms of a hub are consistent: each member of a room is on the roster and lists the room,
 * each name belongs to a member with that name, and no room except the first is empty.
 *
 * @param hub The hub, between two synchronous changes.
 * @throws {Error} If they are not.
 */
export function assertConsistent({ roster, rooms }: Hub): void {
  for (const room of rooms) {
    assert(room.key === LOBBY || room.size > 0, `${room.name} is empty`);
    for (const member of room.members) {
      assert(roster.has(member), `${member.name} is in ${room.name}, and not here`);
      assertEquals(member.rooms.get(room.key), room);
    }
  }
  const names = new Set<string>();
  for (const member of roster) {
    names.add(member.key);
    assert(roster.named(member.key).includes(member), `${member.name} has no name`);
    assert(
      roster.confusable(member.name).has(member),
      `${member.name} is not in the confusable index`,
    );
    assert(roster.sessions(member.identity).includes(member), `${member.name} has no session`);
    for (const [key, joined] of member.rooms) {
      const room = rooms.get(key);
      assertEquals(room, joined);
      assert(room?.has(member), `${member.name} is not in ${joined.name}`);
    }
  }
  assertEquals(new Set(roster.keys), names);
}
