import type { ClientMessage } from "./messages.ts";
import type { Ref } from "./request.ts";
import { ParseError } from "./_parse_error.ts";
import { findValue, jsonShape } from "./json_shape.ts";
import { MAX_REASON, MAX_TOKEN, MAX_TOPIC, type ServerLimits } from "../limits.ts";
import { PASSWORD_BYTES } from "../text/password.ts";
import { toRef } from "./_to_ref.ts";

/** Messages so short that nothing in them is worth counting, in UTF-16 units: most that are said, and no list of use. */
const SHORT = 192;

/** Most UTF-16 units that JSON writes one code point with: two escapes, as in `\ud83d\ude42`. */
const ESCAPED = 12;

/** For the names of fields, the signs between them, and fields that the server does not know. */
const SHORT_FRAME = 8 * 1_024;

/** Most objects, arrays and values of any message but `hello`: about four times as many as the largest has. */
const MAX_PARTS = 64;

/** How deep they may stand in one another; what is known has two levels. */
const MAX_DEPTH = 8;

/** Most texts that may be short numbers: no message has more texts than these. */
const MAX_NUMERALS = 6;

/** What each room of a `resume` adds to the parts: a key and its value. */
const PARTS_OF_RESUMED = 2;

/**
 * Refuses a message that is made of more pieces than any of its type is: it is not to be parsed, but for its `ref`.
 *
 * @param json The payload of a frame.
 * @param limits The limits of the server.
 * @throws {Refusal} If there is too much of something.
 */
export function checkPieces(json: string, limits: ServerLimits): void {
  if (json.length <= SHORT) return;
  const { parts, depth, numerals } = jsonShape(json);
  // Only one that says hello has so much to say.
  const mostParts = parts > MAX_PARTS && findValue(json, "type") === '"hello"'
    ? MAX_PARTS + PARTS_OF_RESUMED * limits.rooms
    : MAX_PARTS;
  const excess = tell("values", parts, mostParts) ?? tell("levels", depth, MAX_DEPTH) ??
    tell("numbers in quotes", numerals, MAX_NUMERALS);
  if (excess !== undefined) throw new ParseError("bad_message", excess, readRef(json));
}

function tell(what: string, count: number, most: number): string | undefined {
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
 * Tells whether a message is larger than any of its type is. To be asked after its fields were read, as these say better what is
 * too long; a text of no use in it costs no more than to be copied.
 *
 * @param json The payload of a frame.
 * @param type The type of the message.
 * @param limits The limits of the server.
 * @returns How large it is and may be, or `undefined` if it is not too large.
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

/** Gives the most UTF-16 units of a message of a type, each character of its texts written as escapes. */
function largest(type: ClientMessage["type"], limits: ServerLimits): number {
  const { frame, text, name, room } = limits;
  // A room, a name, a `ref`, and the terms of a search or a reason.
  const most = SHORT_FRAME + ESCAPED * (room + name + MAX_TOKEN + Math.max(MAX_TOKEN, MAX_REASON));
  switch (type) {
    case "hello":
      return frame;
    case "say":
    case "direct":
      return most + ESCAPED * text;
    case "topic":
      return most + ESCAPED * MAX_TOPIC;
    case "register":
    case "login":
    case "passwd":
      return most + 2 * ESCAPED * PASSWORD_BYTES.most;
    default:
      return most;
  }
}
