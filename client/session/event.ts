import type {
  ErrorMessage,
  HistoryPage,
  ServerMessage,
} from "../../protocol/messages/server_messages.ts";

/** An event of a client. */
export type ClientEvent =
  /** A message from the server. */
  | { readonly type: "server"; readonly message: ServerMessage }
  /** A message from the server that cannot be parsed. */
  | { readonly type: "unreadable" }
  /**
   * The connection is lost, for a reason as in {@linkcode Closed}; the next attempt is in `wait` milliseconds. `error`
   * is the error of the last attempt, if there was one.
   */
  | {
    readonly type: "lost";
    readonly wait: number;
    readonly reason: string;
    readonly error?: string;
  }
  /**
   * The server rejects resuming the session under `name`. `next` is what the client does: try again by itself, wait for
   * another name or password (see `ClientOptions.asksUser`), or close.
   */
  | {
    readonly type: "refused";
    readonly name: string;
    readonly error: ErrorMessage;
    readonly next: "retry" | "wait" | "close";
  }
  /** The client attempts to reconnect. */
  | { readonly type: "trying" }
  /** The latest messages of a room that the user joined. */
  | { readonly type: "recent"; readonly history: HistoryPage }
  /** Some messages of a room that the client missed are no longer stored. */
  | { readonly type: "gap"; readonly room: string }
  /** Reconnected; `caught` missed messages were passed on. */
  | { readonly type: "back"; readonly caught: number }
  | Closed;

/** The session is over: the client closed, or the server rejects it for good. */
export interface Closed {
  /** The type of the event. */
  readonly type: "closed";
  /** Reason of the server's `bye`, code of its error, `silent` if it stopped answering, or `lost`. */
  readonly reason: string;
  /** The server's text if it rejected the client, or the error of the last attempt to connect. */
  readonly message?: string;
  /** The server's error if it rejected the client. */
  readonly error?: ErrorMessage;
}
