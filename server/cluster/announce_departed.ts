import type { Bus } from "../bus/bus.ts";
import type { DepartedMember } from "./departures.ts";

/** Announces members that left in their rooms. */
export function announceDeparted(bus: Bus, departed: readonly DepartedMember[]): void {
  // Users who have returned meanwhile get no notice of having left.
  for (const { room, roomName, identity, name, cause, except = identity } of departed) {
    const event = { type: "left", room: roomName, name, ...cause } as const;
    bus.announce({ event, rooms: [room], except });
  }
}
