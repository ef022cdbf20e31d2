import { writeText } from "../../cli/print.ts";
import { escapeControl } from "../../protocol/text/escape_control.ts";
import { hasStyles } from "./style.ts";

/** Enables and disables bracketed paste mode. */
const PASTES = "\x1b[?2004h";
const NO_PASTES = "\x1b[?2004l";

/** Saves and restores the title of the window (XTWINOPS). */
const SAVE_TITLE = "\x1b[22;2t";
const RESTORE_TITLE = "\x1b[23;2t";

/** Takes over a terminal that the program draws on: each key arrives at once, pastes are marked, the window has a title. */
export class TerminalMode {
  /** Title of the window, once it was set. */
  #title: string | undefined;

  begin(): void {
    Deno.stdin.setRaw(true);
    writeText(hasStyles() ? `${PASTES}${SAVE_TITLE}` : PASTES);
    this.#title = undefined;
  }

  /** Sets the title of the window. */
  setTitle(text: string): void {
    if (!hasStyles() || text === this.#title) return;
    this.#title = text;
    writeText(`\x1b]2;${escapeControl(text)}\x1b\\`);
  }

  /** Gives the terminal back as it was. */
  restore(): void {
    try {
      writeText(hasStyles() ? `${NO_PASTES}${RESTORE_TITLE}` : NO_PASTES);
      Deno.stdin.setRaw(false);
    } catch {
      // The terminal is closed.
    }
  }
}
