import type { Address } from "../../cli/address.ts";
import type { Listener, ListenerOptions } from "../net/listener.ts";
import type { ChatConnectionOptions } from "./connection.ts";
import type { Stats } from "../telemetry/stats.ts";

/** What an endpoint is given by the server that opens it. */
export interface EndpointHost {
  /** What all chat connections share, whatever carries them. */
  readonly connections: ChatConnectionOptions;
  /**
   * Listens within the limits that hold for all endpoints together.
   *
   * @throws {Error} If it cannot listen there.
   */
  listen(address: Address, options: Omit<ListenerOptions, "limiter" | "fdReserve">): Listener;
  /**
   * Counts and logs a connection or a request that is rejected.
   *
   * @param host The client's address.
   * @param kind What it is counted as.
   * @param reason Why, for the log.
   */
  logRejection(host: string, kind: string, reason?: string): void;
  /** Counts what the server is doing now. */
  stats(): Stats;
}
