import { CHANGE } from "../../protocol/messages/change_shapes.ts";
import type { DirectChange, RoomChange } from "../../protocol/messages/changes.ts";
import type {
  DirectMessage,
  RoomEntry,
  RoomMessage,
  ServerMessage,
} from "../../protocol/messages/server_messages.ts";
import {
  checkInvited,
  DIRECT_MESSAGE,
  type MessageOf,
  presentName,
  ROOM_MESSAGE,
  SERVER_SHAPES,
} from "../../protocol/messages/server_shapes.ts";
import { shownName } from "../../protocol/messages/shown_name.ts";
import { nameKey } from "../../protocol/text/names.ts";
import {
  asObject,
  integer,
  list,
  object,
  oneOf,
  optional,
  type Read,
  ShapeError,
  text,
  time,
} from "../../protocol/messages/shape.ts";
import type { ModerationAction } from "./moderation_action.ts";
import type { Rule, RuleChange, RuleKey, RuleKind } from "../store/rule_store.ts";
import { isDirectKey, type LastId } from "../store/store.ts";
import type { Announcement, Delivery } from "./bus.ts";

/** A NATS message. It may be lost, repeated, delayed, or sent by a program that is not a node. */
export type BusMessage =
  | { readonly delivery: Delivery }
  /** Announces messages that are too large for NATS, to be read from the store. */
  | { readonly last: Omit<LastId, "topic"> }
  | { readonly announcement: Announcement }
  | { readonly action: ModerationAction }
  | { readonly wake: true }
  /** Name that a client was refused: its holder may be gone. */
  | { readonly probe: string }
  /** Messages may have been lost: resync. */
  | { readonly resync: true };

/** Maximum UTF-16 code units of a key, identity, session or reason: the two identities of a conversation fit. */
const MAX_KEY = 1_024;

/** Maximum UTF-16 code units of a rule's text: a topic, or the reason of a ban or mute. */
const MAX_RULE_TEXT = 4_096;

/** Maximum entries of a list: more than fit in a NATS message. */
const MAX_LIST = 100_000;

const key = text(MAX_KEY);

const roomEntries = list(
  entryOf(object<RoomMessage>(ROOM_MESSAGE), object<RoomChange>({ ...CHANGE, room: shownName })),
  MAX_LIST,
);

const directEntries = list(
  entryOf(
    object<DirectMessage>(DIRECT_MESSAGE),
    object<DirectChange>({ ...CHANGE, to: shownName }),
  ),
  MAX_LIST,
);

const sessions = list(key, MAX_LIST);

/** The kinds of rules that nodes have in memory. */
const KINDS: Readonly<Record<Exclude<RuleKind, "link">, true>> = {
  owner: true,
  creator: true,
  topic: true,
  private: true,
  operator: true,
  ban: true,
  mute: true,
  invitation: true,
};

const kind = oneOf(...Object.keys(KINDS) as (keyof typeof KINDS)[]);

const ruleKey = { room: key, kind, subject: key };

const dropped = object<Extract<RuleChange, { readonly drop: RuleKey }>>({
  drop: object<RuleKey>(ruleKey),
  endedBy: optional(time) as Read<number>,
});

const put = object<Omit<Rule, "uses">>({
  ...ruleKey,
  name: text(MAX_KEY),
  identities: list(key, MAX_LIST),
  text: text(MAX_RULE_TEXT),
  by: text(MAX_KEY),
  at: time,
  until: optional(time),
});

const added = object<Extract<RuleChange, { readonly put: Rule }>>({
  put,
  replaces: optional(oneOf<true>(true)),
});

const change: Read<RuleChange> = (value) => {
  const given = asObject(value);
  return "drop" in given ? dropped(given) : added(given);
};

/** Creates a reader of events of the given types. */
function eventOf<T extends ServerMessage["type"]>(
  ...types: readonly T[]
): Read<MessageOf<T>> {
  const readers = new Map(types.map((type) => {
    const shape = { type: oneOf(type), ...SERVER_SHAPES[type] };
    return [type, object<object>(shape as never)] as const;
  }));
  return (value) => {
    const read = readers.get(asObject(value)["type"] as T);
    if (read === undefined) throw new ShapeError("no such event");
    const event = read(value);
    if ("type" in event && event.type === "invited") checkInvited(event);
    return event as MessageOf<T>;
  };
}

const anyAnnouncement = object<Announcement>({
  event: eventOf("joined", "left", "renamed", "away"),
  rooms: list(key, MAX_LIST),
  except: key,
});

const announcement: Read<Announcement> = (value) => {
  const read = anyAnnouncement(value);
  const { event, rooms } = read;
  const isOfRoom = "room" in event && event.room !== undefined;
  if (isOfRoom && (rooms.length !== 1 || rooms[0] !== nameKey(event.room))) {
    throw new ShapeError("of another room");
  }
  return read;
};

const action = object<ModerationAction>({
  room: key,
  changes: list(change, MAX_LIST),
  event: optional(
    eventOf(
      ...["banned", "unbanned", "muted", "unmuted", "opped", "deopped", "invited"] as const,
      ...["owner", "topic", "private", "left"] as const,
    ) as Read<ModerationAction["event"]>,
  ),
  identities: list(key, MAX_LIST),
  session: key,
});

const last = object<Omit<LastId, "topic">>({ conversation: key, last: integer(0) });

/**
 * Parses a NATS message. Its publisher need not be a node, so it is validated as strictly as input from clients.
 *
 * @param json The payload.
 * @returns The message with known fields only; `undefined` if it is invalid.
 */
export function parseBusMessage(json: string): BusMessage | undefined {
  try {
    const given = asObject(JSON.parse(json));
    if ("delivery" in given) return { delivery: readDelivery(given["delivery"]) };
    if ("last" in given) return { last: last(given["last"]) };
    if ("announcement" in given) return { announcement: announcement(given["announcement"]) };
    if ("action" in given) return { action: action(given["action"]) };
    if ("probe" in given) return { probe: presentName(given["probe"]) };
    if (given["wake"] === true) return { wake: true };
    if (given["resync"] === true) return { resync: true };
    return undefined;
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readDelivery(value: unknown): Delivery {
  const given = asObject(value);
  const conversation = key(given["conversation"]);
  const isDirect = isDirectKey(conversation);
  if (given["kind"] !== (isDirect ? "direct" : "room")) throw new ShapeError("not of this kind");
  const common = { conversation, sessions: sessions(given["sessions"]) };
  const delivery: Delivery = isDirect
    ? { kind: "direct", ...common, entries: directEntries(given["entries"]) }
    : { kind: "room", ...common, entries: roomEntries(given["entries"]) };
  if (delivery.entries.length !== delivery.sessions.length) {
    throw new ShapeError("not a session for each entry");
  }
  if (delivery.kind === "room") checkRooms(delivery.entries, conversation);
  return delivery;
}

/** Checks that all entries name the room that they are delivered to; most spell it the same way. */
function checkRooms(entries: readonly RoomEntry[], conversation: string): void {
  let checked: string | undefined;
  for (const { room } of entries) {
    if (room === checked) continue;
    if (nameKey(room) !== conversation) throw new ShapeError("of another room");
    checked = room;
  }
}

/** Reads a message or a change, which names what it is about. */
function entryOf<M, C>(readMessage: Read<M>, readChange: Read<C>): Read<M | C> {
  return (value) => "about" in asObject(value) ? readChange(value) : readMessage(value);
}
