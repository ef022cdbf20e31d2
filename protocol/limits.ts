/** Bytes of the length before each payload. */
export const FRAME_HEADER_BYTES = 4;

/** Size limits that the server announces in `welcome`. */
export interface Limits {
  /** Largest payload of a frame, in bytes. */
  readonly frame: number;
  /** Longest text of a message, in Unicode code points. */
  readonly text: number;
  /** Longest user name, in Unicode code points. */
  readonly name: number;
  /** Longest room name, in Unicode code points, without its `#`. */
  readonly room: number;
}

/** All limits of a server for its clients, including those that `welcome` does not announce. */
export interface ServerLimits extends Limits {
  /** Most rooms of a session, and most that one `hello` may resume. */
  readonly rooms: number;
}

/** The limits of a server without flags. */
export const DEFAULT_LIMITS: ServerLimits = {
  frame: 64 * 1024,
  text: 4_000,
  name: 32,
  room: 64,
  rooms: 100,
};

/** How fast a server reads the frames of a client, as it announces in `welcome`. */
export interface Rate {
  /** Frames of up to 1 KiB that it reads at once; a longer frame counts once for each KiB. */
  readonly burst: number;
  /** Frames of up to 1 KiB that it reads each second after that; 0 for no limit. */
  readonly perSecond: number;
}

/** The rate of a server without flags. Servers that announce none have this one, as a rule. */
export const DEFAULT_RATE: Rate = { burst: 40, perSecond: 10 };

/** Highest rate that a server can be configured with; clients accept no more. */
export const MAX_RATE = 1_000_000;

/** Largest limits that a server can be configured with; clients accept no more. */
export const LARGEST: Limits = {
  frame: 16 * 1024 * 1024,
  text: 10_000_000,
  name: 64,
  room: 128,
};

/** Default for the largest payload before sign-in, in bytes. */
export const HANDSHAKE_FRAME = 4 * 1024;

/** Most messages in one `history` or `found`. */
export const MAX_PAGE = 200;

/** Messages in an answer to a `history` without `limit`, and after `joined`. */
export const DEFAULT_PAGE = 20;

/** Most code points of a `ref` or a `nonce`, and of the terms of a `search`. */
export const MAX_TOKEN = 128;

/** Most different words of a `search`. */
export const MAX_TERMS = 8;

/** Most code points of a topic. */
export const MAX_TOPIC = 400;

/** Most code points of what a user who is away says about it. */
export const MAX_AWAY = 200;

/** Most code points of the reason for a kick, ban or mute. */
export const MAX_REASON = 200;

/** Most code points of a quote in a reply. */
export const MAX_QUOTE = 200;

/** Most different emoji that users react with to one message. */
export const MAX_REACTIONS = 20;

/** Most names that a message has for each emoji; all are counted. */
export const MAX_REACTION_NAMES = 20;

/** Most changes in one `history`, at about 100 bytes each: a page ends there. */
export const MAX_CHANGES = 1_000;

/** Longest duration of a ban or mute that ends, in minutes: ten years. */
export const MAX_MINUTES = 10 * 366 * 24 * 60;

/** Most users that one invitation link admits. */
export const MAX_LINK_USES = 1_000;

/** Longest duration of an invitation link, in minutes: 30 days, as long as a guest is operator of a room. */
export const MAX_LINK_MINUTES = 30 * 24 * 60;

/** Users that an invitation link admits if the request does not say. */
export const DEFAULT_LINK_USES = 1;

/** Duration of an invitation link if the request does not say, in minutes: a day. */
export const DEFAULT_LINK_MINUTES = 24 * 60;

/** Most open invitation links of a room. */
export const MAX_LINKS = 50;
