import type { ClientMessage } from "./client_messages.ts";
import type { Ref } from "./request.ts";
import { ParseError } from "./_parse_error.ts";
import { findValue, jsonShape } from "./json_shape.ts";
import { MAX_REASON, MAX_TOKEN, MAX_TOPIC, type ServerLimits } from "../limits.ts";
import { PASSWORD_LENGTH } from "../text/password.ts";
import { toRef } from "./_to_ref.ts";

/** Messages up to this length, in UTF-16 code units, are not counted: most are shorter, and none can do harm. */
const SHORT = 192;

/** Maximum UTF-16 code units of a code point in JSON: two escapes, as in `\ud83d\ude42`. */
const ESCAPED = 12;

/** Allowance for field names, punctuation and unknown fields, in UTF-16 code units. */
const SHORT_FRAME = 8 * 1_024;

/** Maximum objects, arrays and values of a message other than `hello`: about four times those of the largest message. */
const MAX_PARTS = 64;

/** Maximum nesting; known messages have two levels. */
const MAX_DEPTH = 8;

/** Maximum strings that look like short numbers: no message has more strings. */
const MAX_NUMERALS = 6;

/** Parts of each room in `hello`: a name in `rooms`, a key and a value in `resume`. */
const PARTS_OF_ROOM = 3;

/**
 * Rejects a message with more parts than any valid message of its type, before it is parsed. Only its `ref` is read.
 *
 * @param json The payload of a frame.
 * @param limits The limits of the server.
 * @throws {ParseError} If it has too many parts.
 */
export function checkPieces(json: string, limits: ServerLimits): void {
  if (json.length <= SHORT) return;
  const { parts, depth, numerals } = jsonShape(json);
  // Only `hello` may have this many.
  const mostParts = parts > MAX_PARTS && findValue(json, "type") === '"hello"'
    ? MAX_PARTS + PARTS_OF_ROOM * limits.rooms
    : MAX_PARTS;
  const excess = exceeding("values", parts, mostParts) ?? exceeding("levels", depth, MAX_DEPTH) ??
    exceeding("numbers in quotes", numerals, MAX_NUMERALS);
  if (excess === undefined) return;
  const ref = readRef(json);
  throw new ParseError({ code: "bad_message", value: excess, ...(ref !== undefined && { ref }) });
}

function exceeding(what: string, count: number, most: number): string | undefined {
  return count > most ? `${count} ${what} > ${most}` : undefined;
}

function readRef(json: string): Ref | undefined {
  const ref = findValue(json, "ref");
  if (ref === undefined || ref.length > ESCAPED * MAX_TOKEN) return undefined;
  try {
    return toRef(JSON.parse(ref));
  } catch {
    return undefined;
  }
}

/**
 * Checks whether a message is larger than any valid message of its type. Call it after the fields were parsed, because
 * their errors name the field that is too long.
 *
 * @param json The payload of a frame.
 * @param type The type of the message.
 * @param limits The limits of the server.
 * @returns The size and its limit, or `undefined` if the size is allowed.
 */
export function checkSize(
  json: string,
  type: ClientMessage["type"],
  limits: ServerLimits,
): string | undefined {
  if (json.length <= SHORT_FRAME) return undefined;
  const most = largest(type, limits);
  return json.length > most ? `${json.length} > ${most}` : undefined;
}

/** Returns the maximum UTF-16 code units of a message, with each character of its texts escaped. */
function largest(type: ClientMessage["type"], limits: ServerLimits): number {
  const { frame, text, name, room } = limits;
  // A room, a name, a `ref`, and search terms or a reason.
  const most = SHORT_FRAME + ESCAPED * (room + name + MAX_TOKEN + Math.max(MAX_TOKEN, MAX_REASON));
  switch (type) {
    case "hello":
      return frame;
    case "say":
    case "direct":
    case "edit":
      return most + ESCAPED * text;
    case "topic":
      return most + ESCAPED * MAX_TOPIC;
    case "register":
    case "login":
    case "passwd":
      return most + 2 * ESCAPED * PASSWORD_LENGTH.most;
    default:
      return most;
  }
}
