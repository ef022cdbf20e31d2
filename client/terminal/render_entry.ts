import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { DisplayEntry } from "../conversation/display_entry.ts";
import { findName } from "./find_name.ts";
import { nameColor } from "./name_color.ts";
import { bold, colored, dim, inverse, magenta, red } from "./style.ts";
import type { Span } from "./wrap.ts";

/** What is seen at a terminal: what a client shows, and what was typed there. */
export type TerminalEntry =
  | DisplayEntry
  /** What one said or entered, and where: in one of several rooms, or to one person. */
  | { readonly type: "own"; readonly text: string; readonly where?: string; readonly to?: string };

/** Mark before a line that mentions the user. */
const MENTION_MARK = "» ";

/** What {@linkcode renderEntry} goes by. */
export interface RenderOptions {
  readonly texts: Catalogue;
  /** The name that one goes by. */
  readonly self: string;
  /** When it is seen, in Unix milliseconds. */
  readonly now: number;
}

/**
 * Says what is seen as a line that tells its kind by words and signs, and by colours too.
 *
 * @param entry What is seen.
 * @param options Who sees it and when.
 * @returns The line: its time of day, and what it would be in a pipe.
 */
export function renderEntry(
  entry: TerminalEntry,
  { texts, self, now }: RenderOptions,
): readonly Span[] {
  const { chat, client } = texts;
  switch (entry.type) {
    case "system":
      return [time(now), { text: `[${chat.system}] ${entry.text}`, style: dim }];
    case "error":
      return [time(now), { text: `[${chat.error}] ${entry.text}`, style: red }];
    case "own": {
      const where = entry.where === undefined ? [] : [{ text: `[${entry.where}] `, style: dim }];
      const to = entry.to === undefined ? "" : ` → ${entry.to}`;
      const prompt = { text: `${client.prompt.trimEnd().replace(/:$/, "")}${to}:`, style: bold };
      return [time(now), ...where, prompt, { text: ` ${entry.text}` }];
    }
    case "said": {
      const { message } = entry;
      const isPrivate = !("room" in message);
      const where = isPrivate ? chat.privately : message.room;
      const isOwn = nameKey(message.from) === nameKey(self);
      const from = message.from;
      const style = (text: string) => isOwn ? bold(text) : colored(text, nameColor(from));
      const text = isOwn ? [{ text: message.text }] : withMentions(message.text, self);
      return [
        entry.isFound ? { text: `${client.moment(message.at)} `, style: dim } : time(message.at),
        ...(isMention(entry, self) ? [{ text: MENTION_MARK, style: bold }] : []),
        { text: `[${where}] `, style: isPrivate ? magenta : dim },
        { text: `${from}:`, style },
        { text: " " },
        ...text,
      ];
    }
  }
}

/** Whether another user mentions this one. */
export function isMention(entry: TerminalEntry, self: string): boolean {
  if (entry.type !== "said" || self === "") return false;
  const { from, text } = entry.message;
  return nameKey(from) !== nameKey(self) && findName(text, self).length > 0;
}

/** Says a time of day. */
function time(at: number): Span {
  const date = new Date(at);
  const [hours, minutes] = [date.getHours(), date.getMinutes()].map((part) =>
    `${part}`.padStart(2, "0")
  );
  return { text: `${hours}:${minutes} `, style: dim };
}

function withMentions(text: string, self: string): readonly Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const [from, to] of findName(text, self)) {
    spans.push({ text: text.slice(end, from) }, { text: text.slice(from, to), style: inverse });
    end = to;
  }
  return [...spans, { text: text.slice(end) }];
}
