import type { SearchRequest, SearchResults } from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { toTerms } from "../../protocol/text/terms.ts";
import { highlightTerms } from "./highlight_terms.ts";

/** The searches on the way: what is found is shown with what was looked for in it marked. */
export class Searches {
  /** Their terms. */
  readonly #terms = new Map<Ref, readonly string[]>();

  /** Begins one. */
  start(request: SearchRequest, send: (request: SearchRequest) => Ref): void {
    this.#terms.set(send(request), toTerms(request.terms));
  }

  /** Forgets one that was refused. */
  delete(ref: Ref): void {
    this.#terms.delete(ref);
  }

  /** Takes an answer, and marks in it what was looked for. */
  take(found: SearchResults): SearchResults {
    const terms = this.#terms.get(found.ref!) ?? [];
    this.#terms.delete(found.ref!);
    const messages = found.messages.map((message) => ({
      ...message,
      text: highlightTerms(message.text, terms),
    }));
    return { ...found, messages };
  }
}
