import type { Fields } from "./_fields.ts";
import { MAX_LINK_MINUTES, MAX_LINK_USES, MAX_MINUTES, MAX_TOPIC } from "../limits.ts";
import type { ModerationRequest } from "./moderation.ts";

/** Parsers of the moderation requests. */
export const MODERATION_PARSERS: {
  readonly [T in ModerationRequest["type"]]: (fields: Fields) => ModerationRequest;
} = {
  topic: (fields) => {
    const text = fields.optional("text", () => fields.line("text", MAX_TOPIC, "topic"));
    return { type: "topic", room: fields.room("room"), ...(text !== undefined && { text }) };
  },
  kick: (fields) => ({
    type: "kick",
    room: fields.room("room"),
    name: fields.name("name"),
    ...fields.reason(),
  }),
  ban: (fields) => ({
    type: "ban",
    ...place(fields),
    name: fields.nameOrAddress("name"),
    ...time(fields),
    ...fields.reason(),
  }),
  unban: (fields) => ({ type: "unban", ...place(fields), name: fields.nameOrAddress("name") }),
  bans: (fields) => ({ type: "bans", ...place(fields) }),
  mute: (fields) => ({
    type: "mute",
    room: fields.room("room"),
    name: fields.name("name"),
    ...time(fields),
    ...fields.reason(),
  }),
  unmute: (fields) => ({ type: "unmute", room: fields.room("room"), name: fields.name("name") }),
  invite: (fields) => {
    const room = fields.room("room");
    const name = fields.optional("name", () => fields.name("name"));
    if (name !== undefined) return { type: "invite", room, name };
    const uses = fields.optional("uses", () => fields.integer("uses", 1, MAX_LINK_USES));
    return {
      type: "invite",
      room,
      ...(uses !== undefined && { uses }),
      ...time(fields, MAX_LINK_MINUTES),
    };
  },
  invites: (fields) => ({ type: "invites", room: fields.room("room") }),
  uninvite: (fields) => {
    const id = fields.optional("id", () => fields.token("id"));
    return { type: "uninvite", room: fields.room("room"), ...(id !== undefined && { id }) };
  },
  private: (fields) => ({
    type: "private",
    room: fields.room("room"),
    on: fields.boolean("on"),
  }),
  op: (fields) => ({ type: "op", room: fields.room("room"), name: fields.name("name") }),
  deop: (fields) => ({ type: "deop", room: fields.room("room"), name: fields.name("name") }),
  owner: (fields) => ({ type: "owner", room: fields.room("room"), name: fields.name("name") }),
};

function place(fields: Fields): { room?: string } {
  const room = fields.optional("room", () => fields.room("room"));
  return room === undefined ? {} : { room };
}

function time(fields: Fields, most = MAX_MINUTES): { minutes?: number } {
  const minutes = fields.optional("minutes", () => fields.integer("minutes", 1, most));
  return minutes === undefined ? {} : { minutes };
}
