import { chat } from "./chat.ts";
import { nats, ngircd, original, redis } from "./peers.ts";
import type { System } from "./system.ts";

/** All that can be measured, in the order of the table. */
export const SYSTEMS: readonly System[] = [
  chat({ name: "chat", title: "chat, JSON dialect", wire: "json", isStored: false }),
  chat({ name: "chat-text", title: "chat, text dialect", wire: "text", isStored: false }),
  chat({ name: "chat-sqlite", title: "chat, JSON, SQLite on disk", wire: "json", isStored: true }),
  redis,
  nats,
  ngircd,
  original,
];

/** The systems that a scenario is measured with where nothing else is said. */
export const USUAL: readonly string[] = SYSTEMS.map(({ name }) => name)
  .filter((name) => name !== "chat-sqlite");
