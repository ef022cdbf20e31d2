/** What a tab remembers, to go on as the same person after it was loaded again. */
export interface Remembered {
  readonly name: string;
  /** Shows that it is the same person; a secret. */
  readonly token: string;
  /** The talks, with the last id that was read of each. */
  readonly talks: readonly { readonly key: string; readonly name: string; readonly read: number }[];
  /** The key of the talk on the screen. */
  readonly current: string;
}

const KEY = "chat.session";

/** Gives what this tab remembers; of a tab alone, so that two of them can be two people. */
export function recall(): Remembered | undefined {
  try {
    const value = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return value === null ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Remembers that, or forgets what was remembered. */
export function remember(remembered: Remembered | undefined): void {
  try {
    if (remembered === undefined) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(remembered));
  } catch {
    // Where nothing may be kept, the name is asked for again.
  }
}
