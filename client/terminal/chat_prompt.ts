import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { LineChat } from "../conversation/line_chat.ts";
import type { ChatClient } from "../session/client.ts";
import type { Display } from "./display.ts";
import type { Drafts } from "./drafts.ts";
import { replace } from "./line_editor.ts";
import { promptOf } from "./prompt.ts";
import { RoomDrafts } from "./room_drafts.ts";

/** Options of {@linkcode ChatPrompt}. */
export interface ChatPromptOptions {
  readonly client: Pick<ChatClient, "name">;
  readonly chat: LineChat;
  readonly texts: ChatTexts;
  readonly display: Display;
  /** What was begun in conversations. */
  readonly drafts: Drafts;
}

/** Shows where the user is: at the input line, whose draft belongs to the room, and in the title of the window. */
export class ChatPrompt {
  readonly #options: ChatPromptOptions;
  readonly #drafts: RoomDrafts;

  constructor(options: ChatPromptOptions) {
    this.#options = options;
    this.#drafts = new RoomDrafts(options.drafts);
  }

  /** Notes that the input line has the draft of the current room already. */
  keepDraft(): void {
    this.#drafts.follow(this.#options.chat.room);
  }

  /** Loads what was begun in the last run, and puts the draft of the current conversation into the line. */
  restoreDraft(place: string): void {
    const { client, display: { screen }, drafts } = this.#options;
    if (!screen) return;
    // What was typed before is a line of its own.
    drafts.load(client.name);
    this.takeDraft(place);
  }

  /**
   * Puts what was begun in a conversation into the line, unless the user has begun another one meanwhile.
   *
   * @param place The key of the conversation.
   */
  takeDraft(place: string): void {
    const { display: { screen }, drafts } = this.#options;
    if (screen?.draft.text !== "") return;
    screen.draft = replace(screen.draft, drafts.take(place));
  }

  /** Keeps what was begun, in the current conversation and others, for the next run. */
  saveDrafts(place: string): void {
    const { client, display: { screen }, drafts } = this.#options;
    // Not signed in.
    if (client.name === "") return;
    if (screen) drafts.put(place, screen.draft.text);
    drafts.save(client.name);
  }

  /** Accepts lines for the current room. */
  show(): void {
    const { chat, texts, display } = this.#options;
    const { room, otherRooms, hasSeveralRooms, isNowhere } = chat;
    const { screen, columns } = display;
    this.#showTitle();
    if (screen) {
      const { draft } = screen;
      const moved = this.#drafts.move(room, draft);
      // Setting it ends a search or a completion.
      if (moved !== draft) screen.draft = moved;
    }
    const { noRoom, prompt: sign, unread: label } = texts.client;
    const here = isNowhere ? noRoom : hasSeveralRooms ? room : undefined;
    display.prompt(promptOf({ sign, here, otherRooms, label, columns }));
  }

  /** Accepts lines for a full screen, which shows by itself where the user is. */
  showInFull(): void {
    const { texts, display } = this.#options;
    this.#showTitle();
    display.prompt({ prompt: texts.client.prompt });
  }

  /** Shows in the title of the window where the user is, and how much is unread in other rooms. */
  #showTitle(): void {
    const { chat: { room, otherRooms, isNowhere }, display } = this.#options;
    const unread = otherRooms.reduce((sum, { unread }) => sum + unread, 0);
    const where = isNowhere ? "chat" : `${room} · chat`;
    display.title?.(unread > 0 ? `(${unread}) ${where}` : where);
  }
}
