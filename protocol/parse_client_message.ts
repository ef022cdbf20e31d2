import type { ErrorCode } from "./error_code.ts";
import { DEFAULT_LIMITS, type Limits, MAX_PAGE, MAX_ROOMS, MAX_TOKEN } from "./limits.ts";
import type { ClientMessage, Ref } from "./messages.ts";
import { codePoints, toName, toRoom } from "./names.ts";

/** Why a message was refused. */
export interface Problem {
  /** The code that the `error` in answer to it carries. */
  readonly code: ErrorCode;
  /** What was wrong: the value, the field, or what it must be. */
  readonly detail: string;
  /** The `ref` of the message, where it had one. */
  readonly ref?: Ref;
}

/** What a frame turned out to be. */
export type Parsed =
  | { readonly ok: true; readonly message: ClientMessage }
  | { readonly ok: false; readonly problem: Problem };

/** Longest part of a peer's value that is repeated to it, in UTF-16 code units. */
const MAX_QUOTED = 64;

/** Rooms whose form is remembered, since most of what is said names one that was named before. */
const MAX_REMEMBERED = 1_000;

const rooms = new Map<string, string>();

/** Unwinds the parsing of one message; it never leaves this file. */
class Refusal extends Error {
  constructor(readonly code: ErrorCode, readonly detail: string) {
    super(detail);
  }
}

/**
 * Reads a client's message in the JSON dialect, and checks all of it.
 *
 * @param json The payload of one frame.
 * @param limits The limits of the server.
 * @returns The message with its known fields only, names and rooms in the form in which they are shown; or what was
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
 *   problem: { code: "bad_message", detail: '"room" must be a string', ref: 7 },
 * });
 * ```
 */
