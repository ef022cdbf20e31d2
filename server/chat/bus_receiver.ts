import type { Announcement, BusListener, ReceivedDelivery } from "../bus/bus.ts";
import type { ModerationAction } from "../bus/moderation_action.ts";
import type { RuleStore } from "../store/rule_store.ts";
import type { AccountWatch } from "./account_watch.ts";
import { announce, deliver, type DeliveryTargets } from "./deliver.ts";
import type { HubObserver } from "./hub_observer.ts";
import type { Enforcement } from "./moderation/enforcement.ts";
import { loadRules } from "./moderation/load_rules.ts";
import type { MemberNames } from "./member_names.ts";
import type { Presence } from "./presence.ts";

/** The part of the hub that a {@linkcode BusReceiver} needs. */
export interface BusReceiverHost extends DeliveryTargets {
  readonly store: { readonly rules: RuleStore };
  readonly accountWatch: AccountWatch;
  readonly moderation: { readonly enforcement: Enforcement };
  readonly names: Pick<MemberNames, "probe">;
  readonly presence: Presence;
  readonly observer: HubObserver;
}

/** Delivers what arrives on the bus to the members of this node. */
export class BusReceiver implements BusListener {
  readonly #host: BusReceiverHost;
  #deliveries = 0;

  constructor(host: BusReceiverHost) {
    this.#host = host;
  }

  /** Messages delivered so far, counted once per session. */
  get deliveries(): number {
    return this.#deliveries;
  }

  onEntries(received: ReceivedDelivery): void {
    this.#deliveries += deliver(this.#host, received);
  }

  onAnnouncement(announcement: Announcement): void {
    announce(this.#host, announcement);
  }

  onAction(action: ModerationAction): void {
    this.#host.moderation.enforcement.apply(action);
  }

  onWake(): void {
    const { accountWatch, presence, observer } = this.#host;
    void accountWatch.tryPoll();
    presence.applyPendingEvents()?.catch((error) => observer.onStoreFailed(error));
  }

  onProbe(name: string): void {
    this.#host.names.probe(name);
  }

  /** Reads the rules again, because moderation actions of other nodes may have been lost. */
  onResync(): void {
    const { moderation, store, observer } = this.#host;
    moderation.enforcement.reloadRules(() => loadRules(store.rules))
      .catch((error) => observer.onStoreFailed(error));
  }
}
