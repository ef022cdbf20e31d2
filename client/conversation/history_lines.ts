import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { ChatModel } from "./chat_model.ts";
import type { Conversation } from "./conversation.ts";
import { HistoryPages } from "./history_pages.ts";
import type { LineOutput } from "./line_output.ts";
import { oldEntries } from "./old_entries.ts";

/** Options of {@linkcode HistoryLines}. */
export interface HistoryLinesOptions {
  readonly client: { readonly name: string };
  readonly model: ChatModel;
  readonly texts: ChatTexts;
  readonly output: Pick<LineOutput, "show">;
}

/** Shows earlier messages as lines: page after page of a room, or what a search finds. */
export class HistoryLines {
  readonly #options: HistoryLinesOptions;
  readonly #pages = new HistoryPages();

  constructor(options: HistoryLinesOptions) {
    this.#options = options;
  }

  /** Shows the latest messages of a room, at most `limit`, or those before the page that was shown last. */
  showPage(room: Conversation, limit: number | undefined): void {
    const { client, model, texts, output } = this.#options;
    const before = this.#pages.next(room.name);
    model.loadHistory(room, { before, limit }, (answer) => {
      if (answer.type === "error") return model.notices.tell(answer);
      this.#pages.show(answer);
      room.addPage(answer, client.name);
      const shown = { ...answer, messages: model.filter.select(answer.messages) };
      const [title, ...messages] = oldEntries(shown, texts).map((entry) => ({
        ...entry,
        hasId: true as const,
      }));
      if (before === undefined) return output.show([title!, ...messages]);
      output.show([{
        type: "system",
        text: texts.client.earlier(room.name, messages.length),
      }]);
      output.show(messages);
    });
  }

  /** Starts over from the latest messages. */
  close(): void {
    this.#pages.close();
  }

  /** Searches, and shows what was found. */
  search(terms: string): void {
    const { model, texts, output } = this.#options;
    model.search({ terms }, (answer, terms) => {
      if (answer.type === "error") return model.notices.tell(answer);
      output.show(oldEntries(answer, texts).map((entry) => ({ ...entry, isFound: true, terms })));
    });
  }
}
