import { integer, toggle, type Values } from "../../cli/flags.ts";
import {
  DEFAULT_LIMITS,
  DEFAULT_RATE,
  HANDSHAKE_FRAME,
  LARGEST,
  MAX_RATE,
  MAX_TOKEN,
  type ServerLimits,
} from "../../protocol/limits.ts";
import { DEFAULT_MAX_REGISTRATIONS } from "../accounts/registrations.ts";
import type { Timeouts } from "../net/timeouts.ts";
import type { ConnectionLimits } from "../net/connection_limiter.ts";
import type { RateLimits } from "../net/rate_limiter.ts";

/** Seconds in a day, the maximum of timeouts. */
const DAY = 86_400;

/** Maximum of connection counts: more than any machine can hold. */
const MANY = 10_000_000;

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** Flags of `chat serve` that bound the cost of one peer and of all peers together. Every limit is defined here. */
export const LIMIT_FLAGS = {
  rate: integer("N", DEFAULT_RATE.perSecond, [0, MAX_RATE], (texts) => texts.flags.rate),
  burst: integer("N", DEFAULT_RATE.burst, [1, MAX_RATE], (texts) => texts.flags.burst),
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
    DEFAULT_MAX_REGISTRATIONS,
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

/** Bytes of a `history` frame with one message, without names, text and `ref`. */
const FRAME_FIELDS = 512;

/** Maximum UTF-8 bytes of a code point. */
const MAX_BYTES_PER_LETTER = 4;

/** Maximum bytes of a text's code point in JSON: `\u0000` for a control character. */
const MAX_BYTES_PER_CHARACTER = 6;

/** Returns the limits on messages; a text must fit in a frame however it is escaped. */
export function limitsOf(options: LimitOptions): ServerLimits {
  const { "max-frame": frame, "max-name": name, "max-room": room, "max-rooms": rooms } = options;
  // A `history` with one message contains the room twice, with its `#`, the sender, and a `ref`.
  const names = 2 * (1 + MAX_BYTES_PER_LETTER * room) + MAX_BYTES_PER_LETTER * name;
  const around = FRAME_FIELDS + names + MAX_BYTES_PER_CHARACTER * MAX_TOKEN;
  const text = Math.floor((frame - around) / MAX_BYTES_PER_CHARACTER);
  return { frame, text: Math.min(options["max-text"], text), name, room, rooms };
}

export function connectionLimitsOf(options: LimitOptions): ConnectionLimits {
  return {
    connections: options["max-connections"],
    perAddress: options["max-per-address"],
    perMinute: options["max-per-minute"],
    pending: options["max-pending"],
    limitsLoopback: options["limit-loopback"],
  };
}

/** Returns the limits on the message rate of one peer. */
export function rateLimitsOf(options: LimitOptions): RateLimits {
  const { rate: perSecond, burst, "flood-window": floodWindow } = options;
  return { perSecond, burst, floodWindow: floodWindow * 1_000 };
}

/** Returns the timeouts of a connection. */
export function timeoutsOf(options: LimitOptions): Timeouts {
  return {
    handshake: options["handshake-timeout"] * 1_000,
    read: options["read-timeout"] * 1_000,
    ping: options["ping-interval"] * 1_000,
    maxPings: options["max-pings"],
    write: options["write-timeout"] * 1_000,
  };
}
