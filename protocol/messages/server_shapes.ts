import { CHANGE, deletable, MESSAGE_STATE, ownReactions } from "./change_shapes.ts";
import type { Change } from "./changes.ts";
import type { ErrorCode } from "./error_code.ts";
import type { ErrorCause } from "./error_details.ts";
import {
  LARGEST,
  type Limits,
  MAX_AWAY,
  MAX_CHANGES,
  MAX_LINK_USES,
  MAX_PAGE,
  MAX_RATE,
  MAX_TOKEN,
  MAX_TOPIC,
  type Rate,
} from "../limits.ts";
import type { DirectMessage, RoomInfo, RoomMessage, ServerMessage } from "./server_messages.ts";
import type { Ref } from "./request.ts";
import type {
  InvitationLink,
  LinkCreated,
  LinkList,
  LinksRevoked,
  ModerationEvent,
  Restriction,
} from "./moderation.ts";
import { PER_CODE_POINT, shownName } from "./shown_name.ts";
import { toName, toRoom } from "../text/names.ts";
import {
  boolean,
  integer,
  list,
  object,
  oneOf,
  optional,
  type Read,
  record,
  type Shape,
  ShapeError,
  text,
  time,
} from "./shape.ts";

/** Maximum UTF-16 code units of a sentence, reason or version. */
const MAX_SENTENCE = 16_384;

/** Maximum UTF-16 code units of the address of a page. */
const MAX_URL = 2_048;

/** Maximum digits of an id. */
const MAX_ID = `${Number.MAX_SAFE_INTEGER}`.length;

/** Maximum UTF-16 code units of an IP address: an IPv6 one with its zone, such as `fe80::1%eth0`. */
const MAX_ADDRESS = 64;

/** Maximum names, rooms or bans in one message. */
const MAX_LIST = 100_000;

/** Reads a text for people; code that shows it must escape it. */
const sentence = text(MAX_SENTENCE);

/** Reads the name of a present session, by the rules of {@linkcode toName}. */
export const presentName: Read<string> = (value) => {
  const name = text(LARGEST.name * PER_CODE_POINT, 1)(value);
  if (toName(name, LARGEST.name) !== name) throw new ShapeError("not a name");
  return name;
};

/** Reads the name of an open room, by the rules of {@linkcode toRoom}. */
const presentRoom: Read<string> = (value) => {
  const room = text(1 + LARGEST.room * PER_CODE_POINT, 2)(value);
  if (toRoom(room, LARGEST.room) !== room) throw new ShapeError("not a room");
  return room;
};

const reference: Read<Ref> = (value) =>
  typeof value === "number" ? finite(value) : text(MAX_TOKEN)(value);

const topic = text(MAX_TOPIC * PER_CODE_POINT);

/** Reads what a user who is away says about it. */
const awayText = text(MAX_AWAY * PER_CODE_POINT);

const ref = optional(reference);

const more = optional(oneOf<true>(true));

const said = {
  id: integer(1),
  from: shownName,
  text: text(LARGEST.text * PER_CODE_POINT),
  at: time,
  ...MESSAGE_STATE,
};

/** Shape of a message of a room. */
export const ROOM_MESSAGE: Shape<RoomMessage> = { ...said, room: shownName };

/** Shape of a private message. */
export const DIRECT_MESSAGE: Shape<DirectMessage> = { ...said, to: shownName };

const roomMessage = deletable(object<RoomMessage>(ROOM_MESSAGE));

const directMessage = deletable(object<DirectMessage>(DIRECT_MESSAGE));

const someMessage: Read<RoomMessage | DirectMessage> = (value) =>
  typeof value === "object" && value !== null && "room" in value
    ? roomMessage(value)
    : directMessage(value);

const limits = object<Limits>({
  frame: integer(1, LARGEST.frame),
  text: integer(1, LARGEST.text),
  name: integer(1, LARGEST.name),
  room: integer(1, LARGEST.room),
});

const rate = object<Rate>({ burst: integer(1, MAX_RATE), perSecond: integer(0, MAX_RATE) });

const listedRoom = object<RoomInfo>({
  name: shownName,
  members: integer(0),
  topic: optional(topic),
  at: optional(time),
});

const restriction = object<Restriction>({
  kind: oneOf<Restriction["kind"]>("ban", "mute"),
  name: shownName,
  by: shownName,
  at: time,
  reason: optional(sentence),
  until: optional(time),
});

/** The message of a type. */
export type MessageOf<T, M = ServerMessage> = M extends { readonly type: infer U }
  ? T extends U ? M : never
  : never;

/** A shape for each message of a server. */
export type ServerShapes = {
  readonly [T in ServerMessage["type"]]: Shape<Omit<MessageOf<T>, "type">>;
};

const presence = {
  room: presentRoom,
  name: presentName,
  by: optional(shownName),
  reason: optional(sentence),
  ref,
};

const account = { name: presentName, ref };

const measure = {
  room: optional(shownName),
  name: shownName,
  by: shownName,
  reason: optional(sentence),
  until: optional(time),
  ref,
};

