import type { Registry } from "./registry.ts";
import { LEASE } from "./registry_node.ts";

/** Interval of renewals, in milliseconds. */
const INTERVAL = LEASE * 1_000 / 4;

/** Renewals between two deletions of empty rooms. */
const CLOSE_ROOMS = 15;

export interface LeaseObserver {
  /** The lease was renewed. Decisions of other nodes must be applied. */
  onRenewed(): Promise<void>;
  /** Another node has ended the lease: this node and its members must be registered again. */
  onLost(): Promise<void>;
  /** Another process runs under this node's name. */
  onReplaced(): void;
  /** The database does not answer; the renewal is repeated. */
  onFailed(error: unknown): void;
}

/** Renews the lease of this node periodically, and removes nodes whose lease has expired. */
export class Lease {
  readonly #registry: Registry;
  readonly #observer: LeaseObserver;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #renewals = 0;
  /** Whether the node must still be registered again. */
  #isLost = false;
  #isClosed = false;

  constructor(registry: Registry, observer: LeaseObserver) {
    this.#registry = registry;
    this.#observer = observer;
    this.#wait();
  }

  /** Stops renewing after the current renewal. The lease ends with the registry. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #wait(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#renew()
        .catch((error) => this.#observer.onFailed(error))
        .finally(() => this.#wait());
    }, INTERVAL);
  }

  async #renew(): Promise<void> {
    const { node } = this.#registry;
    const state = await node.renew();
    this.#isLost ||= state === "lost";
    if (this.#isLost) {
      if (await node.isReplaced()) return this.#observer.onReplaced();
      await this.#observer.onLost();
      this.#isLost = false;
    }
    await this.#observer.onRenewed();
    // After an outage of the database other nodes need time to renew their leases.
    if (state !== "valid") return;
    await this.#registry.sweep();
    if (++this.#renewals % CLOSE_ROOMS === 0) await node.closeRooms();
  }
}
