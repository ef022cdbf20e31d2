import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { LineChat } from "../conversation/line_chat.ts";
import type { Display } from "./display.ts";
import { promptOf } from "./prompt.ts";
import { RoomDrafts } from "./room_drafts.ts";

/** Options of {@linkcode ChatPrompt}. */
export interface ChatPromptOptions {
  readonly chat: LineChat;
  readonly texts: ChatTexts;
  readonly display: Display;
}

/** Shows where the user is: at the input line, whose draft belongs to the room, and in the title of the window. */
export class ChatPrompt {
  readonly #options: ChatPromptOptions;
  readonly #drafts = new RoomDrafts();

  constructor(options: ChatPromptOptions) {
    this.#options = options;
  }

  /** Notes that the input line has the draft of the current room already. */
  keepDraft(): void {
    this.#drafts.follow(this.#options.chat.room);
  }

  /** Accepts lines for the current room. */
  show(): void {
    const { chat, texts, display } = this.#options;
    const { room, otherRooms, areRoomsSeveral, isNowhere } = chat;
    const { screen, columns } = display;
    this.#showTitle();
    if (screen) {
      const { draft } = screen;
      const moved = this.#drafts.move(room, draft);
      // Setting it ends a search or a completion.
      if (moved !== draft) screen.draft = moved;
    }
    const { noRoom, prompt: sign, unread: label } = texts.client;
    const here = isNowhere ? noRoom : areRoomsSeveral ? room : undefined;
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
