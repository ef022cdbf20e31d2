import { toAddress } from "../text/address.ts";
import { checkText, toLine } from "../messages/_check_text.ts";
import { cut } from "./cut.ts";
import { MAX_MINUTES, MAX_REASON, MAX_TOPIC } from "../limits.ts";
import type { CommandEntry } from "./command_entry.ts";
import type { ModerationCommandName } from "./command_name.ts";
import type { BanRequest, ModerationRequest } from "../messages/moderation.ts";
import { toName } from "../text/names.ts";
import type { Problem } from "../messages/problem.ts";
import { quote } from "../text/quote.ts";

type ServerEntry = CommandEntry & { readonly runs: "server" };

/** In place of a room: the whole server. */
const EVERYWHERE = "*";

/** In place of what a room is about: nothing. */
const NOTHING = "-";

const ON = ["on", "sim", "yes"];
const OFF = ["off", "não", "nao", "no"];

/**
 * Makes the table of the commands by which rooms are looked after.
 *
 * @param here What stands for the room that one is in.
 */
export function moderationCommands(
  here: string,
): Readonly<Record<ModerationCommandName, CommandEntry>> {
  return {
    topic: entry(["text"], (rest) => {
      if (rest === "") return { type: "topic", room: here };
      const text = rest === NOTHING ? "" : rest;
      return checkText(text, MAX_TOPIC) ?? { type: "topic", room: here, text: toLine(text) };
    }),
    invite: named((name) => ({ type: "invite", room: here, name })),
    kick: entry(["name", "text"], (rest, limits) => {
      const [word, more] = cut(rest);
      return checkText(more, MAX_REASON) ?? withName(word, limits.name, (name) => ({
        type: "kick",
        room: here,
        name,
        ...(more && { reason: toLine(more) }),
      }));
    }),
    ban: entry(["name", "number", "text"], (rest, limits) => {
      const { isEverywhere, words } = cutPlace(rest);
      const room = isEverywhere ? {} : { room: here };
      return restrict("ban", room, words, limits.name);
    }),
    unban: entry(["name"], (rest, limits) => {
      const { isEverywhere, words } = cutPlace(rest);
      const room = isEverywhere ? {} : { room: here };
      return withNameOrAddress(words, limits.name, (name) => ({ type: "unban", ...room, name }));
    }),
    bans: entry([], (rest) => {
      if (rest !== "" && rest !== EVERYWHERE) return misread(`/bans ${rest}`);
      return rest === EVERYWHERE ? { type: "bans" } : { type: "bans", room: here };
    }),
    mute: entry(
      ["name", "number", "text"],
      (rest, limits) => restrict("mute", { room: here }, rest, limits.name),
    ),
    unmute: named((name) => ({ type: "unmute", room: here, name })),
    private: entry([["on", "off"]], (rest) => {
      const word = rest.toLowerCase();
      if (!ON.includes(word) && !OFF.includes(word)) return misread(`/private ${rest}`);
      return { type: "private", room: here, on: ON.includes(word) };
    }),
    op: named((name) => ({ type: "op", room: here, name })),
    deop: named((name) => ({ type: "deop", room: here, name })),
    owner: named((name) => ({ type: "owner", room: here, name })),
  };
}

/** Makes an entry for a command that takes a name and nothing else. */
function named(toCommand: (name: string) => ModerationRequest): CommandEntry {
  return entry(["name"], (rest, limits) => withName(rest, limits.name, toCommand));
}

function entry(takes: CommandEntry["takes"], read: ServerEntry["read"]): CommandEntry {
  return { group: "moderation", runs: "server", takes, read };
}

/** Reads `Bob 10 spam`: a name, for how many minutes, and why. */
function restrict(
  type: BanRequest["type"],
  room: { readonly room?: string },
  words: string,
  maxName: number,
): BanRequest | Problem {
  const [word, more] = cut(words);
  const [, digits, reason = ""] = /^(?:(\d+)(?:\s+|$))?(.*)$/s.exec(more) ?? [];
  const minutes = digits === undefined ? undefined : Number(digits);
  if (minutes !== undefined && (minutes < 1 || minutes > MAX_MINUTES)) {
    return { code: "bad_message", detail: `${quote(digits!)} (1–${MAX_MINUTES})` };
  }
  const read = type === "ban" ? withNameOrAddress : withName;
  return checkText(reason, MAX_REASON) ?? read(word, maxName, (name) => ({
    type,
    ...room,
    name,
    ...(minutes !== undefined && { minutes }),
    ...(reason && { reason: toLine(reason) }),
  }));
}

function cutPlace(rest: string): { isEverywhere: boolean; words: string } {
  const [, star, words = ""] = /^(\*\s+)?(.*)$/s.exec(rest) ?? [];
  return { isEverywhere: star !== undefined, words };
}

function withName<T>(given: string, most: number, toCommand: (name: string) => T): T | Problem {
  const name = toName(given, most);
  return name === undefined ? { code: "bad_name", detail: quote(given) } : toCommand(name);
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
  return { code: "bad_message", detail: quote(line.trim()) };
}
