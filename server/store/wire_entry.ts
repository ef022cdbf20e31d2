import { type Change, hasState, stateOf } from "../../protocol/messages/changes.ts";
import type { RoomEntry, RoomMessage } from "../../protocol/messages/server_messages.ts";
import { isMessage, type StoredChange, type StoredEntry, type StoredMessage } from "./entry.ts";

/** Entry of a private conversation on its way to nodes and members: the same as is stored. */
export type DirectEntry = StoredEntry;

/** Converts a stored entry of a room. */
export function toRoomEntry(entry: StoredEntry): RoomEntry {
  return isMessage(entry) ? toRoomMessage(entry) : { ...toChange(entry), room: entry.to };
}

/** Converts a stored message to a room message. */
export function toRoomMessage(message: StoredMessage): RoomMessage {
  const { id, to, from, text, at } = message;
  return hasState(message)
    ? { id, room: to, from, text, at, ...stateOf(message) }
    : { id, room: to, from, text, at };
}

/** Converts a stored change of a conversation that is known. */
export function toChange({ to: _, ...change }: StoredChange): Change {
  return change;
}
