import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { MessageLog } from "./message_log.ts";
import { type Move, MoveRun } from "./move_run.ts";

/** Joins and leaves in a log: those with nothing between them are one note. */
export class NotedMoves {
  #run = new MoveRun();
  /** Key of the note of the run. */
  #key: string | undefined;

  /** Adds a move at the end of a log. */
  note(log: MessageLog, move: Move, texts: ChatTexts): void {
    const isLast = this.#key !== undefined && log.entries.at(-1)?.key === this.#key;
    if (isLast && this.#run.add(move)) return log.renote(this.#key!, this.#run.text(texts));
    this.#run = new MoveRun();
    this.#run.add(move);
    this.#key = log.note(this.#run.text(texts), false).key;
  }
}
