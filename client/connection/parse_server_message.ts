import { withText } from "../../protocol/messages/change_shapes.ts";
import { jsonShape } from "../../protocol/messages/json_shape.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import { checkInvited, SERVER_SHAPES } from "../../protocol/messages/server_shapes.ts";
import { asObject, type Read, ShapeError } from "../../protocol/messages/shape.ts";

/** Result of parsing a payload. */
export type Received =
  | { readonly kind: "message"; readonly message: ServerMessage }
  /** A message of a later protocol version, to be ignored. */
  | { readonly kind: "unknown" }
  | { readonly kind: "unreadable" };

/** Length in UTF-16 code units up to which a message is parsed without counting its parts: parsing is always fast. */
const UNCOUNTED = 8_192;

/**
 * Maximum numbers in quotes in one message, see {@linkcode jsonShape}: more than a list of members whose names are digits
 * has, since servers send lists in parts of 16 KiB.
 */
const MAX_NUMERALS = 4_096;

/**
 * Parses a server's message with the same distrust that servers have in clients: every field that the client uses has its
 * type and a bounded size.
 *
 * @param json The payload.
 * @returns The message. Unknown fields are kept if they are strings, numbers, booleans or null, for programs that know a
 * later protocol version.
 */
export function parseServerMessage(json: string): Received {
  if (json.length > UNCOUNTED && jsonShape(json).numerals > MAX_NUMERALS) {
    return { kind: "unreadable" };
  }
  try {
    const value = asObject(JSON.parse(json));
    const { type } = value;
    if (typeof type !== "string") return { kind: "unreadable" };
    if (!Object.hasOwn(SERVER_SHAPES, type)) return { kind: "unknown" };
    const shape = SERVER_SHAPES[type as ServerMessage["type"]] as Fields;
    const message = read(withText(value), shape);
    if (type === "invited") checkInvited(message);
    return { kind: "message", message: message as unknown as ServerMessage };
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError) return { kind: "unreadable" };
    throw error;
  }
}

type Fields = Readonly<Record<string, Read<unknown>>>;

function read(value: Readonly<Record<string, unknown>>, shape: Fields): Record<string, unknown> {
  // In the order received, so that a forwarded message reads as it was sent.
  const message: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    if (Object.hasOwn(shape, key)) message[key] = shape[key]!(field);
    else if (typeof field !== "object" || field === null) define(message, key, field);
  }
  for (const [key, readField] of Object.entries(shape)) {
    if (!Object.hasOwn(message, key)) readField(undefined);
  }
  return message;
}

/** Sets a field of any name, including `__proto__`. */
function define(message: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(message, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
