import type { Address } from "../../cli/address.ts";
import type { Listener, ListenerOptions } from "../net/listener.ts";
import type { ChatConnectionOptions } from "./connection_options.ts";
import type { Stats } from "../telemetry/stats.ts";

/** What an endpoint says about its listener; the server adds the rest. */
export type ListenOptions =
  & Pick<ListenerOptions, "keys" | "refuse" | "waitsForRequest" | "forwarders">
  & Partial<Pick<ListenerOptions, "proxies">>;

/** What an endpoint needs of the server. */
export interface EndpointHost {
  /** Options that all chat connections share. */
  readonly connections: ChatConnectionOptions;
  /**
   * Opens a listener under the limits that all endpoints share.
   *
   * @throws {Error} If it cannot listen.
   */
  listen(address: Address, options: ListenOptions): Promise<Listener>;
  /**
   * Counts and logs a connection or a request that is rejected.
   *
   * @param host The client's address.
   * @param kind The kind, for the metrics.
   * @param reason The reason, for the log.
   */
  logRejection(host: string, kind: string, reason?: string): void;
  /** Returns the server's current statistics. */
  stats(): Stats;
}
