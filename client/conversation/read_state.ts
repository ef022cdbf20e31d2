/** Maximum unread ids that are known not to count as messages; beyond them, each counts as one. */
const MAX_UNCOUNTED = 10_000;

/** How far a user has read a conversation. Its ids number messages and changes alike; only messages that are shown are counted. */
export class ReadState {
  /** The newest message. */
  #last: { readonly id: number; readonly at: number } = { id: 0, at: 0 };
  #readId = 0;
  #isBegun = false;
  #mentions = 0;
  #marker: number | undefined;
  /** Ids above `readId` of changes and hidden messages. */
  #uncounted = new Set<number>();

  /** Id and time of the newest message; the id is 0 in an empty conversation. */
  get last(): { readonly id: number; readonly at: number } {
    return this.#last;
  }

  get readId(): number {
    return this.#readId;
  }

  /** Whether it is known what was read before. */
  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** Messages after the last one read. */
  get unread(): number {
    let uncounted = 0;
    for (const id of this.#uncounted) if (id <= this.#last.id) uncounted++;
    return Math.max(0, this.#last.id - this.#readId - uncounted);
  }

  /** Unread messages that concern the user. */
  get mentions(): number {
    return this.#mentions;
  }

  /** The last id read before the unread messages came. */
  get marker(): number | undefined {
    return this.#marker;
  }

  /** Begins at the last id that was read. */
  begin(readId: number): void {
    this.#isBegun = true;
    this.#readTo(readId);
  }

  /** Starts over in a new numbering. */
  restart(): void {
    this.#last = { id: 0, at: 0 };
    this.#isBegun = false;
    this.#marker = undefined;
    this.#uncounted.clear();
    this.#readTo(0);
  }

  /** Adds a newer message of another user; `isMention` if it concerns this one. */
  addUnread(id: number, at: number, isMention: boolean): void {
    if (id > this.#readId) {
      if (this.unread === 0) this.#marker = this.#readId;
      if (isMention) this.#mentions++;
    }
    this.#last = { id, at };
  }

  /** Adds a newer message that the user has seen. */
  addRead(id: number, at: number): void {
    this.#last = { id, at };
    // After a reload, messages come once more that were read long ago.
    if (id > this.#readId) this.read();
  }

  /** Adds a newer message that is not shown, which does not count as unread. */
  addHidden(id: number, at: number): void {
    this.addChange(id);
    this.#last = { id, at };
  }

  /** Adds a change, which does not count as unread. */
  addChange(id: number): void {
    if (id > this.#readId && this.#uncounted.size < MAX_UNCOUNTED) this.#uncounted.add(id);
  }

  /** Marks everything as read; returns whether something was not. */
  read(): boolean {
    if (this.#readId === this.#last.id && this.#mentions === 0) return false;
    this.#readTo(this.#last.id);
    this.#mentions = 0;
    return true;
  }

  /** Corrects an id from a numbering that the server has lost. */
  clamp(): void {
    if (this.#readId > this.#last.id) this.#readTo(this.#last.id);
  }

  /** Puts the marker after an id, unless there is one. */
  markAfter(id: number): void {
    this.#marker ??= id;
  }

  clearMarker(): void {
    this.#marker = undefined;
  }

  #readTo(id: number): void {
    this.#readId = id;
    for (const one of this.#uncounted) if (one <= id) this.#uncounted.delete(one);
  }
}
