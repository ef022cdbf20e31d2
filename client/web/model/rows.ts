import type { Entry, Note, SaidEntry } from "./entry.ts";

/** What a talk is shown as: messages of one person that follow each other are one row. */
export type Row =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "new"; readonly key: string }
  | {
    readonly kind: "group";
    readonly key: string;
    readonly from: string;
    readonly at: number;
    readonly isOwn: boolean;
    readonly messages: SaidEntry[];
  }
  | Note;

/** Longest pause within what one person says that is still shown as one, in milliseconds. */
const PAUSE = 5 * 60_000;

/**
 * Arranges a talk: by days, and by who speaks.
 *
 * @param entries What was said and happened, in order.
 * @param marker The last id that was read before one came, if what follows is to be marked as new.
 * @returns The rows, in order.
 */
export function toRows(entries: readonly Entry[], marker: number | undefined): readonly Row[] {
  const rows: Row[] = [];
  let day = "";
  let isMarked = marker === undefined;
  for (const entry of entries) {
    const today = new Date(entry.at).toDateString();
    if (today !== day) rows.push({ kind: "day", key: `day ${entry.key}`, at: entry.at });
    day = today;
    if (entry.kind === "note") {
      rows.push(entry);
      continue;
    }
    if (!isMarked && entry.id > marker! && !entry.isOwn) {
      rows.push({ kind: "new", key: "new" });
      isMarked = true;
    }
    const last = rows.at(-1);
    if (
      last?.kind === "group" && last.from === entry.from &&
      entry.at - last.messages.at(-1)!.at < PAUSE
    ) last.messages.push(entry);
    else {
      const { key, from, at, isOwn } = entry;
      rows.push({ kind: "group", key, from, at, isOwn, messages: [entry] });
    }
  }
  return rows;
}
