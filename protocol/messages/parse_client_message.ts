import type { Problem } from "./problem.ts";
import { checkSize } from "./_check_shape.ts";
import { Fields } from "./_fields.ts";
import { ParseError } from "./_parse_error.ts";
import { DEFAULT_LIMITS, MAX_AWAY, type ServerLimits } from "../limits.ts";
import type { ClientMessage, Say } from "./client_messages.ts";
import { CHANGE_PARSERS } from "./_parse_change.ts";
import { MODERATION_PARSERS } from "./_parse_moderation.ts";
import { shorten } from "../text/quote.ts";

/** Result of parsing a frame: a message, or the error. */
export type ParsedMessage =
  | { readonly ok: true; readonly message: ClientMessage }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Parses and checks a message of a client in the JSON dialect.
 *
 * @param json The payload of one frame.
 * @param limits The limits of the server.
 * @returns The message with known fields only and with names and rooms in the form in which they are shown, or what is
 * wrong with it.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseClientMessage } from "./parse_client_message.ts";
 *
 * assertEquals(parseClientMessage('{"type":"join","room":"jogos","colour":1}'), {
 *   ok: true,
 *   message: { type: "join", room: "#jogos" },
 * });
 * assertEquals(parseClientMessage('{"type":"join","ref":7}'), {
 *   ok: false,
 *   problem: { code: "bad_message", value: '"room" must be a string', ref: 7 },
 * });
 * ```
 */
export function parseClientMessage(
  json: string,
  limits: ServerLimits = DEFAULT_LIMITS,
): ParsedMessage {
  let fields: Fields | undefined;
  try {
    fields = new Fields(json, limits);
    const type = fields.string("type");
    const parse = PARSER_OF.get(type);
    if (parse === undefined) throw new ParseError({ code: "unknown_type", value: shorten(type) });
    const message = parse(fields);
    const excess = checkSize(json, message.type, limits);
    if (excess !== undefined) throw new ParseError({ code: "bad_message", value: excess });
    const { ref } = fields;
    return { ok: true, message: ref === undefined ? message : { ...message, ref } };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const { problem } = error;
    const ref = problem.ref ?? fields?.ref;
    return { ok: false, problem: ref === undefined ? problem : { ...problem, ref } };
  }
}

const PARSERS: { readonly [T in ClientMessage["type"]]: (fields: Fields) => ClientMessage } = {
  hello: (fields) => {
    const version = fields.raw("version");
    if (version !== 1) {
      const isPlain = typeof version === "string" || typeof version === "number";
      const value = shorten(isPlain ? `${version}` : typeof version);
      throw new ParseError({ code: "unsupported_version", value });
    }
    const password = fields.optional("password", () => fields.password("password"));
    const { rooms, gone: unnamed = [] } = fields.optional("rooms", () => fields.rooms()) ?? {};
    const { resume, gone: lost = [] } = fields.optional("resume", () => fields.resume()) ?? {};
    const gone = [...unnamed, ...lost];
    const token = fields.optional("token", () => fields.token("token"));
    const changes = fields.flag("changes");
    return {
      type: "hello",
      name: fields.name("name"),
      version,
      ...(password !== undefined && { password }),
      ...(rooms && { rooms }),
      ...(resume && { resume }),
      ...(gone.length > 0 && { gone }),
      ...(token !== undefined && { token }),
      ...(changes && { changes }),
    };
  },
  join: (fields) => {
    const after = fields.optional("after", () => fields.integer("after", 0));
    if (after !== undefined) return { type: "join", room: fields.roomOfBefore("room"), after };
    const code = fields.optional("code", () => fields.token("code"));
    return { type: "join", room: fields.room("room"), ...(code !== undefined && { code }) };
  },
  leave: (fields) => ({ type: "leave", room: fields.room("room") }),
  who: (fields) => ({ type: "who", room: fields.room("room") }),
  say: (fields) => {
    const room = fields.room("room");
    const text = fields.text("text");
    const nonce = fields.optional("nonce", () => fields.token("nonce"));
    const say: Say = nonce === undefined
      ? { type: "say", room, text }
      : { type: "say", room, text, nonce };
    return fields.isPlain ? say : { ...say, ...kind(fields) };
  },
  direct: (fields) => {
    const nonce = fields.optional("nonce", () => fields.token("nonce"));
    return {
      type: "direct",
      to: fields.name("to"),
      text: fields.text("text"),
      ...(nonce !== undefined && { nonce }),
      ...kind(fields),
    };
  },
  history: (fields) => ({
    type: "history",
    ...fields.place(),
    ...fields.window(),
    ...fields.limit(),
  }),
  search: (fields) => {
    const room = fields.optional("room", () => fields.room("room"));
    const before = fields.optional("before", () => fields.integer("before", 1));
    return {
      type: "search",
      terms: fields.terms("terms"),
      ...(room !== undefined && { room }),
      ...(before !== undefined && { before }),
      ...fields.limit(),
    };
  },
  away: (fields) => {
    const text = fields.optional("text", () => fields.line("text", MAX_AWAY, "away"));
    return { type: "away", ...(text && { text }) };
  },
  whois: (fields) => ({ type: "whois", name: fields.name("name") }),
  rename: (fields) => ({ type: "rename", name: fields.name("name") }),
  register: (fields) => ({ type: "register", password: fields.password("password") }),
  login: (fields) => ({
    type: "login",
    name: fields.name("name"),
    password: fields.password("password"),
  }),
  passwd: (fields) => ({
    type: "passwd",
    password: fields.password("password"),
    new: fields.password("new"),
  }),
  logout: () => ({ type: "logout" }),
  list: () => ({ type: "list" }),
  ping: () => ({ type: "ping" }),
  pong: () => ({ type: "pong" }),
  quit: () => ({ type: "quit" }),
  ...MODERATION_PARSERS,
  ...CHANGE_PARSERS,
};

/** The same, to look up a type that a peer chose: faster than a check whether the object has it itself. */
const PARSER_OF: ReadonlyMap<string, (fields: Fields) => ClientMessage> = new Map(
  Object.entries(PARSERS),
);

/** Reads whether a message is a reply or an action. */
function kind(fields: Fields): { reply?: number; action?: true } {
  const reply = fields.optional("reply", () => fields.integer("reply", 1));
  const action = fields.flag("action");
  return { ...(reply !== undefined && { reply }), ...(action && { action }) };
}
