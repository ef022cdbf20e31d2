import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { entryLine, type EventEntry } from "../../locale/render/event_lines.ts";
import { escapeControl } from "../../protocol/text/escape_control.ts";

/** Begins the lines after the first of a message that has several. */
const CONTINUATION = "\n  ";

/** One thing that a client shows. */
export type DisplayEntry = EventEntry & {
  /** Whether it is of the past, and was asked for: nobody is to be called for it. */
  readonly isOld?: true;
  /** Whether it may be of any day, and is to say of which. */
  readonly isFound?: true;
};

/**
 * Says what is shown as a line, or several; each is safe to show on a terminal.
 *
 * @param entry What to show.
 * @param texts The language.
 * @returns The lines in one text.
 */
export function displayLine(entry: DisplayEntry, texts: Catalogue): string {
  const line = entryLine(entry, texts, (text) => showText(text).join(CONTINUATION));
  const moment = entry.type === "said" && entry.isFound
    ? `${texts.client.moment(entry.message.at)} `
    : "";
  return `${moment}${line}`.split("\n").map(escapeControl).join("\n");
}

/** Makes what somebody said safe to show; gives its lines. */
export function showText(text: string): readonly string[] {
  return text.split("\n").map(escapeControl);
}
