import type { NewMessage } from "../entry.ts";

/**
 * Consecutive messages from one sender in one conversation, as passed between threads: each text with its time and its
 * nonce, or `null` without one. Encoding them as JSON takes a quarter of the time of separate messages.
 */
export interface MessageRun extends Omit<NewMessage, "text" | "at" | "nonce"> {
  readonly said: (string | number | null)[];
}

/** Elements of `said` per text. */
const FIELDS = 3;

/** Groups messages into runs. */
export function toRuns(messages: readonly NewMessage[]): MessageRun[] {
  const runs: MessageRun[] = [];
  let last: MessageRun | undefined;
  for (const { conversation, to, from, person, digest, text, at, nonce = null } of messages) {
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

/** Converts runs back to messages, in order. */
export function fromRuns(runs: readonly MessageRun[]): NewMessage[] {
  const messages: NewMessage[] = [];
  for (const { said, ...common } of runs) {
    for (let at = 0; at < said.length; at += FIELDS) {
      const [text, time, nonce] = said.slice(at, at + FIELDS) as [string, number, string | null];
      const message = { ...common, text, at: time };
      messages.push(nonce === null ? message : { ...message, nonce });
    }
  }
  return messages;
}