export function parseClientMessage(json: string, limits: Limits = DEFAULT_LIMITS): Parsed {
  let fields: Fields | undefined;
  try {
    fields = new Fields(json, limits);
    const type = fields.string("type");
    if (!Object.hasOwn(PARSERS, type)) throw new Refusal("unknown_type", quote(type));
    const message = PARSERS[type as ClientMessage["type"]](fields);
    const { ref } = fields;
    return { ok: true, message: ref === undefined ? message : { ...message, ref } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const problem = { code: error.code, detail: error.detail };
    const ref = fields?.ref;
    return { ok: false, problem: ref === undefined ? problem : { ...problem, ref } };
  }
}

const PARSERS: { readonly [T in ClientMessage["type"]]: (fields: Fields) => ClientMessage } = {
  hello: (fields) => {
    const version = fields.raw("version");
    if (version !== 1) throw new Refusal("unsupported_version", quote(String(version)));
    const password = fields.optional("password", () => fields.string("password"));
    const resume = fields.optional("resume", () => fields.resume());
    const token = fields.optional("token", () => fields.token("token"));
    return {
      type: "hello",
      name: fields.name("name"),
      version,
      ...(password !== undefined && { password }),
      ...(resume && { resume }),
      ...(token !== undefined && { token }),
    };
  },
  join: (fields) => ({ type: "join", room: fields.room("room") }),
  leave: (fields) => ({ type: "leave", room: fields.room("room") }),
  who: (fields) => ({ type: "who", room: fields.room("room") }),
  say: (fields) => {
    const room = fields.room("room");
    const text = fields.text("text");
    const nonce = fields.optional("nonce", () => fields.token("nonce"));
    return nonce === undefined ? { type: "say", room, text } : { type: "say", room, text, nonce };
  },
  direct: (fields) => {
    const nonce = fields.optional("nonce", () => fields.token("nonce"));
    return {
      type: "direct",
      to: fields.name("to"),
      text: fields.text("text"),
      ...(nonce !== undefined && { nonce }),
    };
  },
  history: (fields) => {
    const room = fields.optional("room", () => fields.room("room"));
    const other = fields.optional("with", () => fields.name("with"));
    if ((room === undefined) === (other === undefined)) {
      throw new Refusal("bad_message", 'one of "room" and "with" must be given');
    }
    return {
      type: "history",
      ...(room !== undefined && { room }),
      ...(other !== undefined && { with: other }),
      ...fields.page(),
    };
  },
  search: (fields) => {
    const room = fields.optional("room", () => fields.room("room"));
    return {
      type: "search",
      terms: fields.token("terms"),
      ...(room !== undefined && { room }),
      ...fields.page(),
    };
  },
  rename: (fields) => ({ type: "rename", name: fields.name("name") }),
  register: (fields) => ({ type: "register", password: fields.string("password") }),
  login: (fields) => ({
    type: "login",
    name: fields.name("name"),
    password: fields.string("password"),
  }),
  passwd: (fields) => ({
    type: "passwd",
    password: fields.string("password"),
    new: fields.string("new"),
  }),
  logout: () => ({ type: "logout" }),
  list: () => ({ type: "list" }),
  ping: () => ({ type: "ping" }),
  pong: () => ({ type: "pong" }),
  quit: () => ({ type: "quit" }),
};

/** The fields of one message, read with what each must be. */
class Fields {
  #fields: Record<string, unknown>;
  #limits: Limits;

  constructor(json: string, limits: Limits) {
    this.#limits = limits;
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch {
      throw new Refusal("bad_message", `not JSON: ${quote(json)}`);
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new Refusal("bad_message", `not a JSON object: ${quote(json)}`);
    }
    this.#fields = value as Record<string, unknown>;
  }

  /** The `ref`, or `undefined` if there is none that could be sent back. */
  get ref(): Ref | undefined {
    const ref = this.#fields["ref"];
    // A number beyond the largest has become `Infinity`, which JSON does not know.
    const usable = typeof ref === "string" ? ref.length <= MAX_TOKEN : Number.isFinite(ref);
    return usable ? ref as Ref : undefined;
  }

  raw(key: string): unknown {
    return this.#fields[key];
  }

  optional<T>(key: string, read: () => T): T | undefined {
    const value = this.#fields[key];
    return value === undefined || value === null ? undefined : read();
  }

  string(key: string): string {
    const value = this.#fields[key];
    if (typeof value !== "string") throw new Refusal("bad_message", `"${key}" must be a string`);
    return value;
  }

  /** A short string that is not empty. */
  token(key: string): string {
    const value = this.string(key);
    if (value.trim() === "") throw new Refusal("bad_message", `"${key}" must not be empty`);
    this.#atMost(key, value, MAX_TOKEN);
    return value;
  }

  text(key: string): string {
    const value = this.string(key);
    if (value.trim() === "") throw new Refusal("bad_message", `"${key}" must not be empty`);
    this.#atMost(key, value, this.#limits.text);
    // Half of a surrogate pair has no UTF-8.
    return value.toWellFormed();
  }

  name(key: string): string {
    const value = this.string(key);
    const name = toName(value, this.#limits.name);
    if (name === undefined) throw new Refusal("bad_name", quote(value));
    return name;
  }

  room(key: string): string {
    const value = this.string(key);
    const known = rooms.get(value);
    if (known !== undefined && known.length <= this.#limits.room) return known;
    const room = toRoom(value, this.#limits.room);
    if (room === undefined) throw new Refusal("bad_room", quote(value));
    // With space around it a room's name can be as long as a frame.
    if (value.length <= room.length) {
      if (rooms.size >= MAX_REMEMBERED) rooms.clear();
      rooms.set(value, room);
    }
    return room;
  }

  page(): { before?: number; limit?: number } {
    const before = this.optional("before", () => this.#integer("before", 1));
    const limit = this.optional("limit", () => this.#integer("limit", 1));
    return {
      ...(before !== undefined && { before }),
      ...(limit !== undefined && { limit: Math.min(limit, MAX_PAGE) }),
    };
  }

  resume(): Record<string, number> {
    const value = this.#fields["resume"];
    const entries = typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value)
      : undefined;
    if (!entries) throw new Refusal("bad_message", '"resume" must be an object');
    if (entries.length > MAX_ROOMS) {
      throw new Refusal(
        "too_many",
        `"resume" has ${entries.length} entries, more than ${MAX_ROOMS}`,
      );
    }
    const resume: Record<string, number> = {};
    for (const [key, id] of entries) {
      const room = toRoom(key, this.#limits.room);
      if (room === undefined) throw new Refusal("bad_room", quote(key));
      if (!Number.isSafeInteger(id) || id < 0) {
        throw new Refusal("bad_message", `"resume" must give an id for ${quote(key)}`);
      }
      resume[room] = id;
    }
    return resume;
  }

  #integer(key: string, least: number): number {
    const value = this.#fields[key];
    if (!Number.isSafeInteger(value) || (value as number) < least) {
      throw new Refusal("bad_message", `"${key}" must be an integer from ${least}`);
    }
    return value as number;
  }

  #atMost(key: string, value: string, most: number): void {
    if (value.length <= most) return;
    const length = codePoints(value);
    if (length > most) {
      throw new Refusal("too_long", `"${key}" has ${length} characters, more than ${most}`);
    }
  }
}

/** Repeats a peer's value to it, cut short, in quotes. */
export function quote(value: string): string {
  const shown = value.length > MAX_QUOTED ? `${value.slice(0, MAX_QUOTED)}…` : value;
  return JSON.stringify(shown.toWellFormed());
}
