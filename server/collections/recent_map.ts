/**
 * A map of bounded size that forgets what was used longest ago.
 *
 * It keeps two generations: what is put or looked up goes into the young one; when that is full it becomes the old one,
 * and the old one is forgotten. So at least the `size` entries used last are there and at most twice as many, and no
 * operation looks for the oldest entry, which in a `Map` takes the longer the more was deleted before it.
 */
export class RecentMap<V> {
  readonly #size: number;
  readonly #onForgotten: (forgotten: ReadonlyMap<string, V>) => void;
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  /**
   * @param size Entries that are kept at least, and half of those that are kept at most.
   * @param onForgotten Called with the entries that are not kept any more.
   */
  constructor(size: number, onForgotten: (forgotten: ReadonlyMap<string, V>) => void = () => {}) {
    this.#size = size;
    this.#onForgotten = onForgotten;
  }

  /** Returns a value, which counts as its use, or `undefined` if there is none. */
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

  /** Puts a value, which counts as its use, under a key that {@linkcode RecentMap.get} did not find. */
  set(key: string, value: V): void {
    this.#young.set(key, value);
    if (this.#young.size >= this.#size) this.forgetOld();
  }

  /** All entries, in no order. */
  *entries(): Generator<[string, V]> {
    yield* this.#old;
    yield* this.#young;
  }

  /** Forgets the older part of the entries, and makes the younger part the older one. */
  forgetOld(): void {
    const forgotten = this.#old;
    this.#old = this.#young;
    this.#young = new Map();
    if (forgotten.size > 0) this.#onForgotten(forgotten);
  }
}
