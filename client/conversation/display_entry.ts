import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { type Entry, entryLine } from "../../locale/render/event_lines.ts";
import { escapeControl } from "../../protocol/text/escape_control.ts";

/** Begins the lines after the first of a message that has several. */
const CONTINUATION = "\n  ";

/** One thing that a client shows. */
export type Shown = Entry & {
  /** Whether it is of the past, and was asked for: nobody is to be called for it. */
  readonly isOld?: true;
  /** Whether it may be of any day, and is to say of which. */
  readonly isFound?: true;
};

/**
 * Says what is shown as a line, or several; each is safe to show on a terminal.
 *
 * @param shown What to show.
 * @param texts The language.
 * @returns The lines in one text.
 */
export function shownLine(shown: Shown, texts: Catalogue): string {
  const line = entryLine(shown, texts, (text) => showText(text).join(CONTINUATION));
  const moment = shown.type === "said" && shown.isFound
    ? `${texts.client.moment(shown.message.at)} `
    : "";
  return `${moment}${line}`.split("\n").map(escapeControl).join("\n");
}

/** Makes what somebody said safe to show; gives its lines. */
export function showText(text: string): readonly string[] {
  return text.split("\n").map(escapeControl);
}
