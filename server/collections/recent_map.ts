/**
 * Map of bounded size that drops the least recently used entries.
 *
 * It has two generations: entries that are set or read go to the young one; when that is full, it becomes the old one, and
 * the previous old one is dropped. So at least the `size` entries used last are there, and at most twice as many, and no
 * operation searches for the oldest entry, which in a `Map` takes longer the more was deleted before it.
 */
export class RecentMap<V> {
  readonly #size: number;
  readonly #onForgotten: (forgotten: ReadonlyMap<string, V>) => void;
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  /**
   * @param size Minimum number of entries kept, and half of the maximum.
   * @param onForgotten Called with dropped entries.
   */
  constructor(size: number, onForgotten: (forgotten: ReadonlyMap<string, V>) => void = () => {}) {
    this.#size = size;
    this.#onForgotten = onForgotten;
  }

  /** Returns a value and marks it as used; `undefined` if there is none. */
  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined || this.#old.size === 0) return young;
    const old = this.#old.get(key);
    if (old !== undefined) {
      this.#old.delete(key);
      this.set(key, old);
    }
    return old;
  }

  /** Sets a value and marks it as used. Its key must not be present. */
  set(key: string, value: V): void {
    this.#young.set(key, value);
    if (this.#young.size >= this.#size) this.forgetOld();
  }

  /** All entries, in no order. */
  *entries(): Generator<[string, V]> {
    yield* this.#old;
    yield* this.#young;
  }

  /** Drops the old generation; the young one becomes the old one. */
  forgetOld(): void {
    const forgotten = this.#old;
    this.#old = this.#young;
    this.#young = new Map();
    if (forgotten.size > 0) this.#onForgotten(forgotten);
  }
}
