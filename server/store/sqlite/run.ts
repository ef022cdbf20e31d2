import type { NewEntry, NewMessage } from "../entry.ts";

/**
 * Consecutive messages from one sender in one conversation, as passed between threads: each text with its time and its
 * nonce, or `null` without one. Encoding them as JSON takes a quarter of the time of separate messages.
 */
export interface MessageRun extends Omit<NewMessage, "text" | "at" | "nonce" | "reply" | "action"> {
  readonly said: (string | number | null)[];
}

/** Consecutive messages, or one entry of another kind. */
export type EntryRun = MessageRun | { readonly entry: NewEntry };

/** Elements of `said` per text. */
const FIELDS = 3;

/** Groups entries into runs. */
export function toRuns(entries: readonly NewEntry[]): EntryRun[] {
  const runs: EntryRun[] = [];
  let last: MessageRun | undefined;
  for (const entry of entries) {
    if ("change" in entry || entry.reply !== undefined || entry.action !== undefined) {
      runs.push({ entry });
      last = undefined;
      continue;
    }
    const { conversation, to, from, person, digest, text, at, nonce = null } = entry;
    const isSame = last?.conversation === conversation && last.person === person &&
      last.digest === digest && last.from === from && last.to === to;
    if (!isSame) {
      const run = { conversation, to, from, person, said: [] };
      runs.push(last = digest === undefined ? run : { ...run, digest });
    }
    last!.said.push(text, at, nonce);
  }
  return runs;
}

/** Converts runs back to entries, in order. */
export function fromRuns(runs: readonly EntryRun[]): NewEntry[] {
  const entries: NewEntry[] = [];
  for (const run of runs) {
    if ("entry" in run) {
      entries.push(run.entry);
      continue;
    }
    const { said, ...common } = run;
    for (let at = 0; at < said.length; at += FIELDS) {
      const [text, time, nonce] = said.slice(at, at + FIELDS) as [string, number, string | null];
      const message = { ...common, text, at: time };
      entries.push(nonce === null ? message : { ...message, nonce });
    }
  }
  return entries;
}
