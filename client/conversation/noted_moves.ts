import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { MessageLog } from "./message_log.ts";
import { continueRun, type Move, type MoveRun } from "./move_run.ts";

/** Joins and leaves in a log: those with nothing between them are one note. */
export class NotedMoves {
  #run: MoveRun | undefined;
  /** Key of the note of the run. */
  #key: string | undefined;

  /** Adds a move at the end of a log. */
  note(log: MessageLog, move: Move, texts: ChatTexts): void {
    const isLast = this.#key !== undefined && log.entries.at(-1)?.key === this.#key;
    const run = continueRun(isLast ? this.#run : undefined, move);
    const text = run.text(texts);
    if (run === this.#run) return log.renote(this.#key!, text);
    this.#run = run;
    this.#key = log.note(text, false).key;
  }
}
