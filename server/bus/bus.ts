import type { DirectMessage, RoomMessage } from "../../protocol/messages.ts";

/** Messages of one conversation that are stored and now go to whom they are for, in the order of their ids. */
export type Delivery =
  | {
    readonly kind: "room";
    /** The key of the room. */
    readonly conversation: string;
    readonly messages: readonly RoomMessage[];
    /** The session that said each, so that a dialect without echoes can leave it out there. */
    readonly sessions: readonly string[];
  }
  | {
    readonly kind: "direct";
    readonly conversation: string;
    readonly messages: readonly DirectMessage[];
    readonly sessions: readonly string[];
  };

/**
 * What carries messages between the nodes of a chat, this one included.
 *
 * - A delivery MUST reach the listener of the node that published it.
 * - Deliveries of one conversation SHOULD arrive in the order in which they were published; a node that misses one reads
 *   the store, which is the truth.
 */
export interface Bus extends AsyncDisposable {
  /** Names the one who is called at every delivery. */
  listen(listener: (delivery: Delivery) => void): void;

  /** Sends a delivery to every node. */
  publish(delivery: Delivery): void;
}
