import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Rate, ServerLimits } from "../../protocol/limits.ts";
import type { Bus } from "../bus/bus.ts";
import type { ChangesOptions } from "./changes.ts";
import type { HubObserver } from "./hub_observer.ts";
import type { Presence, PresenceHost } from "./presence.ts";
import type { Rule } from "../store/rule_store.ts";
import type { Store } from "../store/store.ts";

/** Options of a hub. */
export interface HubOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly texts: Catalogue;
  readonly limits: ServerLimits;
  /** Rate at which the server reads each client. */
  readonly rate: Rate;
  /** Size of the largest room in which joins and leaves are announced. */
  readonly announceLimit: number;
  /** Name and version of the server, as in `chat/0.1.0`. */
  readonly server: string;
  /**
   * Creates the presence of a hub that has all else.
   *
   * @default {LocalPresence}
   */
  readonly presence?: (host: PresenceHost) => Presence;
  readonly observer: HubObserver;
  /** Rules from the store. */
  readonly rules: readonly Rule[];
  /** Accounts that one address can register in an hour; by default {@linkcode DEFAULT_MAX_REGISTRATIONS}. */
  readonly maxRegistrations?: number;
  /** As {@linkcode ChangesOptions.editWindow}. */
  readonly editWindow?: ChangesOptions["editWindow"];
}
