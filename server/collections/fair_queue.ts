export interface ItemSource {
  /** Turns go round over addresses first: an address, or another value if addresses are not limited. */
  readonly address: unknown;
  /** Turns go round over the sessions of an address. */
  readonly session: unknown;
}

/**
 * Queue with fair turns: round-robin over addresses, then over the sessions of each. Items of one session keep their order.
 */
export class FairQueue<Item> {
  /** Items by address and session; the next address, and the next session of each, come first. */
  readonly #addresses = new Map<unknown, Map<unknown, Item[]>>();
  #size = 0;

  /** Number of waiting items. */
  get size(): number {
    return this.#size;
  }

  add({ address, session }: ItemSource, item: Item): void {
    this.#size++;
    const sessions = this.#addresses.get(address);
    const items = sessions?.get(session);
    if (items) items.push(item);
    else if (sessions) sessions.set(session, [item]);
    else this.#addresses.set(address, new Map([[session, [item]]]));
  }

  /** Removes and returns the next item, if there is one. */
  take(): Item | undefined {
    const [first] = this.#addresses;
    if (first === undefined) return undefined;
    const [address, sessions] = first;
    const [session, items] = sessions.entries().next().value!;
    const item = items.shift();
    this.#size--;
    sessions.delete(session);
    if (items.length > 0) sessions.set(session, items);
    this.#addresses.delete(address);
    if (sessions.size > 0) this.#addresses.set(address, sessions);
    return item;
  }
}
