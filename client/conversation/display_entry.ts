import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import { entryLine, type EventEntry } from "../../locale/render/event_lines.ts";
import { escapeControl } from "../../protocol/text/escape_control.ts";

/** Starts each further line of a message. */
const CONTINUATION = "\n  ";

/** A message or a notice to display. */
export type DisplayEntry = EventEntry & {
  /** Whether it comes from the history; then it never rings the bell. */
  readonly isOld?: true;
  /** Whether it is a search result, which shows its date. */
  readonly isFound?: true;
};

/**
 * Formats an entry as lines that are safe to print to a terminal.
 *
 * @param entry The entry.
 * @param texts The texts of the language.
 * @returns The lines, separated by line feeds.
 */
export function displayLine(entry: DisplayEntry, texts: ChatTexts): string {
  const line = entryLine(entry, texts, (text) => showText(text).join(CONTINUATION));
  const moment = entry.type === "said" && entry.isFound
    ? `${texts.client.moment(entry.message.at)} `
    : "";
  return `${moment}${line}`.split("\n").map(escapeControl).join("\n");
}

/** Splits a text into lines and escapes their control characters. */
export function showText(text: string): readonly string[] {
  return text.split("\n").map(escapeControl);
}
