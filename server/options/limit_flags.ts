import { integer, toggle, type Values } from "../../cli/flags.ts";
import {
  DEFAULT_LIMITS,
  HANDSHAKE_FRAME,
  LARGEST,
  MAX_TOKEN,
  type ServerLimits,
} from "../../protocol/limits.ts";
import { PER_HOUR } from "../accounts/registrations.ts";
import type { Timeouts } from "../net/timeouts.ts";
import type { ConnectionLimits } from "../net/connection_limiter.ts";
import type { RateLimits } from "../net/rate_limiter.ts";

/** Seconds in a day: what deadlines may be at most. */
const DAY = 86_400;

/** What counts of connections may be at most: more than any machine has. */
const MANY = 10_000_000;

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** The flags of `chat serve` that say what one peer may cost the server, and all together. Each limit is here and nowhere else. */
export const LIMIT_FLAGS = {
  rate: integer("N", 10, [0, 1_000_000], (texts) => texts.flags.rate),
  burst: integer("N", 40, [1, 1_000_000], (texts) => texts.flags.burst),
  "flood-window": integer("SECONDS", 60, [1, DAY], (texts) => texts.flags.floodWindow),
  "max-frame": integer(
    "BYTES",
    DEFAULT_LIMITS.frame,
    [4 * KIB, LARGEST.frame],
    (texts) => texts.flags.maxFrame,
  ),
  "max-handshake": integer(
    "BYTES",
    HANDSHAKE_FRAME,
    [256, 16 * MIB],
    (texts) => texts.flags.maxHandshake,
  ),
  "max-text": integer("N", DEFAULT_LIMITS.text, [1, LARGEST.text], (texts) => texts.flags.maxText),
  "max-name": integer("N", DEFAULT_LIMITS.name, [16, LARGEST.name], (texts) => texts.flags.maxName),
  "max-room": integer("N", DEFAULT_LIMITS.room, [16, LARGEST.room], (texts) => texts.flags.maxRoom),
  "max-rooms": integer("N", DEFAULT_LIMITS.rooms, [1, MANY], (texts) => texts.flags.maxRooms),
  "max-send-queue": integer("BYTES", MIB, [256 * KIB, GIB], (texts) => texts.flags.maxSendQueue),
  "max-total-send-queue": integer(
    "BYTES",
    128 * MIB,
    [MIB, 1024 * GIB],
    (texts) => texts.flags.maxTotalSendQueue,
  ),
  "max-connections": integer("N", 0, [0, MANY], (texts) => texts.flags.maxConnections),
  "max-pending": integer("N", 256, [1, MANY], (texts) => texts.flags.maxPending),
  "max-per-address": integer("N", 64, [1, MANY], (texts) => texts.flags.maxPerAddress),
  "max-per-minute": integer("N", 120, [1, MANY], (texts) => texts.flags.maxPerMinute),
  "max-registrations": integer(
    "N",
    PER_HOUR,
    [1, MANY],
    (texts) => texts.flags.maxRegistrations,
  ),
  "limit-loopback": toggle((texts) => texts.flags.limitLoopback),
  "announce-limit": integer("N", 100, [0, 1_000_000], (texts) => texts.flags.announceLimit),
  "handshake-timeout": integer("SECONDS", 10, [1, DAY], (texts) => texts.flags.handshakeTimeout),
  "read-timeout": integer("SECONDS", 10, [1, DAY], (texts) => texts.flags.readTimeout),
  "write-timeout": integer("SECONDS", 10, [1, DAY], (texts) => texts.flags.writeTimeout),
  "ping-interval": integer("SECONDS", 60, [1, DAY], (texts) => texts.flags.pingInterval),
  "max-pings": integer("N", 2, [1, 100], (texts) => texts.flags.maxPings),
} as const;

/** The values of {@linkcode LIMIT_FLAGS}. */
export type LimitOptions = Values<typeof LIMIT_FLAGS>;

/** Bytes of a frame that are neither a name nor a text, nor what a client made up: of a `history` of one message. */
const FRAME_FIELDS = 512;

/** Most bytes that a code point takes in UTF-8. */
const MAX_BYTES_PER_LETTER = 4;

/** Most bytes that a code point of a text takes as JSON: `\u0000` for a control character. */
const MAX_BYTES_PER_CHARACTER = 6;

/** Returns the sizes that clients are held to; a text must fit into a frame, however it is escaped. */
export function limitsOf(options: LimitOptions): ServerLimits {
  const { "max-frame": frame, "max-name": name, "max-room": room, "max-rooms": rooms } = options;
  // A `history` of one message names the room twice, with its `#`, and somebody, and has a `ref`.
  const names = 2 * (1 + MAX_BYTES_PER_LETTER * room) + MAX_BYTES_PER_LETTER * name;
  const around = FRAME_FIELDS + names + MAX_BYTES_PER_CHARACTER * MAX_TOKEN;
  const text = Math.floor((frame - around) / MAX_BYTES_PER_CHARACTER);
  return { frame, text: Math.min(options["max-text"], text), name, room, rooms };
}

/** Returns how many connections are let in. */
export function connectionLimitsOf(options: LimitOptions): ConnectionLimits {
  return {
    connections: options["max-connections"],
    perAddress: options["max-per-address"],
    perMinute: options["max-per-minute"],
    pending: options["max-pending"],
    limitsLoopback: options["limit-loopback"],
  };
}

/** Returns how much one peer may say. */
export function rateLimitsOf(options: LimitOptions): RateLimits {
  const { rate, burst, "flood-window": floodWindow } = options;
  return { rate, burst, floodWindow: floodWindow * 1_000 };
}

/** Returns how long one peer may take for what. */
export function timeoutsOf(options: LimitOptions): Timeouts {
  return {
    handshake: options["handshake-timeout"] * 1_000,
    read: options["read-timeout"] * 1_000,
    ping: options["ping-interval"] * 1_000,
    maxPings: options["max-pings"],
    write: options["write-timeout"] * 1_000,
  };
}
