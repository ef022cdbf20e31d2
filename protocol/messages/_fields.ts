import { toAddress } from "../text/address.ts";
import { checkLength, checkText, type TextProblem, toLine } from "./_check_text.ts";
import { checkPieces } from "./_check_shape.ts";
import { MAX_PAGE, MAX_REASON, MAX_TOKEN, type ServerLimits } from "../limits.ts";
import type { Ref } from "./request.ts";
import { isEmoji } from "../text/emoji.ts";
import { maxUnits, toName, toRoom } from "../text/names.ts";
import { BAD_PASSWORD, mayBePassword } from "../text/password.ts";
import { badName, badRoom } from "./name_problem.ts";
import { quote } from "../text/quote.ts";
import { ParseError } from "./_parse_error.ts";
import { toRef } from "./_to_ref.ts";
import type { TextCause } from "./error_details.ts";

/** Maximum room names in the cache. Most messages name a room that an earlier message named. */
const MAX_REMEMBERED = 1_000;

const rooms = new Map<string, string>();

/** Reads and validates the fields of one message. */
export class Fields {
  #fields: Record<string, unknown>;
  #limits: ServerLimits;

  constructor(json: string, limits: ServerLimits) {
    this.#limits = limits;
    checkPieces(json, limits);
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch {
      throw badMessage(`not JSON: ${quote(json)}`);
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw badMessage(`not a JSON object: ${quote(json)}`);
    }
    this.#fields = value as Record<string, unknown>;
  }

