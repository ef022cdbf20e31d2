import {
  choice,
  type Flag,
  integer,
  language,
  list,
  named,
  text,
  toggle,
  type Values,
} from "../cli/flags.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { toRoom } from "../protocol/names.ts";

/** Seconds in a day: what deadlines may be at most. */
const DAY = 86_400;

/** What counts of connections may be at most: more than any machine has. */
const MANY = 10_000_000;

/** The flag that names the store. */
const db = text("DB", "chat.db", (texts) => texts.flags.db);

/** Where the page is served. */
export interface WebAddress {
  /** That of the other listener, if none is given. */
  readonly hostname?: string;
  readonly port: number;
}

const web: Flag<WebAddress | undefined> = {
  value: "[HOST:]PORT",
  fallback: undefined,
  read: readWebAddress,
  help: (texts) => texts.flags.web,
};

/** The flags of `chat serve`. */
export const SERVE_FLAGS = {
  host: text("HOST", "127.0.0.1", (texts) => texts.flags.serveHost),
  port: integer("PORT", 12345, [0, 65_535], (texts) => texts.flags.servePort),
  db,
  "keep-messages": integer("N", 0, [0, 1_000_000_000], (texts) => texts.flags.keepMessages),
  "keep-days": integer("N", 0, [0, 100_000], (texts) => texts.flags.keepDays),
  "tls-cert": text("FILE", undefined, (texts) => texts.flags.tlsCert),
  "tls-key": text("FILE", undefined, (texts) => texts.flags.tlsKey),
  web,
  "web-origin": list("ORIGIN", readOrigin, (texts) => texts.flags.webOrigin),
  "metrics-open": toggle((texts) => texts.flags.metricsOpen),
  lang: language(),
  log: choice(["text", "json"], "text", (texts) => texts.flags.log),
  "allow-plaintext-passwords": toggle((texts) => texts.flags.allowPlaintextPasswords),
  rate: integer("N", 0, [0, 1_000_000], (texts) => texts.flags.rate),
  "max-frame": integer(
    "BYTES",
    DEFAULT_LIMITS.frame,
    [4_096, 16 * 1024 * 1024],
    (texts) => texts.flags.maxFrame,
  ),
  "max-outbox": integer(
    "BYTES",
    1024 * 1024,
    [256 * 1024, 1024 * 1024 * 1024],
    (texts) => texts.flags.maxOutbox,
  ),
  "max-connections": integer("N", 0, [0, MANY], (texts) => texts.flags.maxConnections),
  "max-unnamed": integer("N", 256, [1, MANY], (texts) => texts.flags.maxUnnamed),
  "max-per-address": integer("N", 64, [1, MANY], (texts) => texts.flags.maxPerAddress),
  "max-per-minute": integer("N", 120, [1, MANY], (texts) => texts.flags.maxPerMinute),
  "limit-loopback": toggle((texts) => texts.flags.limitLoopback),
  "announce-limit": integer("N", 100, [0, 1_000_000], (texts) => texts.flags.announceLimit),
  "hello-timeout": integer("SECONDS", 10, [1, DAY], (texts) => texts.flags.helloTimeout),
  "frame-timeout": integer("SECONDS", 10, [1, DAY], (texts) => texts.flags.frameTimeout),
  "ping-interval": integer("SECONDS", 60, [1, DAY], (texts) => texts.flags.pingInterval),
  "stall-timeout": integer("SECONDS", 10, [1, DAY], (texts) => texts.flags.stallTimeout),
} as const;

function readWebAddress(given: string): WebAddress {
  const [, hostname, digits] = /^(?:\[?([^\]]+)\]?:)?(\d{1,5})$/.exec(given) ?? [];
  const port = Number(digits);
  if (!(port <= 65_535)) throw new TypeError("[HOST:]0–65535");
  return { port, ...(hostname !== undefined && { hostname }) };
}

/** Reads the origin of a page, as browsers write it. */
function readOrigin(given: string): string {
  if (!URL.canParse(given) || new URL(given).origin !== given) {
    throw new TypeError("http[s]://HOST[:PORT]");
  }
  return given;
}

/** The flags of `chat export`. */
export const EXPORT_FLAGS = {
  db: { ...db, read: readLasting },
  room: named("ROOM", undefined, toRoom, (texts) => texts.flags.exportRoom),
  private: toggle((texts) => texts.flags.exportPrivate),
  lang: language(),
} as const;

/** Reads what names a store that outlives its process. */
function readLasting(given: string): string {
  if (given === ":memory:") throw new TypeError("FILE | postgres://…");
  return db.read(given);
}

/** The flags of `chat user`. */
export const USER_FLAGS = {
  db,
  "password-file": text("FILE", undefined, (texts) => texts.flags.passwordFile),
  lang: language(),
} as const;

/** The values of the flags of `chat serve`. */
export type ServeOptions = Values<typeof SERVE_FLAGS>;
