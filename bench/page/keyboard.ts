import type { Page } from "playwright-core";
import { every } from "./every.ts";

/** Keys between two Enters. */
const LINE = 60;

const LETTERS = "o rato roeu a roupa do rei de roma ";

/** Types into the page's message box as a user does. */
export class Keyboard {
  readonly #page: Page;
  #sent = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  /** How many messages were sent. */
  get sent(): number {
    return this.#sent;
  }

  /** Types keys at a rate; some of them are Enter. */
  async type(count: number, rate: number): Promise<void> {
    await this.#page.focus("#composer");
    await every(count, rate, async (index) => {
      const isEnter = (index + 1) % LINE === 0;
      if (isEnter) this.#sent++;
      await this.#page.keyboard.press(isEnter ? "Enter" : LETTERS[index % LETTERS.length]!);
    });
  }
}