  /** The `ref`, or `undefined` if it is absent or invalid. */
  get ref(): Ref | undefined {
    return toRef(this.#fields["ref"]);
  }

  /** Whether the message is neither a reply nor an action, as most are; this look is cheaper than reading the fields. */
  get isPlain(): boolean {
    const { reply, action } = this.#fields;
    return reply === undefined && action === undefined;
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
    if (typeof value !== "string") throw badMessage(`"${key}" must be a string`);
    return value;
  }

  /** Reads a short, non-empty string. */
  token(key: string): string {
    const value = this.string(key);
    refuse(checkLength(value, MAX_TOKEN));
    this.#refuseEmpty(key, value);
    return value;
  }

  /** Reads search terms. */
  terms(key: string): string {
    const value = this.string(key);
    refuse(checkText(value, MAX_TOKEN, "terms"));
    this.#refuseEmpty(key, value);
    return value;
  }

  password(key: string): string {
    const value = this.string(key);
    if (!mayBePassword(value)) throw new ParseError(BAD_PASSWORD);
    return value;
  }

  text(key: string): string {
    const value = this.string(key);
    refuse(checkText(value, this.#limits.text, "text"));
    this.#refuseEmpty(key, value);
    // A lone surrogate cannot be encoded as UTF-8.
    return value.toWellFormed();
  }

  name(key: string): string {
    const value = this.string(key);
    const name = toName(value, this.#limits.name);
    if (name === undefined) throw new ParseError(badName(value, this.#limits.name));
    return name;
  }

  room(key: string): string {
    const value = this.string(key);
    // A name that is too long is not looked up.
    const known = value.length <= maxUnits(this.#limits.room) ? rooms.get(value) : undefined;
    if (known !== undefined && known.length <= this.#limits.room) return known;
    const room = toRoom(value, this.#limits.room);
    if (room === undefined) throw this.#badRoom(value);
    // Names with spaces around them may be as long as a frame, so they are not cached.
    if (value.length <= room.length) {
      if (rooms.size >= MAX_REMEMBERED) rooms.clear();
      rooms.set(value, room);
    }
    return room;
  }

  /** Reads a room to resume. */
  roomOfBefore(key: string): string {
    const value = this.string(key);
    if (!this.#isGone(value)) return this.room(key);
    throw this.#badRoom(value, value.toWellFormed());
  }

  /** Reads a text of at most `most` code points as one line; it may be empty. */
  line(key: string, most: number, cause: TextCause): string {
    const value = this.string(key);
    refuse(checkText(value, most, cause));
    return toLine(value);
  }

  /** Reads a name or an address. */
  nameOrAddress(key: string): string {
    return toAddress(this.string(key)) ?? this.name(key);
  }

  integer(key: string, least: number, most: number = Number.MAX_SAFE_INTEGER): number {
    const value = this.#fields[key];
    if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most) {
      const bounds = most === Number.MAX_SAFE_INTEGER
        ? `from ${least}`
        : `from ${least} to ${most}`;
      throw badMessage(`"${key}" must be an integer ${bounds}`);
    }
    return value as number;
  }

  boolean(key: string): boolean {
    const value = this.#fields[key];
    if (typeof value !== "boolean") {
      throw badMessage(`"${key}" must be true or false`);
    }
    return value;
  }

  /** Reads `true`; the field is optional, and only that value means something. */
  flag(key: string): true | undefined {
    return this.optional(key, () => this.boolean(key)) ? true : undefined;
  }

  /** Reads the reason of an action, as one line. */
  reason(): { reason?: string } {
    const reason = this.optional("reason", () => this.line("reason", MAX_REASON, "reason"));
    return reason ? { reason } : {};
  }

  emoji(key: string): string {
    const value = this.string(key);
    if (!isEmoji(value)) {
      throw badMessage(`"${key}" must be one emoji: ${quote(value)}`);
    }
    return value;
  }

  /** Reads which conversation a request is about: a room or a private one. */
  place(): { room: string } | { with: string } {
    const room = this.optional("room", () => this.room("room"));
    const other = this.optional("with", () => this.name("with"));
    if (room !== undefined && other === undefined) return { room };
    if (room === undefined && other !== undefined) return { with: other };
    throw badMessage('one of "room" and "with" must be given');
  }

  /** Reads the end of a page: ids before, after or around which to read. */
  window(): { before?: number; after?: number; around?: number } {
    const before = this.optional("before", () => this.integer("before", 1));
    const after = this.optional("after", () => this.integer("after", 0));
    const around = this.optional("around", () => this.integer("around", 1));
    if ([before, after, around].filter((id) => id !== undefined).length > 1) {
      throw badMessage('only one of "before", "after" and "around" may be given');
    }
    return {
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
      ...(around !== undefined && { around }),
    };
  }

  /** Reads most messages of a page. */
  limit(): { limit?: number } {
    const limit = this.optional("limit", () => this.integer("limit", 1));
    return limit === undefined ? {} : { limit: Math.min(limit, MAX_PAGE) };
  }

  /** Reads the rooms to enter. Invalid names are returned apart: a room that does not exist must not cost the session. */
  rooms(): { readonly rooms: readonly string[]; readonly gone: readonly string[] } {
    const value = this.#fields["rooms"];
    const isList = Array.isArray(value) && value.every((room) => typeof room === "string");
    if (!isList) throw badMessage('"rooms" must be an array of strings');
    this.#refuseMany("rooms", value.length);
    const rooms: string[] = [];
    const gone: string[] = [];
    for (const given of value) {
      const room = toRoom(given, this.#limits.room);
      if (room !== undefined) rooms.push(room);
      else gone.push(given.toWellFormed());
    }
    return { rooms, gone };
  }

  resume(): { readonly resume: Record<string, number>; readonly gone: readonly string[] } {
    const value = this.#fields["resume"];
    const entries = typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value)
      : undefined;
    if (!entries) throw badMessage('"resume" must be an object');
    this.#refuseMany("resume", entries.length);
    const resume: Record<string, number> = {};
    const gone: string[] = [];
    for (const [key, id] of entries) {
      const room = toRoom(key, this.#limits.room);
      const isGone = room === undefined && this.#isGone(key);
      if (room === undefined && !isGone) throw this.#badRoom(key);
      if (!Number.isSafeInteger(id) || id < 0) {
        throw badMessage(`"resume" must give an id for ${quote(key)}`);
      }
      if (room !== undefined) resume[room] = id;
      else gone.push(key.toWellFormed());
    }
    return { resume, gone };
  }

  /** Rejects more rooms than a session may be in. */
  #refuseMany(cause: "rooms" | "resume", count: number): void {
    const { rooms: limit } = this.#limits;
    if (count > limit) throw new ParseError({ code: "too_many", cause, value: `${count}`, limit });
  }

  /** Returns whether a name is invalid now but may have been valid under earlier rules. */
  #isGone(room: string): boolean {
    const most = this.#limits.room;
    return room.length <= maxUnits(most) && toRoom(room, most) === undefined;
  }

  #refuseEmpty(key: string, value: string): void {
    if (value.trim() === "") throw badMessage(`"${key}" must not be empty`);
  }

  #badRoom(room: string, gone?: string): ParseError {
    const problem = badRoom(room, this.#limits.room);
    return new ParseError({ ...problem, ...(gone !== undefined && { gone }) });
  }
}

function refuse(problem: TextProblem | undefined): void {
  if (problem) throw new ParseError(problem);
}

function badMessage(value: string): ParseError {
  return new ParseError({ code: "bad_message", value });
}
