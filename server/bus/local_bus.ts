import { parties } from "../store/store.ts";
import {
  type Announcement,
  type Bus,
  type BusListener,
  type Delivery,
  NO_LISTENER,
} from "./bus.ts";

/** Bus of a single node: a published message arrives before the call returns. */
export class LocalBus implements Bus {
  readonly isLocal: boolean = true;
  #listener = NO_LISTENER;

  listen(listener: BusListener): void {
    this.#listener = listener;
  }

  subscribe(_topic: string): void {
    // Every topic is received.
  }

  unsubscribe(_topic: string): void {}

  publish(delivery: Delivery): void {
    if (delivery.kind === "room") return this.#listener.onEntries(delivery);
    for (const party of parties(delivery.conversation)) {
      this.#listener.onEntries({ ...delivery, party });
    }
  }

  announce(announcement: Announcement): void {
    this.#listener.onAnnouncement(announcement);
  }

  share(): void {
    // There are no other nodes.
  }

  wake(): void {}

  probe(): void {}

  check(): Promise<void> {
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
