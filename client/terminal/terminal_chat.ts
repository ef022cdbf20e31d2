import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { BellMode, Secret } from "../../protocol/commands/command_entry.ts";
import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import { readClientLine } from "../../protocol/commands/parse_line.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { ChatClient } from "../session/client.ts";
import { ChatModel } from "../conversation/chat_model.ts";
import type { ClientEvent } from "../session/event.ts";
import { askPassword } from "./ask_password.ts";
import { Completions } from "./completions.ts";
import { DateSeparator } from "./date_separator.ts";
import { help } from "./help.ts";
import { isMention, renderEntry, type TerminalEntry } from "./render_entry.ts";
import { promptOf } from "./prompt.ts";
import { Spinner } from "./spinner.ts";
import { dim } from "./style.ts";
import type { Display } from "./display.ts";

/** What may be wrong with a text that is understood. */
const TEXT_PROBLEMS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["too_long", "bad_text"]);

/** Options of {@linkcode TerminalChat}. */
export interface TerminalChatOptions {
  readonly client: ChatClient;
  readonly texts: Catalogue;
  readonly display: Display;
  /** Called when the user wants to leave. */
  readonly onLeave: () => void;
}

/** A conversation at a terminal: what is shown of it, and how. */
export class TerminalChat {
  readonly #options: TerminalChatOptions;
  readonly #model: ChatModel;
  readonly #completions: Completions;
  readonly #dateSeparator = new DateSeparator(Date.now());
  readonly #spinner: Spinner;
  #bell: BellMode = "msg";
  /** Whether lines are taken: nobody is asked for a name or a password. */
  #isOpen = false;
  #isLost = false;
  #isWaiting = false;

  constructor(options: TerminalChatOptions) {
    const { client, texts, display } = options;
    this.#options = options;
    this.#model = new ChatModel(client, texts, true);
    this.#completions = new Completions(client, this.#model);
    this.#spinner = new Spinner((status) => display.status(status));
  }

  /** Begins to take lines, in a room if it is another than the first. */
  begin(room: string | undefined): void {
    if (room !== undefined) this.#model.move(room);
    this.#isOpen = true;
    this.#prompt();
  }

  /** Waits for something, and says so if it takes a while. */
  async waitFor<T>(text: string, awaited: Promise<T>): Promise<T> {
    this.#spinner.start(text);
    try {
      return await awaited;
    } finally {
      this.#spinner.stop();
    }
  }

  /** Waits for nothing any more. */
  waitNoMore(): void {
    this.#spinner.stop();
  }

