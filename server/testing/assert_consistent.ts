import { assert, assertEquals } from "@std/assert";
import { LOBBY } from "../../protocol/text/names.ts";
import type { Hub } from "../chat/hub.ts";

/**
 * Checks that what a hub knows of people, names and rooms fits together: everybody in a room is here and knows it, every
 * name is held by somebody who goes by it, and no room is empty but the first.
 *
 * @param hub The hub, at any moment between two turns of its code.
 * @throws {Error} If it does not.
 */
export function assertConsistent({ roster, rooms }: Hub): void {
  for (const room of rooms) {
    assert(room.key === LOBBY || room.members.size > 0, `Nobody is in ${room.name}`);
    for (const member of room.members) {
      assert(roster.has(member), `${member.name} is in ${room.name}, and not here`);
      assertEquals(member.rooms.get(room.key), room);
    }
  }
  const names = new Set<string>();
  for (const member of roster) {
    names.add(member.key);
    assert(roster.named(member.key).includes(member), `${member.name} has no name`);
    assert(roster.confusable(member.name).has(member), `${member.name} looks like nobody`);
    assert(roster.sessions(member.identity).includes(member), `${member.name} has no session`);
    for (const [key, joined] of member.rooms) {
      const room = rooms.get(key);
      assertEquals(room, joined);
      assert(room?.members.has(member), `${member.name} is not in ${joined.name}`);
    }
  }
  assertEquals(new Set(roster.keys), names);
}
