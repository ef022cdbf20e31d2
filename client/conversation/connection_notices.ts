import { format } from "@std/fmt/duration";
import { commandForm } from "../../locale/render/problem_text.ts";
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import { SILENT } from "../session/close_reasons.ts";
import { explainError } from "./explain_error.ts";
import type { LineOutput } from "./line_output.ts";
import type { ConnectionEvent } from "./user_interface.ts";

/** Options of {@linkcode ConnectionNotices}. */
export interface ConnectionNoticesOptions {
  readonly texts: ChatTexts;
  readonly output: Pick<LineOutput, "show">;
}

/** Shows as lines what happens to the connection. */
export class ConnectionNotices {
  readonly #options: ConnectionNoticesOptions;
  #refusal: string | undefined;

  constructor(options: ConnectionNoticesOptions) {
    this.#options = options;
  }

  /** Why the server refused the session last, while it is lost. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** Handles an event. */
  receive(event: ConnectionEvent): void {
    const { client } = this.#options.texts;
    switch (event.type) {
      case "lost":
        return this.#say(lostText(event, client));
      case "refused":
        return this.#onRefused(event);
      case "back":
        this.#refusal = undefined;
        return this.#say(client.back(event.caught));
      case "unreadable":
        return this.#say(client.unreadable());
      case "trying":
      case "closed":
        return;
    }
  }

  /** Says once why the server does not have the session back, and what the user can do. */
  #onRefused({ error, next }: ConnectionEvent & { readonly type: "refused" }): void {
    const { texts, output } = this.#options;
    const text = explainError(error, texts);
    // The code that runs the client says why it closes.
    if (next === "close" || next === "retry" && text === this.#refusal) return;
    this.#refusal = text;
    output.show([{ type: "error", text }]);
    if (next === "retry") this.#say(texts.client.retrying(commandForm("nick", texts)));
  }

  #say(text: string): void {
    this.#options.output.show([{ type: "system", text }]);
  }
}

/** Formats the notice that the connection is lost, with the reason if known. */
function lostText(
  { wait, reason, error }: ConnectionEvent & { readonly type: "lost" },
  { tryingAgain, silent, lost, failed }: ChatTexts["client"],
): string {
  if (wait === 0) return tryingAgain;
  if (error !== undefined) return failed(error, inSeconds(wait));
  return (reason === SILENT ? silent : lost)(inSeconds(wait));
}

/** Formats a time in whole seconds, at least one. */
function inSeconds(milliseconds: number): string {
  return format(Math.ceil(milliseconds / 1_000) * 1_000, { ignoreZero: true });
}
