import { toAddress } from "../text/address.ts";
import { checkText, toLine } from "../messages/_check_text.ts";
import { cut } from "./cut.ts";
import {
  MAX_LINK_MINUTES,
  MAX_LINK_USES,
  MAX_MINUTES,
  MAX_REASON,
  MAX_TOKEN,
  MAX_TOPIC,
} from "../limits.ts";
import { type CommandEntry, type CommandRank, CURRENT_ROOM } from "./command_entry.ts";
import type { BanRequest, ModerationRequest } from "../messages/moderation.ts";
import type { Problem } from "../messages/problem.ts";
import { shorten } from "../text/quote.ts";
import { withName } from "./with_name.ts";
import { readSwitch } from "./read_switch.ts";

/** Definition of a moderation command. */
export type ModerationEntry = CommandEntry & {
  readonly runs: "server";
  /** The rank that a member needs in the room. */
  readonly rank: CommandRank;
};

/** Argument that means the whole server instead of a room. */
const EVERYWHERE = "*";

/** Argument that removes the topic. */
const NO_TOPIC = "-";

/** Arguments that mean all invitation links. */
const ALL = ["all", "todos", "todas"];

/** The moderation commands in the order of the help, by the type of the request that they produce. */
export const MODERATION_COMMANDS: Readonly<Record<ModerationRequest["type"], ModerationEntry>> = {
  topic: entry({
    // Any member may read the topic.
    rank: "operator",
    takes: [],
    mayTake: ["text"],
    read: (rest) => {
      if (rest === "") return { type: "topic", room: CURRENT_ROOM };
      const text = rest === NO_TOPIC ? "" : rest;
      return checkText(text, MAX_TOPIC, "topic") ??
        { type: "topic", room: CURRENT_ROOM, text: toLine(text) };
    },
  }),
  invite: entry({
    rank: "operator",
    takes: [],
    // Two numbers cannot be a name, which has no spaces.
    mayTake: ["nameOrUses", "minutes"],
    read: (rest, limits) => {
      if (rest === "") return { type: "invite", room: CURRENT_ROOM };
      const [, uses, minutes] = /^(\d+)\s+(\d+)$/.exec(rest) ?? [];
      if (uses === undefined || minutes === undefined) {
        return withName(
          rest,
          limits.name,
          (name) => ({ type: "invite", room: CURRENT_ROOM, name }),
        );
      }
      return outOfRange(uses, MAX_LINK_USES) ?? outOfRange(minutes, MAX_LINK_MINUTES) ?? {
        type: "invite",
        room: CURRENT_ROOM,
        uses: Number(uses),
        minutes: Number(minutes),
      };
    },
  }),
  invites: entry({
    rank: "operator",
    takes: [],
    read: (rest) =>
      rest === "" ? { type: "invites", room: CURRENT_ROOM } : misread(`/invites ${rest}`),
  }),
  uninvite: entry({
    rank: "operator",
    takes: ["link"],
    read: (rest) => {
      if (ALL.includes(rest.toLowerCase())) return { type: "uninvite", room: CURRENT_ROOM };
      const [id, more] = cut(rest);
      return id === "" || more !== "" || id.length > MAX_TOKEN
        ? { code: "bad_message", value: shorten(rest) }
        : { type: "uninvite", room: CURRENT_ROOM, id };
    },
  }),
  kick: entry({
    rank: "operator",
    takes: ["name"],
    mayTake: ["reason"],
    read: (rest, limits) => {
      const [word, more] = cut(rest);
      return checkText(more, MAX_REASON, "reason") ?? withName(word, limits.name, (name) => ({
        type: "kick",
        room: CURRENT_ROOM,
        name,
        ...(more && { reason: toLine(more) }),
      }));
    },
  }),
  ban: entry({
    rank: "operator",
    takes: ["nameOrAddress"],
    mayTake: ["minutes", "reason"],
    isServerWide: true,
    read: (rest, limits) => {
      const { place, words } = cutPlace(rest);
      return restrict("ban", place, words, limits.name);
    },
  }),
  unban: entry({
    rank: "operator",
    takes: ["nameOrAddress"],
    isServerWide: true,
    read: (rest, limits) => {
      const { place, words } = cutPlace(rest);
      return withNameOrAddress(words, limits.name, (name) => ({ type: "unban", ...place, name }));
    },
  }),
  bans: entry({
    rank: "operator",
    takes: [],
    isServerWide: true,
    read: (rest) => {
      if (rest !== "" && rest !== EVERYWHERE) return misread(`/bans ${rest}`);
      return rest === EVERYWHERE ? { type: "bans" } : { type: "bans", room: CURRENT_ROOM };
    },
  }),
  mute: entry({
    rank: "operator",
    takes: ["name"],
    mayTake: ["minutes", "reason"],
    read: (rest, limits) => restrict("mute", { room: CURRENT_ROOM }, rest, limits.name),
  }),
  unmute: named("operator", (name) => ({ type: "unmute", room: CURRENT_ROOM, name })),
  private: entry({
    rank: "owner",
    takes: [["on", "off"]],
    read: (rest) => {
      const on = readSwitch(rest);
      if (on === undefined) return misread(`/private ${rest}`);
      return { type: "private", room: CURRENT_ROOM, on };
    },
  }),
  op: named("owner", (name) => ({ type: "op", room: CURRENT_ROOM, name })),
  // Operators may give up their own rights without this rank.
  deop: named("owner", (name) => ({ type: "deop", room: CURRENT_ROOM, name })),
  owner: named("serverOperator", (name) => ({ type: "owner", room: CURRENT_ROOM, name })),
};

