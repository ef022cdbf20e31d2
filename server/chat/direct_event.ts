import { isChange } from "../../protocol/messages/changes.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { DirectEntry } from "../store/wire_entry.ts";

/** The user that an event is for. */
interface Reader {
  /** The user's name without its case. */
  readonly key: string;
}

/** Converts an entry of a private conversation to the event for one of its users. */
export function toDirectEvent(entry: DirectEntry, reader: Reader): ServerMessage {
  if (!isChange(entry)) return { type: "direct", ...entry };
  const { to: _, ...change } = entry;
  return { ...change, with: otherOf(entry, reader) };
}

/** Returns the name of the other user of a private conversation. */
export function otherOf(
  { from, to }: Pick<DirectEntry, "from" | "to">,
  { key }: Reader,
): string {
  return nameKey(from) === key ? to : from;
}
