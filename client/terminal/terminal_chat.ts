import { commandHelp } from "../../locale/render/problem_text.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { BellMode, ScreenMode } from "../../protocol/commands/command_entry.ts";
import type { CommandName } from "../../protocol/commands/commands.ts";
import { isLeaveWord } from "../../protocol/commands/is_leave_word.ts";
import { readClientLine } from "../../protocol/commands/parse_line.ts";
import { isChange } from "../../protocol/messages/changes.ts";
import type { ErrorMessage } from "../../protocol/messages/server_messages.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { quote } from "../../protocol/text/quote.ts";
import type { DisplayFilter } from "../conversation/display_filter.ts";
import { explainError } from "../conversation/explain_error.ts";
import { LineChat } from "../conversation/line_chat.ts";
import { continueRun, type Move, type MoveRun } from "../conversation/move_run.ts";
import { requestLine } from "../conversation/request_line.ts";
import type { ChatClient } from "../session/client.ts";
import type { ClientEvent } from "../session/event.ts";
import { AccountDialogs } from "./account_dialogs.ts";
import { Bell } from "./bell.ts";
import { ChatPrompt } from "./chat_prompt.ts";
import { Completions } from "./completions.ts";
import { DateSeparator } from "./date_separator.ts";
import type { Drafts } from "./drafts.ts";
import { echoLine } from "./echo_line.ts";
import { FullChat } from "./full/full_chat.ts";
import { help } from "./help.ts";
import { renderEntry, type TerminalEntry } from "./render_entry.ts";
import { StatusLine } from "./status_line.ts";
import { dim } from "./style.ts";
import type { ReadPoints } from "../conversation/read_points.ts";
import type { Display } from "./display.ts";
import type { Span } from "./wrap.ts";

/** Options of {@linkcode TerminalChat}. */
export interface TerminalChatOptions {
  readonly client: ChatClient;
  readonly texts: Catalogue;
  /** The room to start in. */
  readonly room: string;
  readonly display: Display;
  /** Decides what is shown. */
  readonly filter: DisplayFilter;
  /** How far rooms were read. */
  readonly points: ReadPoints;
  /** What was begun in conversations. */
  readonly drafts: Drafts;
  /** Whether to say how to get help. */
  readonly isNewcomer: boolean;
  /** Called when the user leaves. */
  readonly onLeave: () => void;
}

/** The chat at a terminal: prints what happens, echoes what is typed, and keeps the prompt. */
export class TerminalChat {
  readonly #options: TerminalChatOptions;
  readonly #chat: LineChat;
  readonly #completions: Completions;
  readonly #dates = new DateSeparator(Date.now());
  readonly #status: StatusLine;
  readonly #prompt: ChatPrompt;
  readonly #bell: Bell;
  readonly #dialogs: AccountDialogs;
  /** The full screen, while there is one. */
  #full: FullChat | undefined;
  /** The joins and leaves printed last. */
  #moves: MoveRun | undefined;
  /** Whether to say how to get help, once the user is in a room. */
  #isHinting: boolean;
  #hasEntered = false;
  /** Whether lines are accepted: false while the terminal asks for a name or a password. */
  #isOpen = false;

