import type { Catalogue } from "../../../locale/texts/catalogue.ts";
import { CURRENT_ROOM } from "../../../protocol/commands/command_entry.ts";
import type { ParsedClientLine } from "../../../protocol/commands/parse_line.ts";
import type { ChatModel } from "../../conversation/chat_model.ts";
import { Conversation } from "../../conversation/conversation.ts";
import { Conversations } from "../../conversation/conversations.ts";
import { displayLine } from "../../conversation/display_entry.ts";
import { mayEdit } from "../../conversation/message_rights.ts";
import type { UserInterface } from "../../conversation/user_interface.ts";
import type { DrawnLine, Size } from "../bottom_line.ts";
import type { Key } from "../keys.ts";
import { EMPTY, replace, supersede } from "../line_editor.ts";
import type { Drafts } from "../drafts.ts";
import type { TerminalEntry } from "../render_entry.ts";
import type { Span } from "../wrap.ts";
import { type DrawnScreen, drawScreen } from "./draw_screen.ts";
import type { FullScreenTerminal, FullView } from "./full_view.ts";
import { LogPane } from "./log_pane.ts";
import { pressSelecting, rightsOf } from "./message_keys.ts";
import { fitParts } from "./fit.ts";
import { errorText } from "../../../locale/render/error_message.ts";

/** Most entries that are printed when the screen is left for lines. */
const MAX_SEEN = 200;

/** Options of {@linkcode FullChat}. */
export interface FullChatOptions {
  readonly client: { readonly name: string };
  readonly texts: Catalogue;
  readonly terminal: Pick<FullScreenTerminal, "draft" | "update">;
  /** Gets what was begun in the conversations that are not shown. */
  readonly drafts: Drafts;
  /** Lends the chat to the view. */
  readonly lend: (view: Partial<UserInterface>) => ChatModel;
  /** Asks for a line in place of the input; resolves to `""` if nothing was entered. */
  readonly ask: (prompt: string) => Promise<string>;
}

/** The chat on a full screen: which conversation is shown, drafts, and keys beside those of the input line. */
export class FullChat implements FullView {
  readonly #options: FullChatOptions;
  readonly #model: ChatModel;
  /** Is shown where there is no conversation; takes notices and commands. */
  readonly #nowhere: Conversation;
  readonly #panes = new WeakMap<Conversation, LogPane>();
  readonly #openedAt = Date.now();
  #pane: LogPane;

  constructor(options: FullChatOptions) {
    this.#options = options;
    const onChange = () => options.terminal.update();
    this.#nowhere = new Conversation({ kind: "room", name: "", keepsLog: true, onChange });
    this.#model = options.lend(this.#view());
    this.#pane = this.#paneOf(this.#current);
  }

  get columns(): number {
    return this.#pane.columns;
  }

  /** The command that edits the user's latest message here; `undefined` without one. */
  get editOfLast(): string | undefined {
    const { messages, pending } = this.#current;
    const sent = pending.unanswered.at(-1);
    if (sent) return `/edit -1 ${sent.text}`;
    const own = messages.findLast(mayEdit);
    return own && `/edit ${own.id} ${own.text}`;
  }

