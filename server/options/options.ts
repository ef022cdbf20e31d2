/**
 * The flags of the server's subcommands with their defaults, and the limits that follow from them.
 *
 * Nothing here acts on an option.
 *
 * @module
 */
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
} from "../../cli/flags.ts";
import { toRoom } from "../../protocol/text/names.ts";
import { type AddressRange, readRange } from "../net/address_range.ts";
import { EDIT_WINDOW_FLAG } from "./edit_window.ts";
import { LIMIT_FLAGS } from "./limit_flags.ts";
import { readOrigin, showOrigin } from "./origin.ts";

/** Creates the flag for the store. */
const db = text("DB", "chat.db", (texts) => texts.flags.db);

/** Address of the web page or of the metrics. */
export interface ListenAddress {
  /** If absent, each listener has its own default. */
  readonly hostname?: string;
  readonly port: number;
}

/** Creates a flag whose value is an address to listen on. */
function listener(help: Flag<unknown>["help"]): Flag<ListenAddress | undefined> {
  return { value: "[HOST:]PORT", fallback: undefined, read: readListenAddress, help };
}

/** The flags of `chat serve`. */
export const SERVE_FLAGS = {
  host: text("HOST", "127.0.0.1", (texts) => texts.flags.serveHost),
  port: integer("PORT", 12345, [0, 65_535], (texts) => texts.flags.servePort),
  db,
  cluster: text("NATS", undefined, (texts) => texts.flags.cluster),
  "nats-ca": text("FILE", undefined, (texts) => texts.flags.natsCa),
  "nats-credentials": text("FILE", undefined, (texts) => texts.flags.natsCredentials),
  node: text("NAME", undefined, (texts) => texts.flags.node),
  "keep-messages": integer("N", 0, [0, 1_000_000_000], (texts) => texts.flags.keepMessages),
  "keep-days": integer("N", 0, [0, 100_000], (texts) => texts.flags.keepDays),
  "edit-window": EDIT_WINDOW_FLAG,
  "tls-cert": text("FILE", undefined, (texts) => texts.flags.tlsCert),
  "tls-key": text("FILE", undefined, (texts) => texts.flags.tlsKey),
  web: listener((texts) => texts.flags.web),
  "web-origin": list("ORIGIN", readPageOrigin, (texts) => texts.flags.webOrigin),
  "proxy-protocol": list("ADDRESS", readProxy, (texts) => texts.flags.proxyProtocol),
  "trusted-proxy": list("ADDRESS", readProxy, (texts) => texts.flags.trustedProxy),
  metrics: listener((texts) => texts.flags.metrics),
  lang: language(),
  log: choice(["text", "json"], "text", (texts) => texts.flags.log),
  "allow-plaintext-passwords": toggle((texts) => texts.flags.allowPlaintextPasswords),
  ...LIMIT_FLAGS,
} as const;

function readListenAddress(given: string): ListenAddress {
  const [, hostname, digits] = /^(?:\[?([^\]]+)\]?:)?(\d{1,5})$/.exec(given) ?? [];
  const port = Number(digits);
  if (!(port <= 65_535)) throw new TypeError("[HOST:]0–65535");
  return { port, ...(hostname !== undefined && { hostname }) };
}

/** Reads the address of a proxy, or the network of several. */
function readProxy(given: string): AddressRange {
  const range = readRange(given);
  if (range === undefined) throw new TypeError("10.0.0.1 | 10.0.0.0/8 | 2001:db8::/32");
  return range;
}

/** Parses the origin of a page and normalizes it. */
function readPageOrigin(given: string): string {
  const origin = readOrigin(given);
  if (origin === undefined) throw new TypeError("http[s]://HOST[:PORT]");
  return showOrigin(origin);
}

/** The flags of `chat export`. */
export const EXPORT_FLAGS = {
  db: { ...db, read: readLasting },
  room: named("ROOM", undefined, toRoom, (texts) => texts.flags.exportRoom),
  private: toggle((texts) => texts.flags.exportPrivate),
  changes: toggle((texts) => texts.flags.exportChanges),
  lang: language(),
} as const;

/** The flags of `chat import`. */
export const IMPORT_FLAGS = {
  db: { ...db, read: readLasting },
  lang: language(),
} as const;

/** Parses the location of a persistent store. */
function readLasting(given: string): string {
  if (given === ":memory:") throw new TypeError("FILE | postgres://…");
  return db.read(given);
}

/** Actions of `chat user`. */
export const USER_ACTIONS = ["add", "passwd", "remove", "op", "deop", "list"] as const;

/** The flags of `chat user`. */
export const USER_FLAGS = {
  db,
  "password-file": text("FILE", undefined, (texts) => texts.flags.passwordFile),
  lang: language(),
} as const;

/** The values of the flags of `chat serve`. */
export type ServeOptions = Values<typeof SERVE_FLAGS>;
