import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { BellMode, Secret } from "../../protocol/commands/command_entry.ts";
import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import { readClientLine } from "../../protocol/commands/parse_line.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { ChatClient } from "../session/client.ts";
import { Conversation } from "../conversation/conversation.ts";
import type { ClientEvent } from "../session/event.ts";
import { askPassword } from "./ask_password.ts";
import { Completions } from "./completions.ts";
import { Days } from "./date_separator.ts";
import { help } from "./help.ts";
import { isCall, present, type Seen } from "./render_entry.ts";
import { promptOf } from "./prompt.ts";
import { Spinner } from "./spinner.ts";
import { dim } from "./style.ts";
import type { Surface } from "./display.ts";

/** What may be wrong with a text that is understood. */
const TEXT_PROBLEMS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["too_long", "bad_text"]);

/** Options of {@linkcode Talk}. */
export interface TalkOptions {
  readonly client: ChatClient;
  readonly texts: Catalogue;
  readonly surface: Surface;
  /** Called when whoever talks wants to leave. */
  readonly onLeave: () => void;
}

/** A conversation at a terminal: what is shown of it, and how. */
export class Talk {
  readonly #options: TalkOptions;
  readonly #conversation: Conversation;
  readonly #completions: Completions;
  readonly #days = new Days(Date.now());
  readonly #spinner: Spinner;
  #bell: BellMode = "msg";
  /** Whether lines are taken: nobody is asked for a name or a password. */
  #isOpen = false;
  #isLost = false;
  #isWaiting = false;

  constructor(options: TalkOptions) {
    const { client, texts, surface } = options;
    this.#options = options;
    this.#conversation = new Conversation(client, texts, true);
    this.#completions = new Completions(client, this.#conversation);
    this.#spinner = new Spinner((status) => surface.status(status));
  }

  /** Begins to take lines, in a room if it is another than the first. */
  begin(room: string | undefined): void {
    if (room !== undefined) this.#conversation.move(room);
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
    const shown = this.#conversation.show(event);
    if (event.type === "lost") this.#onLost(event.wait, shown);
    else if (event.type === "trying") this.#spinner.start(this.#options.texts.client.tryingAgain);
    else {
      if (event.type === "back") this.#onBack();
      this.#see(shown);
      if (shown.some((seen) => this.#rings(seen))) this.#options.surface.ring();
    }
    this.#prompt();
  }

  /** Does what a line says that was entered. */
  enter(line: string): void {
    if (!this.#options.surface.keepsTyped) this.#see(this.#echo(line));
    const answer = this.#conversation.enter(line);
    if (!("type" in answer)) this.#see(answer);
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
  #see(all: readonly Seen[]): void {
    const { client, texts, surface } = this.#options;
    const now = Date.now();
    surface.print(all.flatMap((seen) => {
      const line = present(seen, { texts, self: client.name, now });
      if (seen.type === "said" && seen.isFound) return [line];
      const at = seen.type === "said" ? seen.message.at : now;
      if (!this.#days.turn(at)) return [line];
      return [[{ text: `── ${texts.client.day(at)} ──`, style: dim }], line];
    }));
  }

  /** What is shown of a line that was entered, in place of the line itself. */
  #echo(line: string): readonly Seen[] {
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
    const isOneOfMany = this.#conversation.elsewhere.length > 0;
    return [{
      type: "own",
      text: command.text,
      ...(isOneOfMany && { where: this.#conversation.room }),
    }];
  }

  #help(): void {
    const { texts, surface } = this.#options;
    this.#see([{ type: "system", text: texts.client.help }]);
    surface.print(help(texts, surface.columns));
  }

  #setBell(mode: BellMode | undefined): void {
    this.#bell = mode ?? this.#bell;
    this.#see([{ type: "system", text: this.#options.texts.client.bell(this.#bell) }]);
  }

  /** Nobody is called for what is of the past, nor for what one says oneself. */
  #rings(seen: Seen): boolean {
    const { client } = this.#options;
    if (seen.type !== "said" || seen.isOld || !client.isConnected || this.#bell === "off") {
      return false;
    }
    if (nameKey(seen.message.from) === nameKey(client.name)) return false;
    return this.#bell === "all" || !("room" in seen.message) || isCall(seen, client.name);
  }

  /** Says once that the connection is lost; of further tries, when the next one is. */
  #onLost(wait: number, shown: readonly Seen[]): void {
    this.waitNoMore();
    if (!this.#isLost) this.#see(shown);
    this.#isLost = true;
    if (wait === 0) return;
    const at = new Date(Date.now() + wait).toTimeString().slice(0, 8);
    this.#options.surface.status(this.#options.texts.client.tryingAt(at));
  }

  #onBack(): void {
    this.#isLost = false;
    this.waitNoMore();
    this.#options.surface.status(undefined);
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
    const { client, texts, surface } = this.#options;
    this.#isOpen = false;
    const message = await askPassword(secret, (...args) => surface.ask(...args), texts);
    this.#isOpen = true;
    if (message === "different") {
      this.#see([{ type: "error", text: texts.client.passwordsDiffer }]);
    } else if (message) client.request(message);
    this.#prompt();
  }

  #prompt(): void {
    if (!this.#isOpen) return;
    const { texts, surface } = this.#options;
    const { room, elsewhere } = this.#conversation;
    surface.prompt(promptOf(texts.client.prompt, room, elsewhere, surface.columns));
  }
}
