/** A tab's session, stored so that a reload resumes it. */
export interface TabState {
  readonly name: string;
  /** Authenticates the session; secret. */
  readonly token: string;
  /** The conversations; `read` is the id of the last message that was read. */
  readonly conversations: readonly {
    readonly key: string;
    readonly name: string;
    readonly read: number;
  }[];
  /** Key of the current conversation; empty if there is none. */
  readonly current: string;
}

const KEY = "chat.session";

/** Reads the session of this tab; other tabs have their own, so that two can be two users. */
export function loadTabState(): TabState | undefined {
  try {
    const value = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return value === null ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Stores a session; `undefined` removes it. */
export function saveTabState(stored: TabState | undefined): void {
  try {
    if (stored === undefined) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(stored));
  } catch {
    // The browser stores nothing for this page: a reload asks for the name again.
  }
}
