import { chat } from "./chat.ts";
import { bare, bareTls, nats, ngircd, original, redis, redisTls } from "./peers.ts";
import { commits, natsStored, redisStored } from "./stored_peers.ts";
import type { System } from "./system.ts";

const TLS = { isStored: false, isEncrypted: true };

/** Systems of the scenarios over TLS. */
export const ENCRYPTED: readonly string[] = ["chat-tls", "chat-text-tls", "redis-tls", "bare-tls"];

/** All systems, in the order of the table. */
export const SYSTEMS: readonly System[] = [
  chat({ name: "chat", title: "chat, JSON dialect", wire: "json", isStored: false }),
  chat({ name: "chat-text", title: "chat, text dialect", wire: "text", isStored: false }),
  chat({ name: "chat-sqlite", title: "chat, JSON, SQLite on disk", wire: "json", isStored: true }),
  chat({ name: "chat-web", title: "chat, JSON, WebSocket", wire: "web", isStored: false }),
  chat({ ...TLS, name: "chat-tls", title: "chat, JSON, TLS", wire: "json" }),
  chat({ ...TLS, name: "chat-text-tls", title: "chat, text, TLS", wire: "text" }),
  redis,
  redisTls,
  nats,
  ngircd,
  original,
  bare,
  bareTls,
  redisStored,
  natsStored,
  commits,
];

/** Systems that only the scenarios that name them include. */
const SPECIAL = [
  ...["chat-sqlite", "chat-web", "bare", "redis-stored", "nats-stored", "commits"],
  ...ENCRYPTED,
];

/** Names of the systems of a scenario that names none. */
export const USUAL: readonly string[] = SYSTEMS.map(({ name }) => name)
  .filter((name) => !SPECIAL.includes(name));
