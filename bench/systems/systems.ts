import { chat } from "./chat.ts";
import { bare, nats, ngircd, original, redis } from "./peers.ts";
import { commits, natsStored, redisStored } from "./stored_peers.ts";
import type { System } from "./system.ts";

/** All systems, in the order of the table. */
export const SYSTEMS: readonly System[] = [
  chat({ name: "chat", title: "chat, JSON dialect", wire: "json", isStored: false }),
  chat({ name: "chat-text", title: "chat, text dialect", wire: "text", isStored: false }),
  chat({ name: "chat-sqlite", title: "chat, JSON, SQLite on disk", wire: "json", isStored: true }),
  chat({ name: "chat-web", title: "chat, JSON, WebSocket", wire: "web", isStored: false }),
  redis,
  nats,
  ngircd,
  original,
  bare,
  redisStored,
  natsStored,
  commits,
];

/** Systems that only the scenarios that name them include. */
const SPECIAL = ["chat-sqlite", "chat-web", "bare", "redis-stored", "nats-stored", "commits"];

/** Names of the systems of a scenario that names none. */
export const USUAL: readonly string[] = SYSTEMS.map(({ name }) => name)
  .filter((name) => !SPECIAL.includes(name));
