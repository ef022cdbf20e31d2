import type { HistoryPage, ServerMessage } from "../../protocol/messages/messages.ts";

/** What happens to a client. */
export type ClientEvent =
  /** The server said something. */
  | { readonly type: "server"; readonly message: ServerMessage }
  /** The server said something that cannot be understood. */
  | { readonly type: "unreadable" }
  /**
   * The connection is lost, for a reason as in {@linkcode Closed}; the next attempt is in `wait` milliseconds. `error` says why the
   * last attempt failed, if there was one.
   */
  | {
    readonly type: "lost";
    readonly wait: number;
    readonly reason: string;
    readonly error?: string;
  }
  /** The client tries to connect again. */
  | { readonly type: "trying" }
  /** What was said last in a room that one came into. */
  | { readonly type: "recent"; readonly history: HistoryPage }
  /** Some of what was said in a room while the client was away is not kept. */
  | { readonly type: "gap"; readonly room: string }
  /** The connection is there again, and what was missed was shown: so many messages. */
  | { readonly type: "back"; readonly caught: number }
  | Closed;

/** It is over: the client closed, or the server will not have it back. */
export interface Closed {
  /** The type of the event. */
  readonly type: "closed";
  /** The reason of the server's `bye`, the code of its refusal, `silent` if it stopped answering, or `lost`. */
  readonly reason: string;
  /** The server's text, if it refused the client, or why the client could not connect. */
  readonly message?: string;
}