  /** The key of the current conversation. */
  get place(): string {
    return keyOf(this.#current);
  }

  /** What came into the current conversation since the screen was opened, to be printed as lines. */
  get seen(): readonly TerminalEntry[] {
    const { kind, name, entries } = this.#current;
    const where = kind === "room" ? { room: name } : { to: name };
    return entries.filter(({ at }) => at >= this.#openedAt).slice(-MAX_SEEN).map((entry) =>
      entry.kind === "note"
        ? { type: entry.isProblem ? "error" : "system", text: entry.text }
        : { type: "said", message: { ...entry, ...where }, isOld: true }
    );
  }

  draw(input: DrawnLine, status: string | undefined, size: Size): DrawnScreen {
    const { client } = this.#options;
    const current = this.#current;
    const { kind, name, members, topic } = current;
    const isRoom = kind === "room" && current !== this.#nowhere;
    return drawScreen({
      rooms: this.#conversations.all.map((one) => ({
        name: one.name,
        unread: one.unread,
        mentions: one.mentions,
        isCurrent: one === current,
      })),
      topic: { name, topic, count: members.isKnown ? members.names.length : undefined },
      members: isRoom
        ? {
          names: members.names,
          operators: members.operators,
          away: members.away,
          self: client.name,
        }
        : undefined,
      status: status ?? this.#status(size.columns),
      input,
      log: (area) => this.#pane.draw(area),
    }, size);
  }

  /** Carries out a line. */
  perform(line: ParsedClientLine): void {
    const isSaid = line.kind === "command" && line.command.type === "say" &&
      line.command.room === CURRENT_ROOM;
    this.#pane.unselect();
    if (isSaid) this.#pane.toEnd();
    if (isSaid && this.#current === this.#nowhere) this.#noteNowhere();
    else this.#model.perform(line, this.#current);
  }

  /** Shows entries that belong to no conversation as notes in the current one. Messages are in the log already. */
  show(entries: readonly TerminalEntry[]): void {
    for (const entry of entries) {
      if (entry.type === "system" || entry.type === "error") {
        this.#current.note(entry.text, entry.type === "error");
      } else if (entry.type === "said" && entry.isFound) {
        this.#current.note(displayLine(entry, this.#options.texts));
      }
    }
  }

  /** Shows lines as a note. */
  print(lines: readonly (readonly Span[])[]): void {
    this.#current.note(lines.map((line) => line.map(({ text }) => text).join("")).join("\n"));
  }

  /** Takes a key before the input line does; returns whether it was for the screen. */
  press(key: Key): boolean {
    const { client, terminal } = this.#options;
    const name = key.type === "press" ? key.name : "";
    const rights = rightsOf(this.#pane, client.name);
    const begin = (line: string) => terminal.draft = supersede(terminal.draft, line);
    if (rights && pressSelecting(this.#pane, key, rights, begin)) return true;
    const digit = /^alt\+([1-9])$/.exec(name)?.[1];
    if (digit) return this.#select(this.#conversations.all[Number(digit) - 1]);
    switch (name) {
      case "pageup":
        this.#pane.scroll("up");
        return true;
      case "pagedown":
        this.#pane.scroll("down");
        return true;
      case "alt+end":
      case "ctrl+end":
        this.#pane.toEnd();
        return true;
      case "alt+up":
        this.#pane.select(-1);
        return true;
      case "alt+left":
      case "ctrl+p":
        return this.#turn(-1);
      case "alt+right":
      case "ctrl+n":
        return this.#turn(1);
      case "alt+a":
        return this.#select(this.#nextUnread());
      case "alt+/":
        void this.#search();
        return true;
      default:
        return false;
    }
  }

  /** Stops showing the chat. */
  close(): void {
    this.#pane.leave();
  }

  get #conversations(): Conversations {
    return this.#model.conversations;
  }

  get #current(): Conversation {
    return this.#conversations.current ?? this.#nowhere;
  }

  #view(): Partial<UserInterface> {
    return {
      onChange: () => this.#onChange(),
      onNotice: ({ text, type }, where) => {
        if (where.length === 0) this.#current.note(text, type === "error");
      },
      // The log has them.
      onMove: () => {},
      onRecent: () => {},
      onMissed: () => {},
      onLeft: (room) => this.#conversations.close(room),
      goToRoom: (room, code) => this.#goToRoom(room, code),
      sendPrivately: (to, text, options) => this.#model.say(this.#openPrivate(to), text, options),
      leaveConversation: (from, room) => {
        if (room === undefined && from.kind === "person") this.#conversations.close(from);
        else this.#leave(room ?? from.name);
      },
      openPrivate: (name) => this.#openPrivate(name),
      clear: (from) => this.#paneOf(from).clear(),
      watch: (room) => this.#join(room),
      unwatch: (name) => this.#leave(name),
      showHistory: () => this.#pane.scroll("up"),
      warnOfPrivate: (from) => from.note(this.#options.texts.full.onlyInRooms, true),
    };
  }

  /** Draws; if another conversation became the current one, with its draft. */
  #onChange(): void {
    const { terminal, drafts } = this.#options;
    terminal.update();
    const before = this.#pane.conversation;
    const now = this.#current;
    if (now === before) return;
    this.#pane.leave();
    this.#pane = this.#paneOf(now);
    const { text, killed } = terminal.draft;
    drafts.put(keyOf(before), text);
    terminal.draft = replace({ ...EMPTY, killed }, drafts.take(keyOf(now)));
    if (now.kind === "room" && now !== this.#nowhere) this.#model.askMembers(now);
    if (now === this.#nowhere) this.#noteNowhere();
  }

  #paneOf(conversation: Conversation): LogPane {
    const { client, texts, terminal } = this.#options;
    const pane = this.#panes.get(conversation) ?? new LogPane(conversation, {
      model: this.#model,
      texts,
      self: () => client.name,
      onChange: () => terminal.update(),
    });
    this.#panes.set(conversation, pane);
    return pane;
  }

  #noteNowhere(): void {
    this.#nowhere.note(this.#options.texts.client.nowhere);
  }

  #select(conversation: Conversation | undefined): true {
    if (conversation) this.#conversations.select(conversation);
    return true;
  }

  #turn(step: -1 | 1): true {
    const { all } = this.#conversations;
    const index = all.indexOf(this.#current);
    return this.#select(all.at((index + step) % all.length));
  }

  /** The next conversation with messages that call the user, else the next with unread ones. */
  #nextUnread(): Conversation | undefined {
    const { all } = this.#conversations;
    const index = all.indexOf(this.#current);
    const others = [...all.slice(index + 1), ...all.slice(0, Math.max(0, index))];
    return others.find(({ mentions }) => mentions > 0) ?? others.find(({ unread }) => unread > 0);
  }

  #openPrivate(name: string): Conversation {
    const person = this.#conversations.open("person", name);
    this.#select(person);
    return person;
  }

  #goToRoom(name: string, code: string | undefined): void {
    const known = this.#conversations.get("room", name);
    if (known) this.#select(known);
    else this.#join(name, code, (room) => this.#select(room));
  }

  #join(name: string, code?: string, onJoined: (room: Conversation) => void = () => {}): void {
    const join = { type: "join", room: name, ...(code !== undefined && { code }) } as const;
    this.#model.ask(join, (answer) => {
      const room = answer.type === "joined"
        ? this.#conversations.get("room", answer.room)
        : undefined;
      if (room) onJoined(room);
      this.#model.notices.tell(answer, [room ?? this.#current]);
    });
  }

  #leave(name: string): void {
    const room = this.#conversations.get("room", name);
    const { notices } = this.#model;
    if (!room) {
      const text = errorText({ code: "not_in_room", room: name }, notices.texts);
      return notices.problem(text, [this.#current]);
    }
    this.#model.ask({ type: "leave", room: room.name });
    this.#conversations.close(room);
  }

  async #search(): Promise<void> {
    const { texts, ask, terminal } = this.#options;
    const pane = this.#pane;
    const terms = await ask(texts.full.search);
    if (terms.trim() === "" || pane !== this.#pane) return;
    pane.search(terms, () => pane.conversation.note(texts.full.nothingFound));
    terminal.update();
  }

  /** What goes on, in the row above the input line. */
  #status(columns: number): string | undefined {
    const { client, texts: { full } } = this.#options;
    const { result, isLoading, isAtEnd, conversation } = this.#pane;
    const rights = rightsOf(this.#pane, client.name);
    if (rights) {
      const keys = full.selected(rights);
      const found = result ? full.result(result.number, result.count) : [];
      return fitParts([...found, ...keys], columns);
    }
    if (isLoading) return full.loading;
    if (isAtEnd) return undefined;
    return conversation.unread > 0 ? full.below(conversation.unread) : full.readingBack;
  }
}

function keyOf({ kind, name }: Conversation): string {
  return Conversations.key(kind, name);
}
