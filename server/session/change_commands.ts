import { type ChangeRequest, isRelative } from "../../protocol/messages/changes.ts";
import { CURRENT_ROOM } from "../../protocol/commands/command_entry.ts";
import { MAX_PAGE } from "../../protocol/limits.ts";
import type { Say } from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { Hub } from "../chat/hub.ts";
import type { Member } from "../chat/member.ts";
import type { Room } from "../chat/room.ts";
import { messagesOf } from "../store/entry.ts";
import { answer, ask } from "./answer.ts";
import { readInTurn } from "./read_history.ts";

/** Most bytes that are read to find a message by its place from the end. */
const MAX_LOOKED_AT = 1024 * 1024;

/** Says something in a room; a typed line may reply to the latest message, the one before, and so on. */
export function say(hub: Hub, member: Member, command: Say): Promise<void> | void {
  const { reply, room, ref } = command;
  if (reply === undefined || !isRelative(reply)) return hub.say(member, room, command);
  return resolve(hub, member, { room, about: reply, ref, isOwn: false }, (id) => {
    hub.say(member, room, { ...command, reply: id });
  });
}

/** Changes a message of a room or of a private conversation. */
export function changeMessage(
  hub: Hub,
  member: Member,
  request: ChangeRequest,
): Promise<void> | void {
  const { room = CURRENT_ROOM, with: other, about, ref } = request;
  if (other !== undefined) {
    const found = hub.directory.find(other).then((recipient) => {
      if (recipient === undefined) hub.refuse(member, "no_such_user", other, ref);
      else hub.changeDirect(member, recipient, request);
    });
    return answer(hub, member, ref, found);
  }
  if (!isRelative(about)) return hub.changeInRoom(member, room, request);
  const isOwn = request.type !== "react";
  return resolve(hub, member, { room, about, ref, isOwn }, (id) => {
    hub.changeInRoom(member, room, { ...request, about: id });
  });
}

/** A message of a room by its place from the end. */
interface RelativeMessage {
  readonly room: string;
  /** -1 for the latest one. */
  readonly about: number;
  readonly ref: Ref | undefined;
  /** Whether to count the member's own messages only. */
  readonly isOwn: boolean;
}

/** Finds a message by its place from the end, or refuses the request; the session's next command waits. */
function resolve(
  hub: Hub,
  member: Member,
  { room: name, about, ref, isOwn }: RelativeMessage,
  use: (id: number) => void,
): Promise<void> | void {
  const room = hub.rooms.of(member, name, ref);
  if (room === undefined) return;
  return ask(hub, member, ref, () =>
    readInTurn(hub, member, async () => {
      const id = await findFromEnd(hub, member, room, about, isOwn);
      if (id !== undefined) return use(id);
      member.send(hub.changes.noMessage(about, room.name, ref));
    }));
}

async function findFromEnd(
  { store }: Hub,
  member: Member,
  room: Room,
  about: number,
  isOwn: boolean,
): Promise<number | undefined> {
  const { entries } = await store.read(room.key, { limit: MAX_PAGE, bytes: MAX_LOOKED_AT });
  const messages = messagesOf(entries).filter(({ from, deleted }) =>
    deleted === undefined && (!isOwn || nameKey(from) === member.key)
  );
  return messages.at(about)?.id;
}
