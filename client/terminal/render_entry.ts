import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { DisplayEntry } from "../conversation/display_entry.ts";
import { findName } from "./find_name.ts";
import { nameColor } from "./name_color.ts";
import { bold, colored, dim, inverse, magenta, red } from "./style.ts";
import type { Span } from "./wrap.ts";

/** Entry on the terminal: an entry of the chat, or the user's input. */
export type TerminalEntry =
  | DisplayEntry
  /** The user's input, and its room if there are several, or its recipient. */
  | { readonly type: "own"; readonly text: string; readonly where?: string; readonly to?: string };

/** Mark before a line that mentions the user. */
const MENTION_MARK = "» ";

/** Options of {@linkcode renderEntry}. */
export interface RenderOptions {
  readonly texts: Catalogue;
  /** Name of the user. */
  readonly self: string;
  /** Current time, in Unix milliseconds. */
  readonly now: number;
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

/** Returns whether another user mentions this one. */
export function isMention(entry: TerminalEntry, self: string): boolean {
  if (entry.type !== "said" || self === "") return false;
  const { from, text } = entry.message;
  return nameKey(from) !== nameKey(self) && findName(text, self).length > 0;
}

/** Formats a time of day. */
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
