import { DEFAULT_PAGE, MAX_TERMS } from "../protocol/limits.ts";
import type {
  Direct,
  DirectMessage,
  HistoryRequest,
  Join,
  Ref,
  RoomInfo,
  RoomMessage,
  SearchRequest,
} from "../protocol/messages.ts";
import { type Command, HERE } from "../protocol/commands.ts";
import { toSearchTerms } from "../protocol/terms.ts";
import { executeAccount } from "./execute_account.ts";
import { fitting, pages } from "./fitting.ts";
import type { Hub } from "./hub.ts";
import type { People } from "./hub_options.ts";
import type { Member } from "./member.ts";
import { withRef } from "./ref.ts";
import { directKey, type Page, type Range, toDirectMessage, toRoomMessage } from "./store/store.ts";

/** What is answered without looking at what the member may do: for these, the rights of an operator are not asked for anew. */
const NEEDS_NO_RIGHTS: ReadonlySet<Command["type"]> = new Set([
  ...["say", "direct", "ping", "pong", "quit", "hello"] as const,
]);

/**
 * Does what somebody who is in asks for. Answers come in time; nothing is thrown.
 *
 * @param hub Where they are.
 * @param member Who.
 * @param command What.
 * @returns A promise where nothing more should be taken from them before it is resolved; it is never rejected.
 */
export function execute(hub: Hub, member: Member, command: Command): Promise<void> | void {
  const confirmed = NEEDS_NO_RIGHTS.has(command.type) ? undefined : hub.moderation.confirm(member);
  if (confirmed === undefined) return run(hub, member, command);
  // Who left meanwhile is not to come back into rooms.
  const isHere = () => hub.roster.has(member);
  const done = confirmed.then(() => isHere() ? run(hub, member, command) : undefined);
  return answer(hub, member, command.ref, done);
}

function run(hub: Hub, member: Member, command: Command): Promise<void> | void {
  const { ref } = command;
  switch (command.type) {
    case "say":
      return hub.say(member, command.room, command);
    case "direct":
      return direct(hub, member, command);
    case "join":
      return whenDone(hub, member, ref, join(hub, member, command));
    case "move":
      return whenDone(hub, member, ref, hub.move(member, command.room, ref));
    case "leave":
      return whenDone(hub, member, ref, hub.leave(member, command.room, ref));
    case "rename":
    case "register":
    case "login":
    case "passwd":
    case "logout":
      return answer(hub, member, ref, executeAccount(hub, member, command));
    case "topic":
    case "kick":
    case "ban":
    case "unban":
    case "bans":
    case "mute":
    case "unmute":
    case "invite":
    case "private":
    case "op":
    case "deop":
    case "owner":
      return answer(hub, member, ref, hub.moderation.execute(member, command));
    case "list":
      return list(hub, member, ref);
    case "who":
      return who(hub, member, command.room, ref);
    case "history":
      return void answer(hub, member, ref, history(hub, member, command));
    case "search":
      // All that was ever said may have to be looked through: one at a time for each.
      return answer(hub, member, ref, search(hub, member, command));
    case "ping":
      return member.send({ type: "pong", ...withRef(ref) });
    case "pong":
      return member.mail?.confirm(ref);
    case "quit":
      return whenDone(hub, member, ref, hub.quit(member, ref));
    case "hello":
      return hub.refuse(member, "hello_required", member.name, ref);
  }
}

function join(hub: Hub, member: Member, { room, after, ref }: Join): Promise<void> | void {
  return hub.join(member, room, ref, after === undefined ? undefined : { after });
}

function list(hub: Hub, member: Member, ref: Ref | undefined): Promise<void> {
  const send = (rooms: readonly RoomInfo[]) => {
    for (const { items, more } of pages(rooms, hub.limits.frame)) {
      member.send({ type: "rooms", rooms: items, ...more, ...withRef(ref) });
    }
  };
  return answer(hub, member, ref, hub.directory.list(member).then(send));
}

