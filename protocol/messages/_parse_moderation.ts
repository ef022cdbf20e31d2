import type { Fields } from "./_fields.ts";
import { MAX_MINUTES, MAX_TOPIC } from "../limits.ts";
import type { ModerationRequest } from "./moderation.ts";

/** Parsers of the moderation requests. */
export const MODERATION_PARSERS: {
  readonly [T in ModerationRequest["type"]]: (fields: Fields) => ModerationRequest;
} = {
  topic: (fields) => {
    const text = fields.optional("text", () => fields.line("text", MAX_TOPIC));
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
  invite: (fields) => ({ type: "invite", room: fields.room("room"), name: fields.name("name") }),
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

function time(fields: Fields): { minutes?: number } {
  const minutes = fields.optional("minutes", () => fields.integer("minutes", 1, MAX_MINUTES));
  return minutes === undefined ? {} : { minutes };
}
