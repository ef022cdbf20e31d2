/** Maximum keys of one lookup. */
const MAX_BATCH = 256;

/**
 * Lookups by key for many callers: keys that are asked for during a lookup are looked up together in the next one, so a
 * slower database gets larger lookups. A lookup starts after the calls that it answers, so no answer is older than its call.
 */
export class BatchedLookup<V> {
  readonly #lookUp: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>;
  #waiting = new Map<string, PromiseWithResolvers<V | undefined>>();
  #isRunning = false;

  /** @param lookUp Looks up values; called again only after it has settled. Keys without a value are absent. */
  constructor(lookUp: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>) {
    this.#lookUp = lookUp;
  }

  /** Returns the value of a key. If a lookup fails, the calls that it was to answer fail. */
  find(key: string): Promise<V | undefined> {
    let call = this.#waiting.get(key);
    if (call === undefined) {
      call = Promise.withResolvers();
      this.#waiting.set(key, call);
    }
    if (!this.#isRunning) void this.#run();
    return call.promise;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    // What else is asked for in this turn belongs to the first lookup.
    await Promise.resolve();
    while (this.#waiting.size > 0) await this.#answer(this.#take());
    this.#isRunning = false;
  }

  #take(): ReadonlyMap<string, PromiseWithResolvers<V | undefined>> {
    if (this.#waiting.size <= MAX_BATCH) {
      const all = this.#waiting;
      this.#waiting = new Map();
      return all;
    }
    const calls = new Map(this.#waiting.entries().take(MAX_BATCH));
    for (const key of calls.keys()) this.#waiting.delete(key);
    return calls;
  }

  async #answer(calls: ReadonlyMap<string, PromiseWithResolvers<V | undefined>>): Promise<void> {
    try {
      const found = await this.#lookUp([...calls.keys()]);
      for (const [key, { resolve }] of calls) resolve(found.get(key));
    } catch (error) {
      for (const { reject } of calls.values()) reject(error);
    }
  }
}
