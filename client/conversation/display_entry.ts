import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import { entryLine, type EventEntry } from "../../locale/render/event_lines.ts";
import { type ChangeEntry, changeText } from "./change_entry.ts";
import { escapeControl } from "../../protocol/text/escape_control.ts";

/** A line between messages. */
export interface Separator {
  readonly type: "separator";
  readonly text: string;
}

/** A message, a change of one, a notice, or a line between messages to display. */
export type DisplayEntry = (EventEntry | ChangeEntry | Separator) & {
  /** Whether it comes from the history; then it never rings the bell. */
  readonly isOld?: true;
  /** Whether it is a search result, which shows its date. */
  readonly isFound?: true;
  /** The terms that a search result was found by. */
  readonly terms?: readonly string[];
  /** Whether to show the `id` of the message, for commands that refer to it. */
  readonly hasId?: true;
};

/**
 * Formats an entry as lines that are safe to print to a terminal.
 *
 * @param entry The entry.
 * @param texts The texts of the language.
 * @returns The lines, separated by line feeds.
 */
export function displayLine(entry: DisplayEntry, texts: ChatTexts): string {
  const line = entry.type === "changed"
    ? changeText(entry, texts, showIndented)
    : entry.type === "separator"
    ? separatorLine(entry)
    : entryLine(entry, texts, showIndented);
  const moment = entry.type === "said" && entry.isFound
    ? `${texts.client.moment(entry.message.at)} `
    : "";
  return showText(`${moment}${line}`).join("\n");
}

/** Formats a line between messages. */
export function separatorLine({ text }: Pick<Separator, "text">): string {
  return `── ${text} ──`;
}

/** As {@linkcode showText}; joins the lines and indents all but the first. */
export function showIndented(text: string): string {
  return showText(text).join("\n  ");
}

/** Splits a text into lines and escapes their control characters. Tabs stay: they belong to code. */
export function showText(text: string): readonly string[] {
  return text.split("\n").map((line) => line.split("\t").map(escapeControl).join("\t"));
}