  /** Takes what happened. */
  take(event: ClientEvent): void {
    this.#completions.learn(event);
    const entries = this.#model.show(event);
    if (event.type === "lost") this.#onLost(event.wait, entries);
    else if (event.type === "trying") this.#spinner.start(this.#options.texts.client.tryingAgain);
    else {
      if (event.type === "back") this.#onBack();
      this.#print(entries);
      if (entries.some((entry) => this.#rings(entry))) this.#options.display.ring();
    }
    this.#prompt();
  }

  /** Does what a line says that was entered. */
  enter(line: string): void {
    if (!this.#options.display.keepsTyped) this.#print(this.#echo(line));
    const answer = this.#model.enter(line);
    if (!("type" in answer)) this.#print(answer);
    else if (answer.type === "quit") return this.#options.onLeave();
    else if (answer.type === "help") this.#help();
    else if (answer.type === "bell") this.#setBell(answer.mode);
    else return void this.#askFor(answer);
    this.#waitForAnswer();
    this.#prompt();
  }

  /**
   * Tells whether a line is not to be remembered: it has a password in it, or something that nobody understands, which may be
   * one. What is a text that may not be said is: it can be mended and said.
   */
  isSecret(line: string): boolean {
    const read = readClientLine(line, this.#options.client.limits);
    if (read.kind === "problem") return !TEXT_PROBLEMS.has(read.problem.code);
    return read.kind === "command" && "password" in read.command;
  }

  /** Gives what the last word of what is typed may become. */
  complete(before: string): readonly string[] {
    return this.#completions.of(before);
  }

  /** Shows things, and the day where one begins. */
  #print(all: readonly TerminalEntry[]): void {
    const { client, texts, display } = this.#options;
    const now = Date.now();
    display.print(all.flatMap((entry) => {
      const line = renderEntry(entry, { texts, self: client.name, now });
      if (entry.type === "said" && entry.isFound) return [line];
      const at = entry.type === "said" ? entry.message.at : now;
      if (!this.#dateSeparator.isNewDay(at)) return [line];
      return [[{ text: `── ${texts.client.day(at)} ──`, style: dim }], line];
    }));
  }

  /** What is shown of a line that was entered, in place of the line itself. */
  #echo(line: string): readonly TerminalEntry[] {
    const { client, texts } = this.#options;
    const read = readClientLine(line, client.limits);
    if (read.kind === "nothing") return [];
    if (read.kind !== "command") return [{ type: "own", text: line }];
    const { command } = read;
    if (command.type === "direct") {
      return [{ type: "own", text: command.text, where: texts.chat.privately, to: command.to }];
    }
    // Nobody is to read it in the scrollback.
    if ("password" in command) return [{ type: "own", text: line.split(/\s/, 1)[0]! }];
    if (command.type !== "say") return [{ type: "own", text: line }];
    const isOneOfMany = this.#model.otherRooms.length > 0;
    return [{
      type: "own",
      text: command.text,
      ...(isOneOfMany && { where: this.#model.room }),
    }];
  }

  #help(): void {
    const { texts, display } = this.#options;
    this.#print([{ type: "system", text: texts.client.help }]);
    display.print(help(texts, display.columns));
  }

  #setBell(mode: BellMode | undefined): void {
    this.#bell = mode ?? this.#bell;
    this.#print([{ type: "system", text: this.#options.texts.client.bell(this.#bell) }]);
  }

  /** Nobody is called for what is of the past, nor for what one says oneself. */
  #rings(entry: TerminalEntry): boolean {
    const { client } = this.#options;
    if (entry.type !== "said" || entry.isOld || !client.isConnected || this.#bell === "off") {
      return false;
    }
    if (nameKey(entry.message.from) === nameKey(client.name)) return false;
    return this.#bell === "all" || !("room" in entry.message) || isMention(entry, client.name);
  }

  /** Says once that the connection is lost; of further tries, when the next one is. */
  #onLost(wait: number, entries: readonly TerminalEntry[]): void {
    this.waitNoMore();
    if (!this.#isLost) this.#print(entries);
    this.#isLost = true;
    if (wait === 0) return;
    const at = new Date(Date.now() + wait).toTimeString().slice(0, 8);
    this.#options.display.status(this.#options.texts.client.tryingAt(at));
  }

  #onBack(): void {
    this.#isLost = false;
    this.waitNoMore();
    this.#options.display.status(undefined);
  }

  #waitForAnswer(): void {
    const { client, texts } = this.#options;
    if (this.#isWaiting || !client.isConnected || client.unanswered === 0) return;
    this.#isWaiting = true;
    this.#spinner.start(texts.client.waiting);
    client.settled().then(() => {
      this.#isWaiting = false;
      if (!this.#isLost) this.waitNoMore();
    });
  }

  async #askFor(secret: Secret): Promise<void> {
    const { client, texts, display } = this.#options;
    this.#isOpen = false;
    const message = await askPassword(secret, (...args) => display.ask(...args), texts);
    this.#isOpen = true;
    if (message === "different") {
      this.#print([{ type: "error", text: texts.client.passwordsDiffer }]);
    } else if (message) client.request(message);
    this.#prompt();
  }

  #prompt(): void {
    if (!this.#isOpen) return;
    const { texts, display } = this.#options;
    const { room, otherRooms } = this.#model;
    display.prompt(promptOf(texts.client.prompt, room, otherRooms, display.columns));
  }
}
