import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { timeOfDay } from "../../locale/texts/time_format.ts";
import { messageLine } from "../../locale/render/change_lines.ts";
import type { MessageState, Quote } from "../../protocol/messages/changes.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { changeText } from "../conversation/change_entry.ts";
import { type DisplayEntry, separatorLine } from "../conversation/display_entry.ts";
import { excerpt } from "../conversation/excerpt.ts";
import { findTerms } from "../conversation/highlight_terms.ts";
import { isForUser } from "../conversation/mentions.ts";
import { formatSpans } from "./format_spans.ts";
import { nameColor } from "./name_color.ts";
import { bold, colored, dim, magenta, red } from "./style.ts";
import type { Span } from "./wrap.ts";

/** Entry on the terminal: an entry of the chat, or the user's input. */
export type TerminalEntry =
  | DisplayEntry
  /** The user's input, and its room if there are several, or its recipient. */
  | {
    readonly type: "own";
    readonly text: string;
    readonly where?: string;
    readonly to?: string;
    /** The message that it replies to. */
    readonly reply?: Pick<Quote, "from" | "text">;
    readonly action?: true;
  };

/** Mark before a line that mentions the user. */
export const MENTION_MARK = "»";

/** Applies a style to a text. */
type Style = (text: string) => string;

/** Options of {@linkcode renderEntry}. */
export interface RenderOptions {
  readonly texts: Catalogue;
  /** Name of the user. */
  readonly self: string;
  /** Current time, in Unix milliseconds. */
  readonly now: number;
  /** Whether to leave out where a message was sent, because the reader sees it beside the log. */
  readonly hidesPlace?: boolean;
}

/**
 * Renders an entry as a line whose kind is recognizable by words and signs, not by colour alone.
 *
 * @param entry The entry.
 * @param options The user and the time.
 * @returns The line: the time of day, and the text as in a pipe.
 */
export function renderEntry(
  entry: TerminalEntry,
  { texts, self, now, hidesPlace = false }: RenderOptions,
): readonly Span[] {
  const { chat, client } = texts;
  switch (entry.type) {
    case "system":
      return [time(now), { text: `[${chat.system}] ${entry.text}`, style: dim }];
    case "error":
      return [time(now), { text: `[${chat.error}] ${entry.text}`, style: red }];
    case "separator":
      return [{ text: separatorLine(entry), style: dim }];
    case "own": {
      const where = entry.where === undefined ? [] : [{ text: `[${entry.where}] `, style: dim }];
      const to = entry.to === undefined ? "" : ` → ${entry.to}`;
      const you = `${client.prompt.trimEnd().replace(/:$/, "")}${to}`;
      const name = entry.action ? self : you;
      return [
        time(now),
        ...where,
        ...sender(name, entry, texts, bold),
        ...formatSpans(entry.text, ""),
      ];
    }
    case "changed":
      return [time(now), { text: changeText(entry, texts, asItIs), style: dim }];
    case "said": {
      const { message } = entry;
      const { id, from, at } = message;
      const isPrivate = !("room" in message);
      const where = isPrivate ? chat.privately : message.room;
      const isOwn = nameKey(from) === nameKey(self);
      const style = (text: string) => isOwn ? bold(text) : colored(text, nameColor(from));
      const text = entry.terms
        ? withTerms(message.text, entry.terms)
        : formatSpans(message.text, isOwn ? "" : self);
      const begin = [
        entry.isFound ? { text: `${client.moment(at)} `, style: dim } : time(at),
        ...(entry.hasId ? [{ text: `${id} `, style: dim }] : []),
      ];
      if (message.deleted) {
        return [...begin, { text: messageLine(message, texts, asItIs), style: dim }];
      }
      return [
        ...begin,
        ...(isMention(entry, self) ? [{ text: `${MENTION_MARK} `, style: bold }] : []),
        ...(hidesPlace ? [] : [{ text: `[${where}] `, style: isPrivate ? magenta : dim }]),
        ...sender(from, message, texts, style),
        ...text,
        ...marks(message, client.wasEdited),
      ];
    }
  }
}

/** Returns whether another user mentions this one, or replies to this one. */
export function isMention(entry: TerminalEntry, self: string): boolean {
  if (entry.type !== "said" || nameKey(entry.message.from) === nameKey(self)) return false;
  return isForUser(entry.message, self);
}

/** Renders who says something, and to which message it replies; or who does something. */
function sender(
  name: string,
  { reply, action }: { readonly reply?: Pick<Quote, "from" | "text">; readonly action?: true },
  { chat }: Catalogue,
  style: Style,
): readonly Span[] {
  if (action) return [{ text: `* ${name}`, style }, { text: " " }];
  if (!reply) return [{ text: `${name}:`, style }, { text: " " }];
  const quoted = reply.text === undefined ? "" : ` “${excerpt(reply.text)}”`;
  return [
    { text: chat.replying(name, reply.from), style },
    { text: quoted, style: dim },
    { text: ":", style },
    { text: " " },
  ];
}

/** Renders what a message has after its text: whether it was edited, and its reactions. */
function marks({ edited, reactions = [] }: MessageState, wasEdited: string): readonly Span[] {
  const counted = reactions.map(({ emoji, count }) => count === 1 ? emoji : `${emoji} ${count}`);
  const shown = [
    ...(edited === undefined ? [] : [wasEdited]),
    ...(counted.length === 0 ? [] : [`[${counted.join(", ")}]`]),
  ];
  return shown.map((text) => ({ text: ` ${text}`, style: dim }));
}

function asItIs(text: string): string {
  return text;
}

/** Formats a time of day. */
function time(at: number): Span {
  return { text: `${timeOfDay(at)} `, style: dim };
}

/** Renders a search result as it was typed, with what was found highlighted. */
function withTerms(text: string, terms: readonly string[]): readonly Span[] {
  return findTerms(text, terms).map(({ text, isFound }) =>
    isFound ? { text, style: bold } : { text }
  );
}
