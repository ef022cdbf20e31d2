/**
 * The bus: carries what one node stores or announces to all nodes, over NATS or, on a single node, in memory.
 *
 * It delivers in the order of the ids and reads what it missed from the store. It knows neither rooms nor members.
 *
 * @module
 */
import type { ModerationAction } from "./moderation_action.ts";
import type { RoomEntry, ServerMessage } from "../../protocol/messages/server_messages.ts";
import type { DirectEntry } from "../store/wire_entry.ts";

/** Stored entries of one conversation on their way to its recipients, in the order of their ids. */
export type Delivery =
  | {
    readonly kind: "room";
    /** The key of the room. */
    readonly conversation: string;
    readonly entries: readonly RoomEntry[];
    /** Session that sent each entry, so that a dialect without echoes can skip it; empty if unknown. */
    readonly sessions: readonly string[];
  }
  | {
    readonly kind: "direct";
    readonly conversation: string;
    readonly entries: readonly DirectEntry[];
    readonly sessions: readonly string[];
  };

/** A delivery as received: a private entry arrives once for each of its two users, whom `party` names. */
export type ReceivedDelivery =
  | Delivery & { readonly kind: "room" }
  | Delivery & { readonly kind: "direct"; readonly party: string };

/** Event for the members of some rooms. A node that misses it resyncs. */
export interface Announcement {
  readonly event: ServerMessage;
  /** Keys of the rooms; a member of several gets it once. */
  readonly rooms: readonly string[];
  /** Session or identity that is not notified. */
  readonly except: string;
}

/** Placeholder until {@linkcode Bus.listen} is called. */
export const NO_LISTENER: BusListener = {
  onEntries: () => {},
  onAnnouncement: () => {},
  onAction: () => {},
  onWake: () => {},
  onProbe: () => {},
  onResync: () => {},
};

/** Receiver of messages from a bus. */
export interface BusListener {
  /** Called with entries, each once and in the order of the ids of a conversation. */
  onEntries(received: ReceivedDelivery): void;
  /** Called with an event, at most once. */
  onAnnouncement(announcement: Announcement): void;
  /** Called with a moderation action of another node, perhaps twice. */
  onAction(action: ModerationAction): void;
  /** Called when another node has left pending events for this one. */
  onWake(): void;
  /** Called when a client of another node was refused a name. */
  onProbe(name: string): void;
  /** Called when messages of the bus may have been lost. */
  onResync(): void;
}

/**
 * Carries messages between the nodes of a chat, including this one.
 *
 * - A topic is subscribed from when {@linkcode Bus.subscribe} has resolved until {@linkcode Bus.unsubscribe} was called
 *   as often. Entries stored in that time MUST arrive at every node that subscribes, in the order of the ids, without
 *   gaps, each once. The store is authoritative: a bus reads there what it lost.
 * - Entries arrive only after they were published; announcements MAY be lost.
 */
export interface Bus extends AsyncDisposable {
  /** Whether there is one node: then entries arrive before their senders are answered. */
  readonly isLocal: boolean;

  /** Sets the listener. Call it once, before any other method. */
  listen(listener: BusListener): void;

  /**
   * Subscribes to a topic.
   *
   * @param topic Key of a room, or result of {@linkcode userTopic}.
   * @returns A promise, unless the subscription is active at once; if it rejects, the topic is not subscribed.
   */
  subscribe(topic: string): Promise<void> | void;

  /** Unsubscribes from a topic, once for each subscription. */
  unsubscribe(topic: string): void;

  /** Sends stored messages to every node that subscribes to their topic. */
  publish(delivery: Delivery): void;

  /** Sends an event to every node. */
  announce(announcement: Announcement): void;

  /** Shares a moderation action with every other node. It MAY be lost. */
  share(action: ModerationAction): void;

  /** Asks the other nodes to read their pending events. It MAY be lost. */
  wake(): void;

  /** Has the other nodes find out whether the holder of a name is still there. It MAY be lost. */
  probe(name: string): void;

  /** Rejects if messages from other nodes arrive only through the store. */
  check(): Promise<void>;
}

/** Returns the topic of private messages to a user. */
export function userTopic(identity: string): string {
  return `@${identity}`;
}
