import type { Hello } from "../../protocol/messages/client_messages.ts";
import { LOBBY, nameKey } from "../../protocol/text/names.ts";

/** A room that a session enters as it signs in. */
export interface HelloRoom {
  readonly name: string;
  /** The last id that the client received, if it resumes the room. */
  readonly after: number | undefined;
}

/** Returns the rooms that a `hello` enters, by key: those it names, by default the lobby, then the others it resumes. */
export function helloRooms(
  { rooms = [LOBBY], resume = {} }: Pick<Hello, "rooms" | "resume">,
): ReadonlyMap<string, HelloRoom> {
  const entered = new Map<string, HelloRoom>();
  for (const name of rooms) entered.set(nameKey(name), { name, after: undefined });
  for (const [name, after] of Object.entries(resume)) entered.set(nameKey(name), { name, after });
  return entered;
}
