import type { Bus } from "../bus/bus.ts";
import type { DepartedMember } from "./departures.ts";

/** Announces members who left to the rooms that they were in. */
export function announceDeparted(bus: Bus, departed: readonly DepartedMember[]): void {
  // A user who has come back meanwhile is not told of having left.
  for (const { room, roomName, identity, name, cause, except = identity } of departed) {
    const event = { type: "left", room: roomName, name, ...cause } as const;
    bus.announce({ event, rooms: [room], except });
  }
}
