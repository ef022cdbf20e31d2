/** Tells when what is shown is of another day than what was shown before it. */
export class DateSeparator {
  #day: string;

  /** @param now The day of which nothing need be said, as Unix milliseconds. */
  constructor(now: number) {
    this.#day = dayOf(now);
  }

  /** Takes a time at which something was said; returns whether a day begins with it. */
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