function who(
  hub: Hub,
  member: Member,
  asked: string,
  ref: Ref | undefined,
): Promise<void> | void {
  const name = asked === HERE ? hub.rooms.of(member, HERE, ref)?.name : asked;
  if (name === undefined) return;
  const send = (people: People | undefined) => {
    if (people === undefined) return hub.refuse(member, "no_such_room", name, ref);
    const { operators } = people;
    // The names of operators are in the answer twice.
    const all = people.names.map((name) => operators.has(name) ? [name, name] : [name]);
    for (const { items, more } of pages(all, hub.limits.frame)) {
      const names = items.map(([name]) => name!);
      const ops = names.filter((name) => operators.has(name));
      const marks = ops.length > 0 ? { ops } : {};
      member.send({
        type: "members",
        room: people.name,
        names,
        ...marks,
        ...more,
        ...withRef(ref),
      });
    }
  };
  const people = hub.directory.who(member, name);
  return people instanceof Promise ? answer(hub, member, ref, people.then(send)) : send(people);
}

function direct(hub: Hub, member: Member, command: Direct): Promise<void> | void {
  const other = hub.directory.findHere(command.to);
  if (other) return hub.direct(member, other, command);
  const found = hub.directory.findAway(command.to).then((other) => {
    if (other === undefined) hub.refuse(member, "no_such_user", command.to, command.ref);
    else hub.direct(member, other, command);
  });
  return answer(hub, member, command.ref, found);
}

async function history(hub: Hub, member: Member, request: HistoryRequest): Promise<void> {
  const { ref, before, limit = DEFAULT_PAGE } = request;
  const range = { limit, bytes: hub.limits.frame, ...(before !== undefined && { before }) };
  if (request.with !== undefined) {
    const other = hub.directory.findHere(request.with) ??
      await hub.directory.findAway(request.with);
    if (other === undefined) return hub.refuse(member, "no_such_user", request.with, ref);
    const { name } = other;
    const page = await readSettled(hub, directKey(member.identity, other.identity), range);
    sendHistory(hub, member, { with: name }, page, page.messages.map(toDirectMessage), ref);
  } else {
    const room = hub.rooms.of(member, request.room ?? HERE, ref);
    if (room === undefined) return;
    const page = await readSettled(hub, room.key, range);
    // They may have been put out meanwhile.
    if (hub.rooms.of(member, room.name, ref) !== room) return;
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
  const room = request.room === undefined ? undefined : hub.rooms.of(member, request.room, ref);
  if (request.room !== undefined && room === undefined) return;
  const words = toSearchTerms(terms).length;
  if (words > MAX_TERMS) return hub.refuse(member, "too_many", `${words} > ${MAX_TERMS}`, ref);
  const conversations = room ? [room.key] : [...member.rooms.keys()];
  await hub.talk.settled();
  const found = await hub.store.search({
    terms,
    conversations,
    limit,
    bytes: hub.limits.frame,
    ...(before !== undefined && { before }),
  });
  // They may have been put out of a room meanwhile.
  const seen = found.messages.filter(({ conversation }) => member.rooms.has(conversation));
  const messages = fitting(seen.map(toRoomMessage), hub.limits.frame, "oldest");
  const more = found.more || messages.length < seen.length;
  const partial = found.partial && { partial: found.partial };
  member.send({ type: "found", messages, more, ...partial, ...withRef(ref) });
}

/** Lets nothing more be taken before something is done that takes time. */
function whenDone(
  hub: Hub,
  member: Member,
  ref: Ref | undefined,
  done: Promise<void> | void,
): Promise<void> | void {
  return done && answer(hub, member, ref, done);
}

/** Lets an answer come when the store has read it, and says so where it cannot. */
function answer(
  hub: Hub,
  member: Member,
  ref: Ref | undefined,
  answered: Promise<void>,
): Promise<void> {
  return answered.catch((error) => {
    hub.refuse(member, "busy", "", ref);
    hub.reportStoreError(error);
  });
}
