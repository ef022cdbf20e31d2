/** Keeps drafts beyond one run of the client. */
export interface DraftStorage {
  /** Returns the drafts of a user, by the keys of the conversations. */
  load(user: string): ReadonlyMap<string, string>;
  /** Changes the drafts of a user, which another client may have changed meanwhile. */
  update(
    user: string,
    change: (drafts: ReadonlyMap<string, string>) => ReadonlyMap<string, string>,
  ): void;
}

/** Most drafts kept. */
const MAX_DRAFTS = 100;

/** What was begun in conversations that are not shown, by their keys. */
export class Drafts {
  readonly #texts = new Map<string, string>();
  /** Keys of the drafts that came from the storage. */
  readonly #stored = new Set<string>();
  readonly #storage: DraftStorage | undefined;

  /** @param storage Without it, the drafts last as long as the object. */
  constructor(storage?: DraftStorage) {
    this.#storage = storage;
  }

  /** Adds the drafts that are kept for a user. */
  load(user: string): void {
    for (const [key, text] of this.#storage?.load(user) ?? []) {
      this.#stored.add(key);
      if (!this.#texts.has(key)) this.put(key, text);
    }
  }

  /** Sets the draft of a conversation; an empty one is none. */
  put(key: string, text: string): void {
    this.#texts.delete(key);
    if (text === "") return;
    this.#texts.set(key, text);
    if (this.#texts.size > MAX_DRAFTS) this.#texts.delete(this.#texts.keys().next().value!);
  }

  /** Takes the draft of a conversation out and returns it; `""` for a conversation without a draft. */
  take(key: string): string {
    const text = this.#texts.get(key) ?? "";
    this.#texts.delete(key);
    return text;
  }

  /** Keeps the drafts for the next run, in place of those that {@linkcode Drafts.load} returned. */
  save(user: string): void {
    this.#storage?.update(user, (kept) => {
      const others = [...kept].filter(([key]) => !this.#stored.has(key));
      return new Map([...others, ...this.#texts]);
    });
  }
}
