import type { ArchivedEntry } from "./archive.ts";
import type { RequestedChange } from "../../protocol/messages/requested_change.ts";
import type { StoredChange } from "./entry.ts";

/**
 * Write access to a database without messages, for entries that have their ids.
 *
 * A message is stored as it is given. A change is made to its message, unless the message is not there, has a `rev` that is
 * not lower, or the change has lost its text or its emoji. In any case it keeps its id.
 */
export interface Importer extends AsyncDisposable {
  /** Adds entries. Each MUST have the id after the last one of its conversation; the first of each may have any. */
  add(entries: readonly ArchivedEntry[]): Promise<void>;
  /** Stores what was added. Without it, nothing is stored. */
  commit(): Promise<void>;
}

/** Returns what a stored change does, or `undefined` if it does not tell. */
export function toRequestedChange(
  { type, about, text, reason, emoji, removed }: StoredChange,
): RequestedChange | undefined {
  switch (type) {
    case "edited":
      return text === undefined ? undefined : { type: "edit", about, text };
    case "deleted":
      return { type: "delete", about, ...(reason !== undefined && { reason }) };
    case "reacted":
      if (emoji === undefined) return undefined;
      return { type: "react", about, emoji, ...(removed && { remove: true }) };
  }
}
