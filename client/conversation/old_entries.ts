import { eventEntries } from "../../locale/render/event_lines.ts";
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { HistoryPage, SearchResults } from "../../protocol/messages/server_messages.ts";
import type { DisplayEntry } from "./display_entry.ts";

/** Returns the messages of a page, which are not news, after the title of the page. */
export function oldEntries(
  page: HistoryPage | SearchResults,
  texts: ChatTexts,
): readonly DisplayEntry[] {
  return eventEntries(page, texts).map((entry) => ({ ...entry, isOld: true }));
}
