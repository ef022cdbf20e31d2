import type { RoomEntry } from "../../protocol/messages/server_messages.ts";
import type { Change } from "../../protocol/messages/changes.ts";
import { toChangeContent } from "../../protocol/messages/requested_change.ts";
import type { Delivery } from "../bus/bus.ts";
import type { NewChange, NewEntry, NewMessage, Stored } from "../store/entry.ts";
import type { DirectEntry } from "../store/wire_entry.ts";

/** A delivery under construction. */
type DeliveryBuilder =
  & { readonly conversation: string; readonly sessions: string[] }
  & (
    | { readonly kind: "room"; readonly entries: RoomEntry[] }
    | { readonly kind: "direct"; readonly entries: DirectEntry[] }
  );

/** Stored entries of one turn, grouped by conversation. */
export class Deliveries {
  readonly #deliveries = new Map<string, DeliveryBuilder>();
  /** Most entries of one turn are in the same room. */
  #last: DeliveryBuilder | undefined;

  [Symbol.iterator](): Iterator<Delivery> {
    return this.#deliveries.values();
  }

  /**
   * Adds an entry.
   *
   * @param kind The kind of its conversation.
   * @param entry The entry.
   * @param stored The outcome of storing it.
   * @param session The session that sent it.
   */
  add(kind: Delivery["kind"], entry: NewEntry, stored: Stored, session: string): void {
    let delivery = this.#last;
    if (delivery?.conversation !== entry.conversation) {
      delivery = this.#last = this.#deliveryOf(kind, entry.conversation);
    }
    if ("change" in entry) addChange(delivery, entry, stored);
    else addMessage(delivery, entry, stored);
    delivery.sessions.push(session);
  }

  #deliveryOf(kind: Delivery["kind"], conversation: string): DeliveryBuilder {
    const known = this.#deliveries.get(conversation);
    if (known !== undefined) return known;
    const delivery: DeliveryBuilder = kind === "room"
      ? { kind, conversation, sessions: [], entries: [] }
      : { kind, conversation, sessions: [], entries: [] };
    this.#deliveries.set(conversation, delivery);
    return delivery;
  }
}

function addMessage(
  { kind, entries }: DeliveryBuilder,
  { from, to, text, action }: NewMessage,
  { id, at, quote }: Stored,
): void {
  if (quote === undefined && action === undefined) {
    // Field by field: a spread takes ten times as long.
    if (kind === "room") entries.push({ id, room: to, from, text, at });
    else entries.push({ id, from, to, text, at });
    return;
  }
  const state = { ...(quote && { reply: quote }), ...(action && { action }) };
  if (kind === "room") entries.push({ id, room: to, from, text, at, ...state });
  else entries.push({ id, from, to, text, at, ...state });
}

function addChange(
  { kind, entries }: DeliveryBuilder,
  { from, to, change }: NewChange,
  { id, at, target }: Stored,
): void {
  const { type, about, ...content } = toChangeContent(change);
  const event: Change = { type, id, about, from, at, ...content, ...(target && { target }) };
  if (kind === "room") entries.push({ ...event, room: to });
  else entries.push({ ...event, to });
}
