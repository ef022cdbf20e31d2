import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { LineOutput } from "./line_output.ts";
import type { LineRooms } from "./line_rooms.ts";
import type { Notice } from "./user_interface.ts";

/** Options of {@linkcode PlaceNotices}. */
export interface PlaceNoticesOptions {
  readonly texts: ChatTexts;
  readonly output: Pick<LineOutput, "show">;
}

/** Says why the user was removed from a room, or that the user is in none: last, when nothing else is to come. */
export class PlaceNotices {
  readonly #options: PlaceNoticesOptions;
  /** Why the user was removed: shown after the room that the user goes to instead. */
  readonly #held: Notice[] = [];
  /** Whether the next notice says why the user was removed. */
  #isRemoved = false;
  /** Whether the server said which room the user is in, or is not. */
  #hasBegun = false;
  #isNowhere = false;

  constructor(options: PlaceNoticesOptions) {
    this.#options = options;
  }

  /** Whether it was said that the user is in no room. */
  get isNowhere(): boolean {
    return this.#isNowhere;
  }

  /** Notes that it is known which room the user is in, or that the user is in none. */
  begin(): void {
    this.#hasBegun = true;
  }

  /** Notes that the user left a room; `isRemoved` if another room is entered instead, and the next notice says why. */
  onLeft(isRemoved: boolean): void {
    this.#isRemoved = isRemoved;
    this.begin();
  }

  /** Shows a notice, unless it has to wait. */
  show(notice: Notice): void {
    if (!this.#isRemoved) return this.#options.output.show([notice]);
    this.#isRemoved = false;
    this.#held.push(notice);
  }

  /** Shows what waits. */
  flush(): void {
    const held = this.#held.splice(0);
    if (held.length > 0) this.#options.output.show(held);
  }

  /** Shows what waits, and that the user is in no room, if nothing else is to come. */
  update({ isIn, isMoving, current }: LineRooms): void {
    if (isIn) this.#isNowhere = false;
    if (isMoving || isIn && !current.isLoaded) return;
    this.flush();
    const isNowhere = this.#hasBegun && !isIn;
    const { texts, output } = this.#options;
    if (isNowhere && !this.#isNowhere) {
      output.show([{ type: "system", text: texts.client.nowhere }]);
    }
    this.#isNowhere = isNowhere;
  }
}
