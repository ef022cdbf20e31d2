import { chat } from "./chat.ts";
import { bare, nats, ngircd, original, redis } from "./peers.ts";
import type { System } from "./system.ts";

/** All that can be measured, in the order of the table. */
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
];

/** Other ways of the program, and what it stands against, which are beside its peers where that says something. */
const SPECIAL = ["chat-sqlite", "chat-web", "bare"];

/** The systems that a scenario is measured with where nothing else is said. */
export const USUAL: readonly string[] = SYSTEMS.map(({ name }) => name)
  .filter((name) => !SPECIAL.includes(name));