/** Returns whether a request is for moderation. */
export function isModerationRequest<T extends { readonly type: string }>(
  request: T,
): request is Extract<T, ModerationRequest> {
  return Object.hasOwn(MODERATION_COMMANDS, request.type);
}

function entry(fields: Omit<ModerationEntry, "group" | "runs">): ModerationEntry {
  return { ...fields, group: "moderation", runs: "server" };
}

/** Defines a command whose only argument is a name. */
function named(
  rank: CommandRank,
  toCommand: (name: string) => ModerationRequest,
): ModerationEntry {
  return entry({
    rank,
    takes: ["name"],
    read: (rest, limits) => withName(rest, limits.name, toCommand),
  });
}

/** Parses a name, minutes and a reason, as in `Bob 10 spam`. */
function restrict(
  type: BanRequest["type"],
  place: Place,
  words: string,
  maxName: number,
): BanRequest | Problem {
  const [word, more] = cut(words);
  const [, digits, reason = ""] = /^(?:(\d+)(?:\s+|$))?(.*)$/s.exec(more) ?? [];
  const excess = digits === undefined ? undefined : outOfRange(digits, MAX_MINUTES);
  if (excess) return excess;
  const minutes = digits === undefined ? undefined : Number(digits);
  const read = type === "ban" ? withNameOrAddress : withName;
  return checkText(reason, MAX_REASON, "reason") ?? read(word, maxName, (name) => ({
    type,
    ...place,
    name,
    ...(minutes !== undefined && { minutes }),
    ...(reason && { reason: toLine(reason) }),
  }));
}

/** Returns the error of a number that is not from 1 to `most`. */
function outOfRange(digits: string, most: number): Problem | undefined {
  const number = Number(digits);
  if (number >= 1 && number <= most) return undefined;
  return { code: "bad_message", cause: "range_expected", value: shorten(digits), limit: most };
}

/** The current room, or no room for the whole server. */
interface Place {
  readonly room?: string;
}

/** Removes a leading `*`, which means the whole server. */
function cutPlace(rest: string): { readonly place: Place; readonly words: string } {
  const [, star, words = ""] = /^(\*\s+)?(.*)$/s.exec(rest) ?? [];
  return { place: star === undefined ? { room: CURRENT_ROOM } : {}, words };
}

function withNameOrAddress<T>(
  given: string,
  most: number,
  toCommand: (name: string) => T,
): T | Problem {
  const address = toAddress(given);
  return address === undefined ? withName(given, most, toCommand) : toCommand(address);
}

function misread(line: string): Problem {
  return { code: "bad_message", value: shorten(line.trim()) };
}
