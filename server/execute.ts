import { DEFAULT_PAGE } from "../protocol/limits.ts";
import type {
  DirectMessage,
  HistoryRequest,
  Ref,
  RoomMessage,
  SearchRequest,
} from "../protocol/messages.ts";
import { type Command, HERE } from "../protocol/line.ts";
import { fitting, pages } from "./fitting.ts";
import { type Hub, withRef } from "./hub.ts";
import type { Member } from "./member.ts";
import { directKey, type Page, type Range, toDirectMessage, toRoomMessage } from "./store/store.ts";

/** Does what somebody who is in asks for. Answers come in time; nothing is thrown. */
export function execute(hub: Hub, member: Member, command: Command): void {
  const { ref } = command;
  switch (command.type) {
    case "say":
      return hub.say(member, command.room, command);
    case "direct":
      return hub.direct(member, command.to, command);
    case "join":
      return hub.join(member, command.room, ref);
    case "move":
      return hub.move(member, command.room, ref);
    case "leave":
      return hub.leave(member, command.room, ref);
    case "rename":
      return hub.rename(member, command.name, ref);
    case "list":
      return list(hub, member, ref);
    case "who":
      return who(hub, member, command.room, ref);
    case "history":
      return answer(hub, member, ref, history(hub, member, command));
    case "search":
      return answer(hub, member, ref, search(hub, member, command));
    case "ping":
      return member.send({ type: "pong", ...withRef(ref) });
    case "pong":
      return;
    case "quit":
      return member.exit.end("quit", ref);
    case "hello":
      return hub.refuse(member, "hello_required", member.name, ref);
    case "register":
      return hub.refuse(member, "forbidden", "register", ref);
  }
}

function list(hub: Hub, member: Member, ref: Ref | undefined): void {
  const rooms = hub.rooms.map(({ name, members }) => ({ name, members: members.size }));
  for (const { items, more } of pages(rooms, hub.limits.frame)) {
    member.send({ type: "rooms", rooms: items, ...more, ...withRef(ref) });
  }
}

function who(hub: Hub, member: Member, name: string, ref: Ref | undefined): void {
  const room = name === HERE ? hub.inRoom(member, HERE, ref) : hub.findRoom(name);
  if (room === undefined) {
    if (name !== HERE) hub.refuse(member, "no_such_room", name, ref);
    return;
  }
  const names = [...room.members].map((member) => member.name);
  for (const { items, more } of pages(names, hub.limits.frame)) {
    member.send({ type: "members", room: room.name, names: items, ...more, ...withRef(ref) });
  }
}

async function history(hub: Hub, member: Member, request: HistoryRequest): Promise<void> {
  const { ref, before, limit = DEFAULT_PAGE } = request;
  const range = { limit, ...(before !== undefined && { before }) };
  if (request.with !== undefined) {
    const other = hub.find(member, request.with, ref);
    if (other === undefined) return;
    const { name } = other;
    const page = await readSettled(hub, directKey(member.identity, other.identity), range);
    sendHistory(hub, member, { with: name }, page, page.messages.map(toDirectMessage), ref);
  } else {
    const room = hub.inRoom(member, request.room ?? HERE, ref);
    if (room === undefined) return;
    const page = await readSettled(hub, room.key, range);
    sendHistory(hub, member, { room: room.name }, page, page.messages.map(toRoomMessage), ref);
  }
}

/** Reads once all is stored that was said before: what one said before asking is part of the answer. */
async function readSettled(hub: Hub, conversation: string, range: Range): Promise<Page> {
  await hub.talk.settled();
  return hub.store.read(conversation, range);
}

function sendHistory(
  hub: Hub,
  member: Member,
  where: { room: string } | { with: string },
  page: Page,
  messages: readonly (RoomMessage | DirectMessage)[],
  ref: Ref | undefined,
): void {
  const shown = fitting(messages, hub.limits.frame, "newest");
  const more = page.more || shown.length < messages.length;
  member.send({ type: "history", ...where, messages: shown, more, ...withRef(ref) });
}

async function search(hub: Hub, member: Member, request: SearchRequest): Promise<void> {
  const { ref, terms, before, limit = DEFAULT_PAGE } = request;
  const room = request.room === undefined ? undefined : hub.inRoom(member, request.room, ref);
  if (request.room !== undefined && room === undefined) return;
  const conversations = room ? [room.key] : [...member.rooms.keys()];
  await hub.talk.settled();
  const found = await hub.store.search({
    terms,
    conversations,
    limit,
    ...(before !== undefined && { before }),
  });
  const messages = fitting(found.messages.map(toRoomMessage), hub.limits.frame, "oldest");
  const more = found.more || messages.length < found.messages.length;
  member.send({ type: "found", messages, more, ...withRef(ref) });
}

/** Lets an answer come when the store has read it, and says so where it cannot. */
function answer(hub: Hub, member: Member, ref: Ref | undefined, answered: Promise<void>): void {
  answered.catch((error) => {
    hub.refuse(member, "busy", String(error), ref);
    hub.reportStoreError(error);
  });
}
