import { DEFAULT_PAGE, MAX_TERMS } from "../../protocol/limits.ts";
import type {
  Direct,
  DirectMessage,
  HistoryRequest,
  Join,
  RoomInfo,
  RoomMessage,
  SearchRequest,
} from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { type Command, CURRENT_ROOM } from "../../protocol/commands/command_entry.ts";
import { toSearchTerms } from "../../protocol/text/terms.ts";
import { utf8Length } from "../../protocol/text/utf8_length.ts";
import { dispatchAccount } from "./account_commands.ts";
import { inPages, jsonSize, paginate } from "../chat/paginate.ts";
import type { Hub } from "../chat/hub.ts";
import type { RoomMember } from "../chat/directory.ts";
import type { Member } from "../chat/member.ts";
import { withRef } from "../chat/ref.ts";
import { sendPages } from "../chat/send_pages.ts";
import { directKey, type MessagePage, toDirectMessage, toRoomMessage } from "../store/store.ts";
import { BusyError, SessionEndedError } from "../collections/work_queue.ts";

/** Commands that need no rights: an operator's rights are not looked up for them. */
const NEEDS_NO_RIGHTS: ReadonlySet<Command["type"]> = new Set([
  ...["say", "direct", "ping", "pong", "quit", "hello"] as const,
]);

/** Bytes that a room takes in a list as JSON, at most, beside its name and its topic. */
const ROOM_FIELDS = JSON.stringify(
  { name: "", members: 10_000_000, topic: "", at: Number.MAX_SAFE_INTEGER },
).length;

/**
 * Does what somebody who is in asks for. Answers come in time; nothing is thrown.
 *
 * @param hub Where they are.
 * @param member Who.
 * @param command What.
 * @returns A promise where nothing more should be taken from them before it is resolved; it is never rejected.
 */
export function dispatch(hub: Hub, member: Member, command: Command): Promise<void> | void {
  const confirmed = NEEDS_NO_RIGHTS.has(command.type)
    ? undefined
    : hub.moderation.operators.confirm(member);
  if (confirmed === undefined) return run(hub, member, command);
  // A member that left meanwhile must not enter rooms again.
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
      return answer(hub, member, ref, dispatchAccount(hub, member, command));
    case "bans":
      return ask(
        hub,
        member,
        ref,
        () => sendPages(hub.listing, member, hub.moderation.list(member, command)),
      );
    case "topic":
    case "kick":
    case "ban":
    case "unban":
    case "mute":
    case "unmute":
    case "invite":
    case "private":
    case "op":
    case "deop":
    case "owner":
      return answer(hub, member, ref, hub.moderation.execute(member, command));
    case "list":
      return ask(hub, member, ref, () => sendPages(hub.listing, member, list(hub, member, ref)));
    case "who":
      return ask(
        hub,
        member,
        ref,
        () => sendPages(hub.listing, member, who(hub, member, command.room, ref)),
      );
    // These may take long: what is said meanwhile does not wait.
    case "history":
      return ask(hub, member, ref, () => history(hub, member, command), { isOrdered: false });
    case "search":
      return ask(hub, member, ref, () => search(hub, member, command), { isOrdered: false });
    case "ping":
      return member.send({ type: "pong", ...withRef(ref) });
    case "pong":
      return member.inbox?.confirm(ref);
    case "quit":
      return quit(hub, member, ref);
    case "hello":
      return hub.refuse(member, "hello_required", member.name, ref);
  }
}

function join(hub: Hub, member: Member, { room, after, ref }: Join): Promise<void> | void {
  return hub.join(member, room, ref, after === undefined ? undefined : { after });
}

/** Says goodbye once all is answered that was asked before. */
function quit(hub: Hub, member: Member, ref: Ref | undefined): Promise<void> | void {
  if (member.asking) return member.asking.then(() => quit(hub, member, ref));
  return whenDone(hub, member, ref, hub.quit(member, ref));
}

async function* list(
  hub: Hub,
  member: Member,
  ref: Ref | undefined,
): AsyncGenerator<void, void> {
  // Names have no characters that JSON escapes.
  const sizeOf = ({ name, topic }: RoomInfo) =>
    ROOM_FIELDS + utf8Length(name) + (topic === undefined ? 0 : jsonSize(topic));
  yield* inPages(
    await hub.directory.list(member),
    hub.listBytes,
    (rooms, more) => member.send({ type: "rooms", rooms, ...more, ...withRef(ref) }),
    sizeOf,
  );
}

async function* who(
  hub: Hub,
  member: Member,
  asked: string,
  ref: Ref | undefined,
): AsyncGenerator<void, void> {
  const name = asked === CURRENT_ROOM ? hub.rooms.of(member, CURRENT_ROOM, ref)?.name : asked;
  if (name === undefined) return;
  const found = hub.directory.who(member, name);
  const room = found instanceof Promise ? await found : found;
  if (room === undefined) return hub.refuse(member, "no_such_room", name, ref);
  // The names of operators are in the answer twice.
  const sizeOf = ({ name, isOperator }: RoomMember) => jsonSize(name) * (isOperator ? 2 : 1) + 1;
  yield* inPages(room.members, hub.listBytes, (people, more) => {
    const names = people.map(({ name }) => name);
    const ops = people.filter(({ isOperator }) => isOperator).map(({ name }) => name);
    const marks = ops.length > 0 ? { ops } : {};
    member.send({ type: "members", room: room.name, names, ...marks, ...more, ...withRef(ref) });
  }, sizeOf);
}

