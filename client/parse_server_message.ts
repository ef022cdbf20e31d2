import type { ServerMessage } from "../protocol/messages.ts";

/** What the fields of a message that a client relies on must be. */
type Shape = Readonly<Record<string, "string" | "number" | "object" | "array">>;

const TALK: Shape = { id: "number", from: "string", text: "string", at: "number" };

const MEASURE: Shape = { name: "string", by: "string" };

const SHAPES: { readonly [T in ServerMessage["type"]]: Shape } = {
  welcome: { name: "string", room: "string", limits: "object", token: "string" },
  joined: { room: "string", name: "string" },
  left: { room: "string", name: "string" },
  message: { ...TALK, room: "string" },
  direct: { ...TALK, to: "string" },
  rooms: { rooms: "array" },
  members: { room: "string", names: "array" },
  history: { messages: "array" },
  found: { messages: "array" },
  renamed: { from: "string", name: "string" },
  registered: { name: "string" },
  logged_in: { name: "string" },
  password_changed: { name: "string" },
  logged_out: { name: "string" },
  topic: { room: "string", text: "string" },
  banned: MEASURE,
  unbanned: MEASURE,
  muted: MEASURE,
  unmuted: MEASURE,
  opped: MEASURE,
  deopped: MEASURE,
  owner: MEASURE,
  invited: MEASURE,
  private: { room: "string", by: "string" },
  bans: { bans: "array" },
  ack: { id: "number", at: "number" },
  error: { code: "string", message: "string" },
  notice: { message: "string" },
  ping: {},
  pong: {},
  bye: { reason: "string" },
};

/** What a payload turned out to be. */
export type Received =
  | { readonly kind: "message"; readonly message: ServerMessage }
  /** Of a later version of the protocol, and to be ignored. */
  | { readonly kind: "unknown" }
  | { readonly kind: "unreadable" };

/** Reads what a server sent, and trusts it no further than its shape. */
export function parseServerMessage(json: string): Received {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { kind: "unreadable" };
  }
  if (!isRecord(value) || typeof value["type"] !== "string") return { kind: "unreadable" };
  const type = value["type"];
  if (!Object.hasOwn(SHAPES, type)) return { kind: "unknown" };
  const shape = SHAPES[type as ServerMessage["type"]];
  if (!hasShape(value, shape)) return { kind: "unreadable" };
  if (type === "history" || type === "found") {
    const messages = value["messages"] as unknown[];
    if (!messages.every((message) => isRecord(message) && hasShape(message, TALK))) {
      return { kind: "unreadable" };
    }
  }
  return { kind: "message", message: value as unknown as ServerMessage };
}

function hasShape(value: Readonly<Record<string, unknown>>, shape: Shape): boolean {
  return Object.entries(shape).every(([key, kind]) => {
    const field = value[key];
    switch (kind) {
      case "array":
        return Array.isArray(field);
      case "object":
        return isRecord(field);
      case "number":
        return typeof field === "number";
      case "string":
        return typeof field === "string";
    }
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
