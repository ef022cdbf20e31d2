/** Values of a key that has more than one. A class of its own, because a value may itself be a set. */
class Several<Value> extends Set<Value> {}

const NONE: readonly never[] = [];

/**
 * Map in which a key can have any number of values, each once.
 *
 * Most keys have one value, which is stored by itself: a set takes 150 bytes, and more at each change.
 */
export class MultiMap<Key, Value> {
  readonly #values = new Map<Key, Value | Several<Value>>();

  /** Returns the keys that have a value. */
  keys(): Iterable<Key> {
    return this.#values.keys();
  }

  /** Returns whether a key has a value. */
  has(key: Key): boolean {
    return this.#values.has(key);
  }

  /** Returns the values of a key in the order in which they were added. */
  get(key: Key): readonly Value[] {
    const values = this.#values.get(key);
    if (values instanceof Several) return [...values];
    return values === undefined ? NONE : [values];
  }

  /** Adds a value, which is not `undefined`, to a key. */
  add(key: Key, value: Value): void {
    const values = this.#values.get(key);
    if (values instanceof Several) values.add(value);
    else if (values === undefined) this.#values.set(key, value);
    else if (values !== value) this.#values.set(key, new Several([values, value]));
  }

  /** Removes a value from a key, if the key has it. */
  delete(key: Key, value: Value): void {
    const values = this.#values.get(key);
    if (values instanceof Several) {
      values.delete(value);
      if (values.size > 1) return;
      const [last] = values;
      this.#values.set(key, last!);
    } else if (values === value) this.#values.delete(key);
  }
}
