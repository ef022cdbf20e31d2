import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { Shown } from "../conversation/display_entry.ts";
import { findName } from "./find_name.ts";
import { nameColor } from "./name_color.ts";
import { bold, colored, dim, inverse, magenta, red } from "./style.ts";
import type { Span } from "./wrap.ts";

/** What is seen at a terminal: what a client shows, and what was typed there. */
export type Seen =
  | Shown
  /** What one said or entered, and where: in one of several rooms, or to one person. */
  | { readonly type: "own"; readonly text: string; readonly where?: string; readonly to?: string };

/** Stands before a line that says one's name. */
const CALL = "» ";

/** What {@linkcode present} goes by. */
export interface PresentOptions {
  readonly texts: Catalogue;
  /** The name that one goes by. */
  readonly self: string;
  /** When it is seen, in Unix milliseconds. */
  readonly now: number;
}

/**
 * Says what is seen as a line that tells its kind by words and signs, and by colours too.
 *
 * @param seen What is seen.
 * @param options Who sees it and when.
 * @returns The line: its time of day, and what it would be in a pipe.
 */
export function present(seen: Seen, { texts, self, now }: PresentOptions): readonly Span[] {
  const { chat, client } = texts;
  switch (seen.type) {
    case "system":
      return [time(now), { text: `[${chat.system}] ${seen.text}`, style: dim }];
    case "error":
      return [time(now), { text: `[${chat.error}] ${seen.text}`, style: red }];
    case "own": {
      const where = seen.where === undefined ? [] : [{ text: `[${seen.where}] `, style: dim }];
      const to = seen.to === undefined ? "" : ` → ${seen.to}`;
      const prompt = { text: `${client.prompt.trimEnd().replace(/:$/, "")}${to}:`, style: bold };
      return [time(now), ...where, prompt, { text: ` ${seen.text}` }];
    }
    case "said": {
      const { message } = seen;
      const isPrivate = !("room" in message);
      const where = isPrivate ? chat.privately : message.room;
      const isOwn = nameKey(message.from) === nameKey(self);
      const from = message.from;
      const style = (text: string) => isOwn ? bold(text) : colored(text, nameColor(from));
      const text = isOwn ? [{ text: message.text }] : withCalls(message.text, self);
      return [
        seen.isFound ? { text: `${client.moment(message.at)} `, style: dim } : time(message.at),
        ...(isCall(seen, self) ? [{ text: CALL, style: bold }] : []),
        { text: `[${where}] `, style: isPrivate ? magenta : dim },
        { text: `${from}:`, style },
        { text: " " },
        ...text,
      ];
    }
  }
}

/** Whether somebody else says one's name in it. */
export function isCall(seen: Seen, self: string): boolean {
  if (seen.type !== "said" || self === "") return false;
  const { from, text } = seen.message;
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

function withCalls(text: string, self: string): readonly Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const [from, to] of findName(text, self)) {
    spans.push({ text: text.slice(end, from) }, { text: text.slice(from, to), style: inverse });
    end = to;
  }
  return [...spans, { text: text.slice(end) }];
}
