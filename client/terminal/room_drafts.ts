import { nameKey } from "../../protocol/text/names.ts";
import type { Drafts } from "./drafts.ts";
import { type EditedLine, supersede } from "./line_editor.ts";

/**
 * Lines that the user had not finished when the current room changed, as by a kick: sent to another room, they would reach
 * the wrong people.
 */
export class RoomDrafts {
  readonly #drafts: Drafts;
  /** Key of the room of the input line. */
  #room: string | undefined;

  /** @param drafts Gets the lines. */
  constructor(drafts: Drafts) {
    this.#drafts = drafts;
  }

  /** Notes the current room, whose draft the input line has already. */
  follow(room: string): void {
    this.#room = nameKey(room);
  }

  /**
   * Changes the room of the input line.
   *
   * @param room The current room.
   * @param line The input line.
   * @returns The line, or what was begun in the room before; Ctrl+Y then brings back the line.
   */
  move(room: string, line: EditedLine): EditedLine {
    const before = this.#room;
    this.follow(room);
    const key = this.#room!;
    if (before === undefined || before === key) return line;
    const draft = this.#drafts.take(key);
    this.#drafts.put(before, line.text);
    return line.text === draft ? line : supersede(line, draft);
  }
}
