import { eventEntries } from "../../locale/render/event_lines.ts";
import { linkLine } from "../../locale/render/moderation_lines.ts";
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { ErrorMessage, ServerMessage } from "../../protocol/messages/server_messages.ts";
import { type LinkTarget, toLink } from "../../protocol/text/chat_link.ts";
import type { ChatClient } from "../session/client.ts";
import type { Conversation } from "./conversation.ts";
import type { ChatObserver, Notice } from "./user_interface.ts";

/** Options of {@linkcode Notices}. */
export interface NoticesOptions {
  /** Returns the texts of the current language. */
  readonly texts: () => ChatTexts;
  /** Returns the text of an error. */
  readonly explain: (error: ErrorMessage) => string;
  readonly client: Pick<ChatClient, "name" | "web">;
  /** Returns a link to the web page; by default, to the one that the server tells. */
  readonly linkTo?: LinkTo;
  readonly observer: Pick<ChatObserver, "onNotice">;
}

/** Returns a link to the web page; `undefined` if its address is not known. */
export type LinkTo = (target: LinkTarget) => string | undefined;

/** Shows the user what happened, as notes in conversations and through the observer. */
export class Notices {
  readonly #options: NoticesOptions;

  constructor(options: NoticesOptions) {
    this.#options = options;
  }

  get texts(): ChatTexts {
    return this.#options.texts();
  }

  /** Returns the text of an error. */
  explain(error: ErrorMessage): string {
    return this.#options.explain(error);
  }

  /** Shows a message of the server, if it has a text for users; `line` is what the user typed, if this is an error. */
  tell(
    message: ServerMessage,
    where: readonly (Conversation | undefined)[] = [],
    line?: string,
  ): void {
    if (message.type === "error") return this.problem(this.explain(message), where, line);
    if (message.type === "invited" && "code" in message) {
      const { room, code } = message;
      return this.note(linkLine(message, this.texts, this.#linkTo({ room, code })), where);
    }
    for (const entry of eventEntries(message, this.texts, this.#options.client.name)) {
      if (entry.type !== "said") this.#show(entry, where);
    }
  }

  note(text: string, where: readonly (Conversation | undefined)[] = []): void {
    this.#show({ type: "system", text }, where);
  }

  /** Shows an error; `line` is what the user typed. */
  problem(
    text: string,
    where: readonly (Conversation | undefined)[] = [],
    line?: string,
  ): void {
    this.#show({ type: "error", text }, where, line);
  }

  #linkTo(target: LinkTarget): string | undefined {
    const { linkTo, client } = this.#options;
    if (linkTo) return linkTo(target);
    return client.web === undefined ? undefined : toLink(client.web, target);
  }

  #show(notice: Notice, where: readonly (Conversation | undefined)[], line?: string): void {
    const places = where.filter((conversation) => conversation !== undefined);
    for (const place of places) place.note(notice.text, notice.type === "error", line);
    this.#options.observer.onNotice(notice, places);
  }
}
