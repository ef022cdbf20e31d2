import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { ChatClient } from "../session/client.ts";
import type { ClientEvent } from "../session/event.ts";
import type { Display } from "./display.ts";
import { Spinner } from "./spinner.ts";

/** Options of {@linkcode StatusLine}. */
export interface StatusLineOptions {
  readonly client: Pick<ChatClient, "isConnected" | "unanswered" | "waiting" | "settled">;
  readonly texts: ChatTexts;
  readonly display: Pick<Display, "status">;
}

/** Shows what the client waits for: the connection, or answers of the server if they take long. */
export class StatusLine {
  readonly #options: StatusLineOptions;
  readonly #spinner: Spinner;
  #isLost = false;
  /** Whether it waits for answers. */
  #isWaiting = false;

  constructor(options: StatusLineOptions) {
    this.#options = options;
    this.#spinner = new Spinner((status) => options.display.status(status));
  }

  /** Whether the connection is lost. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Waits for a promise, and shows a spinner if that takes long. */
  async waitFor<T>(text: string, awaited: Promise<T>): Promise<T> {
    this.#spinner.start(() => text);
    try {
      return await awaited;
    } finally {
      this.#spinner.stop();
    }
  }

  /** Waits until no request is unanswered. */
  waitForAnswers(): void {
    const { client, texts } = this.#options;
    if (this.#isWaiting || !client.isConnected || client.unanswered === 0) return;
    this.#isWaiting = true;
    this.#spinner.start(() =>
      client.waiting > 0 ? texts.client.paced(client.waiting) : texts.client.waiting
    );
    client.settled().then(() => {
      this.#isWaiting = false;
      if (!this.#isLost) this.stop();
    });
  }

  /** Hides the spinner. */
  stop(): void {
    this.#spinner.stop();
  }

  /** Shows when the client tries again, and why it is not connected: `refusal` unless the event says it. */
  onLost(event: ClientEvent & { readonly type: "lost" }, refusal: string | undefined): void {
    this.stop();
    this.#isLost = true;
    if (event.wait === 0) return;
    const { texts, display } = this.#options;
    const at = new Date(Date.now() + event.wait).toTimeString().slice(0, 8);
    display.status(texts.client.tryingAt(at, event.error ?? refusal));
  }

  /** Shows that the client tries again. */
  onTrying(): void {
    this.#spinner.start(() => this.#options.texts.client.tryingAgain);
  }

  /** Ends the wait for the connection. */
  onBack(): void {
    this.#isLost = false;
    this.stop();
    this.#options.display.status(undefined);
  }
}
