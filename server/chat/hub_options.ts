import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Rate, ServerLimits } from "../../protocol/limits.ts";
import type { Bus } from "../bus/bus.ts";
import type { Directory, DirectoryOptions } from "./directory.ts";
import type { HubObserver } from "./hub_observer.ts";
import type { Rule } from "../store/rule_store.ts";
import type { Store } from "../store/store.ts";

/** What a hub is made of. */
export interface HubOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly texts: Catalogue;
  readonly limits: ServerLimits;
  /** How fast the server reads each client. */
  readonly rate: Rate;
  /** Largest room in which comings and goings are told to everyone. */
  readonly announceLimit: number;
  /** What the server calls itself, as in `chat/0.1.0`. */
  readonly server: string;
  /** Creates the directory; on a single node it is left out. */
  readonly directory?: (options: DirectoryOptions) => Directory;
  readonly observer: HubObserver;
  /** What holds in the rooms, as the store has it. */
  readonly rules: readonly Rule[];
  /** Accounts that one address may register in an hour; without it, {@linkcode PER_HOUR}. */
  readonly maxRegistrations?: number;
}
