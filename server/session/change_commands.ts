import { type ChangeRequest, isRelative } from "../../protocol/messages/changes.ts";
import { CURRENT_ROOM } from "../../protocol/commands/command_entry.ts";
import { MAX_PAGE } from "../../protocol/limits.ts";
import type { Direct, Say } from "../../protocol/messages/client_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { Recipient } from "../chat/directory.ts";
import type { Hub } from "../chat/hub.ts";
import type { Member } from "../chat/member.ts";
import { messagesOf } from "../store/entry.ts";
import { directKey } from "../store/store.ts";
import { answer, ask } from "./answer.ts";
import { readInTurn } from "./read_history.ts";

/** Most bytes that are read to find a message by its place from the end. */
const MAX_LOOKED_AT = 1024 * 1024;

/** Says something in a room; a typed line may reply to the latest message, the one before, and so on. */
export function say(hub: Hub, member: Member, command: Say): Promise<void> | void {
  const { reply, room, ref } = command;
  if (reply === undefined || !isRelative(reply)) return hub.sender.say(member, room, command);
  return findInRoom(hub, member, room, { about: reply, ref, isOwn: false }, (id) => {
    hub.sender.say(member, room, { ...command, reply: id });
  });
}

/** Sends a private message; a typed line may reply to the latest one, the one before, and so on. */
export function sayDirect(hub: Hub, member: Member, command: Direct): Promise<void> | void {
  const { to, reply, ref } = command;
  return withUser(hub, member, to, ref, (other) => {
    if (reply === undefined || !isRelative(reply)) return hub.sender.direct(member, other, command);
    return find(hub, member, placeOf(member, other), { about: reply, ref, isOwn: false }, (id) => {
      hub.sender.direct(member, other, { ...command, reply: id });
    });
  });
}

/** Changes a message of a room or of a private conversation. */
export function changeMessage(
  hub: Hub,
  member: Member,
  request: ChangeRequest,
): Promise<void> | void {
  const { room = CURRENT_ROOM, with: name, about, ref } = request;
  const relative = { about, ref, isOwn: request.type !== "react" };
  if (name === undefined) {
    if (!isRelative(about)) return hub.sender.changeInRoom(member, room, request);
    return findInRoom(hub, member, room, relative, (id) => {
      hub.sender.changeInRoom(member, room, { ...request, about: id });
    });
  }
  return withUser(hub, member, name, ref, (other) => {
    if (!isRelative(about)) return hub.sender.changeDirect(member, other, request);
    return find(hub, member, placeOf(member, other), relative, (id) => {
      hub.sender.changeDirect(member, other, { ...request, about: id });
    });
  });
}

/** Looks up a user, or refuses the request. */
function withUser(
  hub: Hub,
  member: Member,
  name: string,
  ref: Ref | undefined,
  use: (other: Recipient) => Promise<void> | void,
): Promise<void> {
  const found = hub.directory.find(name).then((other) =>
    other === undefined
      ? hub.refuse(member, { code: "no_such_user", value: name }, ref)
      : use(other)
  );
  return answer(hub, member, ref, found);
}

/** A message by its place from the end of a conversation. */
interface RelativeMessage {
  /** -1 for the latest one. */
  readonly about: number;
  readonly ref: Ref | undefined;
  /** Whether to count the member's own messages only. */
  readonly isOwn: boolean;
}

/** A conversation, and its name for the member. */
interface Place {
  readonly conversation: string;
  /** Its name, as an error has it. */
  readonly name: { readonly room: string } | { readonly with: string };
}

function placeOf({ identity }: Member, { identity: other, name }: Recipient): Place {
  return { conversation: directKey(identity, other), name: { with: name } };
}

/** Finds a message of a room; the session's next command waits. */
function findInRoom(
  hub: Hub,
  member: Member,
  name: string,
  message: RelativeMessage,
  use: (id: number) => void,
): Promise<void> | void {
  const room = hub.rooms.of(member, name, message.ref);
  if (room === undefined) return;
  const place = { conversation: room.key, name: { room: room.name } };
  return ask(hub, member, message.ref, () => find(hub, member, place, message, use));
}

/** Finds a message by its place from the end, or refuses the request. */
function find(
  hub: Hub,
  member: Member,
  { conversation, name }: Place,
  { about, ref, isOwn }: RelativeMessage,
  use: (id: number) => void,
): Promise<void> {
  return readInTurn(hub, member, async () => {
    const page = await hub.store.read(conversation, { limit: MAX_PAGE, bytes: MAX_LOOKED_AT });
    const messages = messagesOf(page.entries).filter(({ from, deleted }) =>
      deleted === undefined && (!isOwn || nameKey(from) === member.key)
    );
    const message = messages.at(about);
    if (message) use(message.id);
    else member.send(hub.changes.noMessage(about, name, ref));
  });
}
