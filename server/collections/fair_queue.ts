/** Where an item comes from. */
export interface ItemSource {
  /** Whose turn it is first: an address, or whatever stands for it where addresses are not limited. */
  readonly address: unknown;
  /** Whose turn it is within the address: a session. */
  readonly session: unknown;
}

/**
 * Items that are taken in fair turns: round-robin over addresses, then over the sessions of each. Those of one session come
 * out in the order in which they went in.
 */
export class FairQueue<Item> {
  /** The one whose turn it is first of all, and the same within each. */
  readonly #addresses = new Map<unknown, Map<unknown, Item[]>>();
  #size = 0;

  /** How many items wait. */
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

  /** Takes the item whose turn it is, if any waits. */
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
