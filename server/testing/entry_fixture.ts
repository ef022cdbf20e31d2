import type { RequestedChange } from "../../protocol/messages/requested_change.ts";
import { isMessage, type NewChange, type Outcome, type StoredMessage } from "../store/entry.ts";
import type { PrunedStore } from "../store/retention.ts";
import type { EntryRange } from "../store/store.ts";
import { message, NOW } from "./store_case.ts";

/** A change by Ana in `#geral`, one second later; fields can be replaced. */
export function change(
  change: RequestedChange,
  { rights, ...other }: Partial<Omit<NewChange, "change">> = {},
): NewChange {
  const { text: _, at, ...fields } = message("", other);
  const since = { identities: [fields.person], since: 0, ...rights };
  return { at: at + 1_000, ...fields, ...other, change, rights: since };
}

export function edit(about: number, text: string, other?: Partial<NewChange>): NewChange {
  return change({ type: "edit", about, text }, other);
}

export function remove(about: number, other?: Partial<NewChange>, reason?: string): NewChange {
  return change({ type: "delete", about, ...(reason !== undefined && { reason }) }, other);
}

export function react(about: number, emoji: string, other?: Partial<NewChange>): NewChange {
  return change({ type: "react", about, emoji }, other);
}

export function unreact(about: number, emoji: string, other?: Partial<NewChange>): NewChange {
  return change({ type: "react", about, emoji, remove: true }, other);
}

/** Fields of another author. */
export const BIA = { from: "Bia", person: "bia" };

export async function entriesOf(store: PrunedStore, range: Partial<EntryRange> = {}) {
  return (await store.read("#geral", { limit: 100, ...range })).entries;
}

export async function only(store: PrunedStore, id: number): Promise<StoredMessage> {
  const entry = (await entriesOf(store)).find((entry) => entry.id === id)!;
  if (!isMessage(entry)) throw new Error(`${id} is a change`);
  return entry;
}

/** Outcomes without quotes and targets. */
export function short(outcomes: readonly Outcome[]): unknown[] {
  return outcomes.map((outcome) =>
    "code" in outcome ? outcome.code : [outcome.id, outcome.at - NOW, outcome.repeated]
  );
}
