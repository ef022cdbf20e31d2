import { jsonShape } from "../../protocol/messages/json_shape.ts";
import type { ServerMessage } from "../../protocol/messages/messages.ts";
import { SERVER_SHAPES } from "../../protocol/messages/server_shapes.ts";
import { asObject, type Read, ShapeError } from "../../protocol/messages/shape.ts";

/** What a payload turned out to be. */
export type Received =
  | { readonly kind: "message"; readonly message: ServerMessage }
  /** Of a later version of the protocol, and to be ignored. */
  | { readonly kind: "unknown" }
  | { readonly kind: "unreadable" };

/** Length in UTF-16 units up to which a message is parsed without being counted: whatever it is made of takes little time. */
const UNCOUNTED = 8_192;

/**
 * Most numbers in quotes in one message, see {@linkcode jsonShape}: more than the names of digits in the longest list of
 * members, which servers send 16 KiB at a time.
 */
const MAX_NUMERALS = 4_096;

/**
 * Reads what a server sent, and trusts it no further than a server trusts its clients: whatever the client uses has its
 * form and a size that is bounded.
 *
 * @param json What came.
 * @returns The message. Fields of a later version are kept where they are texts, numbers, booleans or null, for programs
 * that know them.
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
    return { kind: "message", message: read(value, shape) as unknown as ServerMessage };
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError) return { kind: "unreadable" };
    throw error;
  }
}

type Fields = Readonly<Record<string, Read<unknown>>>;

function read(value: Readonly<Record<string, unknown>>, shape: Fields): Record<string, unknown> {
  // In the order in which they came, so that what is handed on reads as it was sent.
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

/** Sets a field of any name, `__proto__` included. */
function define(message: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(message, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
