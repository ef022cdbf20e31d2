import type { Hello } from "../../protocol/messages/client_messages.ts";
import { LOBBY } from "../../protocol/text/names.ts";
import { helloRooms } from "./hello_rooms.ts";
import { isFresh, type RoomPast } from "./is_fresh.ts";

/** No rooms: most clients enter the lobby only. */
const NONE: ReadonlySet<string> = new Set();

/**
 * Finds the rooms of a `hello` that have no past, and so would belong to the member. Resuming creates no room.
 *
 * @param past Store and rules.
 * @param hello The request.
 * @param mayBeNew Whether the room with a key may be new; the others are not looked up.
 * @returns Their keys, at once if no room needs to be looked up.
 * @throws {StoreError} If the store cannot be read.
 */
export function freshRooms(
  past: RoomPast,
  hello: Hello,
  mayBeNew: (key: string) => boolean,
): Promise<ReadonlySet<string>> | ReadonlySet<string> {
  // The lobby belongs to no member.
  if (hello.rooms === undefined) return NONE;
  const keys = [...helloRooms(hello)]
    .filter(([key, { after }]) => key !== LOBBY && after === undefined && mayBeNew(key))
    .map(([key]) => key);
  if (keys.length === 0) return NONE;
  return Promise.all(keys.map((key) => isFresh(past, key))).then((fresh) =>
    new Set(keys.filter((_, index) => fresh[index]))
  );
}
