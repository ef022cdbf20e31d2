import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { BellMode } from "../../protocol/commands/command_entry.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { ChatClient } from "../session/client.ts";
import type { Display } from "./display.ts";
import { isMention, type TerminalEntry } from "./render_entry.ts";

/** Options of {@linkcode Bell}. */
export interface BellOptions {
  readonly client: Pick<ChatClient, "name" | "isConnected">;
  readonly texts: ChatTexts;
  readonly display: Pick<Display, "ring" | "notify">;
}

/** Rings the bell of the terminal for messages, and shows them as notifications of the system in that mode. */
export class Bell {
  readonly #options: BellOptions;
  mode: BellMode = "msg";

  constructor(options: BellOptions) {
    this.#options = options;
  }

  /** Rings once if one of the entries should; a notification shows the last of those. */
  ring(entries: readonly TerminalEntry[]): void {
    const { display, texts } = this.#options;
    const ringing = entries.findLast((entry) => this.#ringsFor(entry));
    if (!ringing) return;
    display.ring();
    if (this.mode !== "notify" || ringing.type !== "said") return;
    const { message } = ringing;
    const where = "room" in message ? message.room : texts.chat.privately;
    display.notify?.(`${message.from} · ${where}`, message.text);
  }

  /** Returns whether an entry rings the bell. History never does, nor do the user's own messages. */
  #ringsFor(entry: TerminalEntry): boolean {
    const { name, isConnected } = this.#options.client;
    if (entry.type !== "said" || entry.isOld || !isConnected || this.mode === "off") return false;
    if (nameKey(entry.message.from) === nameKey(name)) return false;
    return this.mode === "all" || !("room" in entry.message) || isMention(entry, name);
  }
}
