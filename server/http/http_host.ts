import type { Address } from "../../cli/address.ts";
import type { ChatConnectionOptions } from "../session/connection.ts";
import type { Listener, ListenerOptions } from "../net/listener.ts";

/** The server, as far as its HTTP endpoints need it. */
export interface HttpHost {
  /** What the connections of all endpoints share. */
  readonly shared: ChatConnectionOptions;
  /**
   * Listens on one more address.
   *
   * @throws {Error} If it cannot listen there.
   */
  listen(
    address: Address,
    options: Omit<ListenerOptions, "limiter" | "fdReserve">,
  ): Listener;
  /** Counts and logs a rejected request. */
  logRejection(host: string, kind: string, reason?: string): void;
}
