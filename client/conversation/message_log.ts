import type { ConversationEntry, MessageEntry } from "./conversation_entry.ts";

/** Most entries kept; the server has the earlier ones. */
const MAX_ENTRIES = 1_500;

/** Entries left after a trim: far fewer, so that the next messages do not trim again. */
const TRIMMED_ENTRIES = 1_000;

/** Messages of a conversation in the order of their ids, and the notes between them. */
export class MessageLog {
  #entries: readonly ConversationEntry[] = [];
  /** Times of the messages, by id, in the current numbering. */
  readonly #times = new Map<number, number>();
  #notes = 0;

  /** The entries in order; a new array after each change. */
  get entries(): readonly ConversationEntry[] {
    return this.#entries;
  }

  /** The smallest id here. */
  get firstId(): number | undefined {
    let first: number | undefined;
    for (const id of this.#times.keys()) if (first === undefined || id < first) first = id;
    return first;
  }

  /** Returns when a message was sent, if it is here. */
  timeOf(id: number): number | undefined {
    return this.#times.get(id);
  }

  /** Adds messages that are not here yet, each at its place. */
  add(messages: readonly MessageEntry[]): void {
    const entries = [...this.#entries];
    for (const message of messages) {
      this.#times.set(message.id, message.at);
      entries.splice(placeOf(entries, message), 0, message);
    }
    this.#entries = entries;
  }

  /** Adds a note at the end. */
  note(text: string, isProblem: boolean): void {
    const key = `note ${++this.#notes}`;
    this.#entries = [...this.#entries, { kind: "note", key, at: Date.now(), text, isProblem }];
  }

  /** Starts a new numbering. The messages stay, but later ids do not refer to them. */
  restart(): void {
    this.#times.clear();
  }

  /** Drops the oldest entries where there are too many; returns whether it did. */
  trim(): boolean {
    if (this.#entries.length <= MAX_ENTRIES) return false;
    const dropped = this.#entries.slice(0, -TRIMMED_ENTRIES);
    for (const entry of dropped) if (entry.kind === "said") this.#times.delete(entry.id);
    this.#entries = this.#entries.slice(-TRIMMED_ENTRIES);
    return true;
  }
}

/** Finds the place of a message: after smaller ids and after all earlier numberings. */
function placeOf(entries: readonly ConversationEntry[], { id, epoch }: MessageEntry): number {
  let place = entries.length;
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index]!;
    if (entry.kind === "note") continue;
    if (entry.epoch !== epoch || entry.id < id) break;
    place = index;
  }
  return place;
}
