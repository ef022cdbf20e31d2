import { LEASE, type Registry } from "./registry.ts";

/** How often the lease is renewed, in milliseconds. */
const INTERVAL = LEASE * 1_000 / 4;

/** Renewals between two deletions of empty rooms. */
const CLOSE_ROOMS = 15;

/** Options of {@linkcode Lease}. */
export interface LeaseOptions {
  readonly registry: Registry;
  /** Called with the members of a removed node. */
  readonly onDeparted: Registry["onDeparted"];
  /** Called at each renewal that worked. */
  readonly onRenewed: () => void;
  /** Does what other nodes have decided about people here. */
  readonly applyPendingEvents: () => Promise<void>;
  /** Makes this node one again after its lease has run out and another node has ended it. */
  readonly restore: () => Promise<void>;
  /** Called when another process runs under this node's name. */
  readonly onReplaced: () => void;
  /** Called when the database does not answer. */
  readonly onError: (error: unknown) => void;
}

/** Keeps a node one: renews its lease, and removes nodes whose lease has run out. */
export class Lease {
  readonly #options: LeaseOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #renewals = 0;
  /** Whether this node is to be made one again. */
  #isLost = false;
  #isClosed = false;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#wait();
  }

  /** Ends with the renewal that is on its way. The lease ends with the registry. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #wait(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#renew().catch(this.#options.onError).finally(() => this.#wait());
    }, INTERVAL);
  }

  async #renew(): Promise<void> {
    const { registry, onDeparted, onRenewed, applyPendingEvents, restore, onReplaced } =
      this.#options;
    const state = await registry.renew();
    this.#isLost ||= state === "lost";
    if (this.#isLost) {
      if (await registry.isReplaced()) return onReplaced();
      await restore();
      this.#isLost = false;
    }
    onRenewed();
    await applyPendingEvents();
    // After an outage of the database other nodes need time to renew their leases.
    if (state !== "valid") return;
    const departed = await registry.sweep();
    if (departed.length > 0) onDeparted(departed);
    if (++this.#renewals % CLOSE_ROOMS === 0) await registry.closeRooms();
  }
}
