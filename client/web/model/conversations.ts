import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { nameKey } from "../../../protocol/text/names.ts";
import { Talk } from "./conversation.ts";

/** Maximum number of conversations: any private message and any room that the server names may start one. */
export const MAX_TALKS = 1_000;

/** The user's rooms and private conversations, and which of them is on the screen. */
export class Talks {
  readonly #all = signal<ReadonlyMap<string, Talk>>(new Map());
  readonly #current = signal("");
  readonly rooms: ReadonlySignal<readonly Talk[]> = this.#of("room");
  readonly people: ReadonlySignal<readonly Talk[]> = this.#of("person");
  readonly all = computed(() => [...this.rooms.value, ...this.people.value]);
  readonly current = computed(() => this.#all.value.get(this.#current.value));
  /** Number of unread messages. */
  readonly unread = computed(() =>
    this.all.value.reduce((sum, { unread }) => sum + unread.value, 0)
  );

  /** Key of a conversation: `#room` or `@user`, case-folded. */
  static key(kind: Talk["kind"], name: string): string {
    return kind === "room" ? nameKey(name) : `@${nameKey(name)}`;
  }

  get(kind: Talk["kind"], name: string): Talk | undefined {
    return this.#all.peek().get(Talks.key(kind, name));
  }

  keyOf(talk: Talk): string {
    return Talks.key(talk.kind, talk.name.peek());
  }

  /** Returns a conversation, and creates it if needed. */
  open(kind: Talk["kind"], name: string, readId?: number): Talk {
    const known = this.get(kind, name);
    if (known !== undefined) return known;
    const talk = new Talk(kind, name, readId);
    const all = new Map(this.#all.peek());
    if (all.size >= MAX_TALKS) all.delete(this.#oldest(all) ?? "");
    this.#all.value = all.set(this.keyOf(talk), talk);
    return talk;
  }

  /** The oldest conversation that is not on the screen; a private one if there is any. */
  #oldest(all: ReadonlyMap<string, Talk>): string | undefined {
    const others = [...all.keys()].filter((key) => key !== this.#current.peek());
    return others.find((key) => key.startsWith("@")) ?? others[0];
  }

  select(talk: Talk): void {
    const before = this.current.peek();
    const isRead = before !== undefined && before !== talk && before.unread.peek() === 0;
    if (isRead) before.marker.value = undefined;
    this.#current.value = this.keyOf(talk);
  }

  close(talk: Talk): void {
    const before = this.all.peek();
    const all = new Map(this.#all.peek());
    all.delete(this.keyOf(talk));
    this.#all.value = all;
    const next = before[before.indexOf(talk) + 1] ?? before[before.indexOf(talk) - 1];
    if (this.current.peek() === undefined && next !== undefined) this.select(next);
  }

  /** Changes the name of the other user. */
  rename(talk: Talk, name: string): void {
    const isCurrent = this.current.peek() === talk;
    const all = new Map(this.#all.peek());
    all.delete(this.keyOf(talk));
    talk.name.value = name;
    all.set(this.keyOf(talk), talk);
    this.#all.value = all;
    if (isCurrent) this.#current.value = this.keyOf(talk);
  }

  clear(): void {
    this.#all.value = new Map();
    this.#current.value = "";
  }

  #of(kind: Talk["kind"]): ReadonlySignal<readonly Talk[]> {
    return computed(() => [...this.#all.value.values()].filter((talk) => talk.kind === kind));
  }
}
