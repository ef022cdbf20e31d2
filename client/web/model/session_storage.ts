import type { Pending } from "../../conversation/conversation_entry.ts";

/** A message that the server had not confirmed. What it replies to may be deleted meanwhile, so only its id is stored. */
export interface StoredPending extends Omit<Pending, "ref" | "reply"> {
  readonly about?: number;
}

/** A conversation of a stored session. */
export interface StoredConversation {
  readonly key: string;
  readonly name: string;
  /** The id of the last message that was read. */
  readonly read: number;
  /** What was typed and not sent. */
  readonly draft?: string;
  /** Messages that the server had not confirmed, or had refused. */
  readonly unsent?: readonly StoredPending[];
}

/** A tab's session, stored so that a reload resumes it. */
export interface TabState {
  readonly name: string;
  /** Authenticates the session; secret. */
  readonly token: string;
  readonly conversations: readonly StoredConversation[];
  /** What the user says about being away; absent if the user is not. */
  readonly away?: string;
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
