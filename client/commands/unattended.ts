import { CliError } from "../../cli/cli_error.ts";
import { inputLines } from "../../cli/input_lines.ts";
import { printError } from "../../cli/print.ts";
import { closeMessage } from "../conversation/close_message.ts";
import { requestLine } from "../conversation/request_line.ts";
import { explainError } from "../conversation/explain_error.ts";
import type { InterfaceOptions } from "../conversation/interface_options.ts";
import { quote } from "../../protocol/text/quote.ts";
import { ChatClient } from "../session/client.ts";
import { QUIT } from "../session/close_reasons.ts";
import type { ClientEvent, Closed } from "../session/event.ts";
import { signIn } from "../session/sign_in.ts";

/** Maximum unanswered requests; input waits above it. */
const MAX_UNANSWERED = 64;

/** How long a lost session may be refused before the client gives up, in milliseconds: longer than nodes hold the name of a lost session. */
const MAX_REFUSED = 60_000;

/** Signals that end the client, and its exit codes. */
const SIGNALS: readonly (readonly [Deno.Signal, number])[] = Deno.build.os === "windows"
  ? [["SIGINT", 130]]
  : [["SIGINT", 130], ["SIGTERM", 143]];

/** Event of a refused session. */
export type Refused = ClientEvent & { readonly type: "refused" };

/** Options of {@linkcode Unattended}. */
export interface UnattendedOptions extends InterfaceOptions {
  readonly name: string;
  /** Called with each event but `closed` and `refused`. */
  readonly onEvent: (event: ClientEvent) => void;
  /**
   * How long a lost session may be refused before the client gives up, in milliseconds.
   *
   * @default {60000}
   */
  readonly maxRefused?: number;
  /** Called when the server first refuses to have a lost session back, with the text for users. */
  readonly onRefused: (refusal: Refused, text: string) => void;
}

/** A client without a user: signs in, reads lines from standard input, and writes to standard error why it ends. */
export class Unattended {
  readonly client: ChatClient;
  readonly #options: UnattendedOptions;
  readonly #closed = Promise.withResolvers<Closed>();
  #isClosed = false;
  /** When the server first refused to have the lost session back. */
  #refusedAt: number | undefined;
  /** Why the client gave up. */
  #refusal: string | undefined;
  #signalCode: number | undefined;

  constructor(options: UnattendedOptions) {
    this.#options = options;
    this.client = new ChatClient({
      dial: options.dial,
      rooms: [options.room],
      onEvent: (event) => this.#onEvent(event),
      // The latest messages are not printed.
      repeatsRecent: true,
    });
  }

  /**
   * Connects and signs in without prompting for another name.
   *
   * @returns Whether the client is in its room; if not, an event says why.
   * @throws {CliError} If it cannot connect, or the name is rejected.
   */
  async enter(): Promise<boolean> {
    const { name, password, texts } = this.#options;
    await this.client.connect();
    const answer = await signIn(this.client, name, password);
    if (answer?.type === "welcome") return answer.room !== undefined;
    this.client.close();
    if (answer === undefined) throw new CliError(this.#message(await this.#closed.promise));
    // The server's text is for users who can type another name.
    const isPassword = answer.code === "password_required";
    throw new CliError(
      isPassword ? texts.client.passwordNeeded(name) : explainError(answer, texts),
    );
  }

  /**
   * Hands on each line of standard input, as {@linkcode inputLines} reads them, until it ends, the client is closed, or a
   * signal arrives. Waits while many requests are unanswered.
   *
   * @param onLine Sends what is in a line; returns whether to read on.
   */
  async read(onLine: (line: string | undefined) => boolean | Promise<boolean>): Promise<void> {
    const listeners = SIGNALS.map(([signal, code]) => {
      const listener = () => {
        this.#signalCode = code;
        this.client.quit();
      };
      Deno.addSignalListener(signal, listener);
      return () => Deno.removeSignalListener(signal, listener);
    });
    const lines = inputLines(Deno.stdin.readable);
    const ended = this.#closed.promise.then(() => ({ done: true, value: undefined }) as const);
    for (;;) {
      const { done, value } = await Promise.race([lines.next(), ended]);
      if (done || !await onLine(value)) break;
      await this.roomForMore();
    }
    await this.client.settled();
    for (const remove of listeners) remove();
  }

  /** Resolves when another request may be sent. */
  roomForMore(): Promise<void> {
    return this.client.settled(MAX_UNANSWERED);
  }

  /**
   * Leaves, and says what is not done.
   *
   * @returns The exit code of a client that ended at a signal; otherwise 0.
   * @throws {CliError} If the session ended before, or requests are unanswered.
   */
  async leave(): Promise<number> {
    const { client } = this;
    const isOver = this.#isClosed;
    const { unanswered, unacknowledged: [first] } = client;
    client.quit();
    const closed = await this.#closed.promise;
    if (first) printError(this.#options.texts.client.unsentFrom(quote(requestLine(first))));
    if (this.#signalCode !== undefined) return this.#signalCode;
    if (unanswered > 0 || isOver && closed.reason !== QUIT) {
      throw new CliError(this.#message(closed));
    }
    return 0;
  }

  #onEvent(event: ClientEvent): void {
    switch (event.type) {
      case "closed":
        this.#isClosed = true;
        return this.#closed.resolve(event);
      case "refused":
        return this.#onRefused(event);
      case "back":
        this.#refusedAt = undefined;
    }
    this.#options.onEvent(event);
  }

  /** Says why the session is refused, and gives up if that does not change. */
  #onRefused(event: Refused): void {
    const { texts, onRefused, maxRefused = MAX_REFUSED } = this.#options;
    const text = explainError(event.error, texts);
    const now = performance.now();
    if (this.#refusedAt === undefined) onRefused(event, text);
    this.#refusedAt ??= now;
    if (event.next !== "retry" || now - this.#refusedAt < maxRefused) return;
    this.#refusal = text;
    this.client.close();
  }

  #message(closed: Closed): string {
    return this.#refusal ?? closeMessage(closed, this.#options.address(), this.#options.texts);
  }
}
