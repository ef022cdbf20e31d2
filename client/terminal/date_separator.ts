/** Detects when a message is of another day than the one before it. */
export class DateSeparator {
  #day: string;

  /** @param now Current time in Unix milliseconds; its day needs no separator. */
  constructor(now: number) {
    this.#day = dayOf(now);
  }

  /** Takes the time of the next message; returns whether it starts another day. */
  isNewDay(at: number): boolean {
    const day = dayOf(at);
    const isOther = day !== this.#day;
    this.#day = day;
    return isOther;
  }
}

function dayOf(at: number): string {
  return new Date(at).toDateString();
}
