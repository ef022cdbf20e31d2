import type { Address } from "../../cli/address.ts";
import type { ConnectionOptions } from "../session/connection.ts";
import type { Entrance, EntranceOptions } from "../net/listener.ts";

/** The server, as far as its HTTP endpoints need it. */
export interface HttpHost {
  /** What the connections of all endpoints share. */
  readonly shared: ConnectionOptions;
  /**
   * Listens on one more address.
   *
   * @throws {Error} If it cannot listen there.
   */
  listen(
    address: Address,
    options: Omit<EntranceOptions, "gate" | "spares">,
  ): Entrance;
  /** Counts and logs a rejected request. */
  noteRefusal(host: string, kind: string, reason?: string): void;
}