  constructor(options: TerminalChatOptions) {
    const { client, texts, room, display, filter, points, drafts, isNewcomer, onLeave } = options;
    this.#options = options;
    this.#isHinting = isNewcomer;
    this.#chat = new LineChat({
      client,
      texts,
      takesPasswords: false,
      showsRecent: true,
      filter,
      room,
      points,
      output: {
        show: (entries) => this.#show(entries),
        showMove: (move) => this.#showMove(move),
        showHelp: (about) => this.#help(about),
        askPassword: (secret, wasVisible) => {
          const { notInLine, passwordErased } = texts.client;
          const text = display.keepsTyped ? notInLine : passwordErased;
          if (wasVisible) this.#refuse(text);
          void this.#dialogs.askPassword(secret);
        },
        setBell: (mode) => this.#setBell(mode),
        clear: () => display.clear(),
        setScreen: (mode) => this.setScreen(mode),
        quit: onLeave,
      },
    });
    this.#completions = new Completions(client, this.#chat);
    this.#status = new StatusLine({ client, texts, display });
    this.#prompt = new ChatPrompt({ client, chat: this.#chat, texts, display, drafts });
    this.#bell = new Bell({ client, texts, display });
    this.#dialogs = new AccountDialogs({
      ...{ client, chat: this.#chat, texts, display, status: this.#status },
      tell: (text) => this.#tell(text),
      refuse: (text) => this.#refuse(text),
      whileAsking: (ask) => this.#whileAsking(ask),
      onDone: () => this.#showPrompt(),
    });
  }

  /** Starts to accept lines. */
  begin(): void {
    this.#isOpen = true;
    this.#hint();
    this.#showPrompt();
    this.#prompt.restoreDraft(this.#place);
  }

  /** Shows the chat as lines or as a full screen. */
  setScreen(mode: ScreenMode): void {
    const { client, display: { screen }, texts } = this.#options;
    if (!screen) return this.#refuse(texts.full.needsTerminal);
    if (mode === "full" && !this.#full) {
      this.#full = new FullChat({
        client,
        texts,
        terminal: screen,
        drafts: this.#options.drafts,
        lend: (view) => this.#chat.lend(view),
        ask: (prompt) => this.#askInFull(prompt),
      });
      screen.setView(this.#full);
    } else if (mode === "line" && this.#full) {
      const seen = this.#full.seen;
      this.leaveFull();
      this.#chat.takeBack();
      this.#prompt.keepDraft();
      this.#prompt.takeDraft(this.#place);
      this.#print(seen);
    }
    this.#showPrompt();
  }

  /** Ends the full screen, if there is one. */
  leaveFull(): void {
    if (!this.#full) return;
    this.#full.close();
    this.#full = undefined;
    this.#options.display.screen?.setView(undefined);
  }

  /** Waits for a promise; see {@linkcode StatusLine.waitFor}. */
  waitFor<T>(text: string, awaited: Promise<T>): Promise<T> {
    return this.#status.waitFor(text, awaited);
  }

  /** Hides the spinner. */
  stopWaiting(): void {
    this.#status.stop();
  }

  /** Handles an event of the client. */
  receive(event: ClientEvent): void {
    this.#completions.learn(event);
    switch (event.type) {
      case "lost":
        // Further attempts appear only in the status.
        if (!this.#status.isLost) this.#chat.receive(event);
        this.#status.onLost(event, this.#chat.refusal);
        break;
      case "trying":
        this.#status.onTrying();
        break;
      case "refused":
        this.#onRefused(event);
        break;
      case "back":
        this.#status.onBack();
        this.#chat.receive(event);
        break;
      default:
        this.#chat.receive(event);
        // Below what was said in the room.
        this.#hasEntered ||= event.type === "recent";
    }
    this.#hint();
    this.#showPrompt();
  }

  /**
   * Carries out a typed line.
   *
   * @param text The line.
   */
  enter(text: string): void {
    // A display that draws has asked.
    if (this.#options.display.keepsTyped && isLeaveWord(text)) void this.#askBefore(text);
    else this.#perform(text);
  }

  /** Asks before a word is sent that is probably meant to leave. */
  async #askBefore(text: string): Promise<void> {
    const { display, texts: { client } } = this.#options;
    const question = client.sendWord(text.trim());
    const answer = await this.#whileAsking(() => display.ask(question, false));
    if (answer.length === 1 && client.yes.includes(answer)) this.#perform(text);
    else this.#showPrompt();
  }

  #perform(text: string): void {
    const { client, display, texts } = this.#options;
    const line = readClientLine(text, client.limits);
    if (this.#full) this.#full.perform(line);
    else {
      if (!display.keepsTyped) this.#print(echoLine(line, text, { chat: this.#chat, texts }));
      this.#chat.perform(line);
    }
    const hasQuit = line.kind === "command" && line.command.type === "quit";
    if (this.#isOpen && !hasQuit) {
      this.#status.waitForAnswers();
      this.#showPrompt();
    }
  }

  /** Prints why the server rejected a name. */
  showRefusal(error: ErrorMessage): void {
    this.#refuse(explainError(error, this.#options.texts));
  }

  /** Reports messages and changes that were not sent, before the program ends. */
  tellUnsent(): void {
    const { client, texts } = this.#options;
    const unsent = client.unacknowledged;
    const [first] = unsent;
    if (first === undefined) return;
    const { waiting } = this.#chat;
    const hasChanges = waiting > 0 || unsent.some(isChange);
    const line = quote(requestLine(first));
    const text = texts.client.unsent(unsent.length + waiting, line, hasChanges);
    this.#tell(text);
  }

  /** Keeps how far the rooms were read. */
  savePoints(): void {
    this.#chat.savePoints();
  }

  /** Keeps what was begun for the next run. */
  saveDrafts(): void {
    this.#prompt.saveDrafts(this.#place);
  }

  /** The key of the current conversation. */
  get #place(): string {
    return this.#full?.place ?? nameKey(this.#chat.room);
  }

  /** The command that edits the user's latest message; `undefined` without one. */
  get editOfLast(): string | undefined {
    return (this.#full ?? this.#chat).editOfLast;
  }

  /** Returns the completions of the last word before the cursor. */
  complete(before: string): readonly string[] {
    return this.#completions.of(before);
  }

  /** Prints entries; rings the bell if one of them should. */
  #show(entries: readonly TerminalEntry[]): void {
    this.#print(entries);
    this.#bell.ring(entries);
  }

  /** Prints entries, with the date where a day starts. */
  #print(entries: readonly TerminalEntry[]): void {
    if (this.#full) return this.#full.show(entries);
    const { client, texts, display } = this.#options;
    const now = Date.now();
    display.print(entries.flatMap((entry) => {
      const line = renderEntry(entry, { texts, self: client.name, now });
      if (entry.type === "said" && entry.isFound) return [line];
      const at = entry.type === "said" ? entry.message.at : now;
      return [...this.#dateBefore(at), line];
    }));
  }

  /** The line with the date, if it is another one than that of what was printed last. */
  #dateBefore(at: number): readonly (readonly Span[])[] {
    if (!this.#dates.isNewDay(at)) return [];
    return [[{ text: `── ${this.#options.texts.client.day(at)} ──`, style: dim }]];
  }

  /** Prints that a user entered or left a room, in the line of the moves before it if nothing else was printed since. */
  #showMove(move: Move): void {
    const { client, display, texts } = this.#options;
    const run = continueRun(display.hasOpen ? this.#moves : undefined, move);
    const continues = run === this.#moves;
    this.#moves = run;
    const entry = { type: "system", text: run.text(texts) } as const;
    if (!display.printOpen) return this.#print([entry]);
    const now = Date.now();
    // The date is not replaced.
    if (!continues) display.print(this.#dateBefore(now));
    display.printOpen([renderEntry(entry, { texts, self: client.name, now })]);
  }

  #tell(text: string): void {
    this.#print([{ type: "system", text }]);
  }

  #refuse(text: string): void {
    this.#print([{ type: "error", text }]);
  }

  #hint(): void {
    if (!this.#isHinting || !this.#hasEntered || !this.#isOpen) return;
    this.#isHinting = false;
    this.#tell(this.#options.texts.client.helpHint);
  }

  #help(about?: CommandName): void {
    const { texts, display } = this.#options;
    if (about) return this.#tell(commandHelp(about, texts));
    this.#tell(texts.client.help);
    const lines = help(texts, display.columns, { isFull: this.#full !== undefined });
    if (this.#full) this.#full.print(lines);
    else display.print(lines);
  }

  #setBell(mode: BellMode | undefined): void {
    if (mode) this.#bell.mode = mode;
    this.#tell(this.#options.texts.client.bell(this.#bell.mode));
  }

  /** Shows why the server does not have the session back, and asks for another name or password if only that helps. */
  #onRefused(event: ClientEvent & { readonly type: "refused" }): void {
    this.#status.stop();
    if (this.#dialogs.isSigningIn) return;
    this.#chat.receive(event);
    if (event.next === "wait") void this.#dialogs.signInAgain(event);
  }

  /** Asks the user for something, and accepts no lines meanwhile. */
  async #whileAsking<T>(ask: () => Promise<T>): Promise<T> {
    this.#isOpen = false;
    const answer = await ask();
    this.#isOpen = true;
    return answer;
  }

  /** Asks for a line in place of the input of the full screen. */
  async #askInFull(prompt: string): Promise<string> {
    const { display } = this.#options;
    const line = await this.#whileAsking(() => display.ask(prompt, false, true));
    this.#showPrompt();
    return line;
  }

  #showPrompt(): void {
    if (!this.#isOpen) return;
    if (this.#full) this.#prompt.showInFull();
    else this.#prompt.show();
  }
}
