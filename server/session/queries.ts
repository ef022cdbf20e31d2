import { DEFAULT_PAGE, MAX_TERMS } from "../../protocol/limits.ts";
import { CURRENT_ROOM } from "../../protocol/commands/command_entry.ts";
import type { SearchRequest, WhoIs } from "../../protocol/messages/client_messages.ts";
import type { RoomInfo } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { toSearchTerms } from "../../protocol/text/terms.ts";
import { utf8Length } from "../../protocol/text/utf8_length.ts";
import type { RoomMember } from "../chat/directory.ts";
import type { Hub } from "../chat/hub.ts";
import type { Member } from "../chat/member.ts";
import { inPages, paginate } from "../chat/paginate.ts";
import { jsonSize } from "../dialect/json_size.ts";
import { withRef } from "../chat/ref.ts";
import { awayOf } from "../chat/session_status.ts";
import { RANK } from "../chat/moderation/rules.ts";
import { EVERYWHERE } from "../store/rule_store.ts";
import { toRoomMessage } from "../store/wire_entry.ts";
import { readInTurn } from "./read_history.ts";

/** Most bytes of a room in a list as JSON, without its name and topic. */
const ROOM_FIELDS = JSON.stringify(
  { name: "", members: 10_000_000, topic: "", at: Number.MAX_SAFE_INTEGER },
).length;

/** Sends the list of rooms, a page at each step. */
export async function* listRooms(
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

/** Sends the members of a room, a page at each step. */
export async function* listMembers(
  hub: Hub,
  member: Member,
  asked: string,
  ref: Ref | undefined,
): AsyncGenerator<void, void> {
  const name = asked === CURRENT_ROOM ? hub.rooms.of(member, CURRENT_ROOM, ref)?.name : asked;
  if (name === undefined) return;
  const found = hub.directory.who(member, name);
  const room = found instanceof Promise ? await found : found;
  if (room === undefined) return hub.refuse(member, { code: "no_such_room", room: name }, ref);
  // The name of an operator, or of a user who is away, is in the answer more than once.
  const sizeOf = ({ name, isOperator, away }: RoomMember) =>
    jsonSize(name) * (isOperator ? 2 : 1) + 1 +
    (away === undefined ? 0 : jsonSize(name) + jsonSize(away) + 2);
  yield* inPages(room.members, hub.listBytes, (people, more) => {
    const names = people.map(({ name }) => name);
    const ops = people.filter(({ isOperator }) => isOperator).map(({ name }) => name);
    const gone = people.flatMap(({ name, away }) => away === undefined ? [] : [[name, away]]);
    const marks = {
      ...(ops.length > 0 && { ops }),
      ...(gone.length > 0 && { away: Object.fromEntries(gone) }),
    };
    member.send({ type: "members", room: room.name, names, ...marks, ...more, ...withRef(ref) });
  }, sizeOf);
}

/** Sends what a member may know of the user of a name. */
export async function describeUser(
  hub: Hub,
  member: Member,
  { name, ref }: WhoIs,
): Promise<void> {
  await hub.listing.run(member.source, async () => {
    const sessions = await hub.directory.statuses(name);
    const [first] = sessions;
    if (first === undefined) return hub.refuse(member, { code: "no_such_user", value: name }, ref);
    const latest = sessions.reduce((one, other) => other.idle < one.idle ? other : one);
    const away = awayOf(sessions);
    const shared = [...member.rooms.values()]
      .filter(({ key }) => sessions.some(({ rooms }) => rooms.has(key)))
      .map((room) => room.name);
    const isTrusted = hub.access.rank(member, EVERYWHERE) === RANK.serverOperator;
    member.send({
      type: "whois",
      name: first.name,
      registered: sessions.some(({ isRegistered }) => isRegistered),
      since: Math.min(...sessions.map(({ since }) => since)),
      idle: latest.idle,
      ...(away !== undefined && { away }),
      rooms: paginate(shared, hub.listBytes, "oldest"),
      ...(isTrusted && { address: latest.address }),
      ...withRef(ref),
    });
  });
}

/** Answers a search in the rooms of a member. */
export async function search(hub: Hub, member: Member, request: SearchRequest): Promise<void> {
  const { ref, terms, before, limit = DEFAULT_PAGE } = request;
  const room = request.room === undefined ? undefined : hub.rooms.of(member, request.room, ref);
  if (request.room !== undefined && room === undefined) return;
  const words = toSearchTerms(terms).length;
  if (words > MAX_TERMS) {
    const refusal = {
      code: "too_many",
      cause: "words",
      value: `${words}`,
      limit: MAX_TERMS,
    } as const;
    return hub.refuse(member, refusal, ref);
  }
  const conversations = room ? [room.key] : [...member.rooms.keys()];
  await readInTurn(hub, member, async () => {
    const found = await hub.store.search({
      terms,
      conversations,
      limit,
      bytes: hub.answerBytes,
      ...(before !== undefined && { before }),
    });
    // The member may have left or been kicked from some rooms meanwhile.
    const seen = found.messages.filter(({ conversation }) => member.rooms.has(conversation));
    const messages = paginate(seen.map(toRoomMessage), hub.answerBytes, "oldest");
    const more = found.more || messages.length < seen.length;
    const partial = found.partial && { partial: found.partial };
    member.send({ type: "found", messages, more, ...partial, ...withRef(ref) });
  });
}
