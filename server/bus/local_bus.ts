import type { Bus, Delivery } from "./bus.ts";

/** The bus of a chat that is one node: what is published arrives before the call returns. */
export class LocalBus implements Bus {
  #listener: (delivery: Delivery) => void = () => {};

  listen(listener: (delivery: Delivery) => void): void {
    this.#listener = listener;
  }

  publish(delivery: Delivery): void {
    this.#listener(delivery);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