function direct(hub: Hub, member: Member, command: Direct): Promise<void> | void {
  const found = hub.directory.find(command.to).then((other) => {
    if (other === undefined) hub.refuse(member, "no_such_user", command.to, command.ref);
    else hub.direct(member, other, command);
  });
  return answer(hub, member, command.ref, found);
}

async function history(hub: Hub, member: Member, request: HistoryRequest): Promise<void> {
  const { ref, before, limit = DEFAULT_PAGE } = request;
  const range = { limit, bytes: hub.answerBytes, ...(before !== undefined && { before }) };
  if (request.with !== undefined) {
    const other = await hub.directory.find(request.with);
    if (other === undefined) return hub.refuse(member, "no_such_user", request.with, ref);
    const { name } = other;
    const conversation = directKey(member.identity, other.identity);
    await read(hub, member, async () => {
      const page = await hub.store.read(conversation, range);
      sendHistory(hub, member, { with: name }, page, page.messages.map(toDirectMessage), ref);
    });
    return;
  }
  const room = hub.rooms.of(member, request.room ?? CURRENT_ROOM, ref);
  if (room === undefined) return;
  await read(hub, member, async () => {
    const page = await hub.store.read(room.key, range);
    // They may have left meanwhile, or been put out.
    if (hub.rooms.of(member, room.name, ref) === undefined) return;
    sendHistory(hub, member, { room: room.name }, page, page.messages.map(toRoomMessage), ref);
  });
}

/**
 * Reads from the store in the member's turn, and once all is stored that was said before: what a member said before
 * asking is part of the answer.
 */
async function read(hub: Hub, member: Member, answer: () => Promise<void>): Promise<void> {
  await hub.pipeline.settled();
  return await hub.reading.run(member.source, answer);
}

function sendHistory(
  hub: Hub,
  member: Member,
  where: { room: string } | { with: string },
  page: MessagePage,
  messages: readonly (RoomMessage | DirectMessage)[],
  ref: Ref | undefined,
): void {
  const shown = paginate(messages, hub.answerBytes, "newest");
  const more = page.more || shown.length < messages.length;
  member.send({ type: "history", ...where, messages: shown, more, ...withRef(ref) });
}

async function search(hub: Hub, member: Member, request: SearchRequest): Promise<void> {
  const { ref, terms, before, limit = DEFAULT_PAGE } = request;
  const room = request.room === undefined ? undefined : hub.rooms.of(member, request.room, ref);
  if (request.room !== undefined && room === undefined) return;
  const words = toSearchTerms(terms).length;
  if (words > MAX_TERMS) {
    const value = hub.texts.chat.searchWords(words, MAX_TERMS);
    return hub.refuse(member, "too_many", value, ref);
  }
  const conversations = room ? [room.key] : [...member.rooms.keys()];
  await read(hub, member, async () => {
    const found = await hub.store.search({
      terms,
      conversations,
      limit,
      bytes: hub.answerBytes,
      ...(before !== undefined && { before }),
    });
    // They may have left a room meanwhile, or been put out.
    const seen = found.messages.filter(({ conversation }) => member.rooms.has(conversation));
    const messages = paginate(seen.map(toRoomMessage), hub.answerBytes, "oldest");
    const more = found.more || messages.length < seen.length;
    const partial = found.partial && { partial: found.partial };
    member.send({ type: "found", messages, more, ...partial, ...withRef(ref) });
  });
}

/** Options of {@linkcode ask}. */
interface AskOptions {
  /**
   * Whether what the session asks for next waits until this is answered.
   *
   * @default {true}
   */
  readonly isOrdered?: boolean;
}

/**
 * Answers a request that is expensive: one of a session at a time, and the next one only when the client has taken the
 * answer to the one before. Until then the session is read no further, so a session by itself is never told that too many
 * wait, however many it sends.
 */
function ask(
  hub: Hub,
  member: Member,
  ref: Ref | undefined,
  run: () => Promise<void>,
  options: AskOptions = {},
): Promise<void> | void {
  if (member.asking) return member.asking.then(() => ask(hub, member, ref, run, options));
  const answered = answer(hub, member, ref, run());
  const asking = answered.then(() => member.sendQueue.flushed()).finally(() => {
    member.asking = undefined;
  });
  member.asking = asking;
  if (options.isOrdered !== false) return answered;
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
    if (error instanceof SessionEndedError) return;
    hub.refuse(member, "busy", error instanceof BusyError ? error.value : "", ref);
    if (!(error instanceof BusyError)) hub.reportStoreError(error);
  });
}