const link: Shape<InvitationLink> = {
  id: text(MAX_TOKEN, 1),
  uses: integer(1, MAX_LINK_USES),
  until: time,
  by: shownName,
  at: time,
};

/** Shape of the invitation of a user, which has a `name`, or of a link, which has a `code`. */
const invited = {
  ...measure,
  name: optional(shownName),
  code: optional(text(MAX_TOKEN, 1)),
  id: optional(link.id),
  uses: optional(link.uses),
  at: optional(time),
};

const MODERATION_SHAPES: { readonly [T in ModerationEvent["type"]]: ServerShapes[T] } = {
  topic: {
    room: shownName,
    text: topic,
    by: optional(shownName),
    at: optional(time),
    ref,
  },
  banned: measure,
  unbanned: measure,
  muted: measure,
  unmuted: measure,
  opped: measure,
  deopped: measure,
  owner: measure,
  invited,
  invites: { room: shownName, links: list(object<InvitationLink>(link), MAX_LIST), more, ref },
  uninvited: { room: shownName, id: optional(link.id), ref },
  private: { room: shownName, on: boolean, by: shownName, ref },
  bans: { room: optional(shownName), bans: list(restriction, MAX_LIST), more, ref },
};

const { type: _, ...change } = CHANGE;

const changed = { ...change, room: optional(shownName), with: optional(shownName) };

/** The shapes of all messages of a server. Limits on sizes and names are the largest configurable ones. */
export const SERVER_SHAPES: ServerShapes = {
  welcome: {
    name: presentName,
    server: sentence,
    version: oneOf<1>(1),
    room: optional(presentRoom),
    limits,
    rate: optional(rate),
    web: optional(text(MAX_URL)),
    token: text(MAX_TOKEN, 1),
    registered: optional(oneOf<true>(true)),
    ref,
  },
  joined: presence,
  // The room may have a name that is not valid.
  left: { ...presence, room: shownName },
  message: ROOM_MESSAGE,
  direct: DIRECT_MESSAGE,
  rooms: { rooms: list(listedRoom, MAX_LIST), more, ref },
  members: {
    room: shownName,
    names: list(presentName, MAX_LIST),
    ops: optional(list(presentName, MAX_LIST)),
    away: optional(record(presentName, awayText, MAX_LIST)),
    more,
    ref,
  },
  away: { name: presentName, text: optional(awayText), ref },
  whois: {
    name: presentName,
    registered: boolean,
    since: time,
    idle: integer(0),
    away: optional(awayText),
    rooms: list(presentRoom, MAX_LIST),
    address: optional(text(MAX_ADDRESS)),
    ref,
  },
  history: {
    room: optional(shownName),
    with: optional(shownName),
    messages: list(someMessage, MAX_PAGE),
    changes: optional(list(object<Change>(CHANGE), MAX_CHANGES)),
    first: optional(integer(1)),
    last: optional(integer(1)),
    more: boolean,
    moreAfter: optional(boolean),
    mine: optional(record(text(MAX_ID), ownReactions, MAX_PAGE)),
    lost: optional(integer(1)),
    ref,
  },
  found: {
    messages: list(roomMessage, MAX_PAGE),
    more: boolean,
    partial: optional(oneOf<true>(true)),
    ref,
  },
  renamed: {
    from: shownName,
    name: presentName,
    reason: optional(oneOf<"registered">("registered")),
    ref,
  },
  registered: account,
  logged_in: account,
  password_changed: account,
  logged_out: account,
  ...MODERATION_SHAPES,
  edited: changed,
  deleted: changed,
  reacted: changed,
  ack: { ref: reference, id: integer(1), at: time },
  // A newer server may send other codes and causes.
  error: {
    code: text(MAX_TOKEN, 1) as Read<ErrorCode>,
    message: sentence,
    cause: optional(text(MAX_TOKEN, 1) as Read<ErrorCause>),
    value: optional(sentence),
    limit: optional(integer(0)),
    room: optional(shownName),
    with: optional(shownName),
    seconds: optional(integer(0)),
    reason: optional(sentence),
    until: optional(time),
    ref,
  },
  notice: { message: sentence },
  ping: { ref },
  pong: { ref },
  bye: { reason: sentence, after: optional(integer(0)), ref },
};

/**
 * Checks that an `invited` is about a user or has all of a link, which its shape does not say.
 *
 * @throws {ShapeError} If it has neither.
 */
export function checkInvited(message: object): void {
  const parts = "name" in message ? ["by"] : ["code", ...Object.keys(link)];
  if (parts.some((part) => !Object.hasOwn(message, part))) throw new ShapeError("not whole");
}

/** Returns whether a server's message is the answer to a request about invitation links, which only the sender gets. */
export function isLinkAnswer(
  message: ServerMessage,
): message is LinkCreated | LinkList | LinksRevoked {
  const { type } = message;
  return type === "invites" || type === "uninvited" || type === "invited" && "code" in message;
}

/** Returns whether a server's message is about moderation. */
export function isModerationEvent(message: ServerMessage): message is ModerationEvent {
  return Object.hasOwn(MODERATION_SHAPES, message.type);
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new ShapeError("not a number");
  return value;
}
