import type { Ref } from "../../protocol/messages/request.ts";

/** Why the hub ends a session. */
export type CloseReason =
  | "quit"
  | "replaced"
  | "name_taken"
  | "banned"
  | "busy"
  | "account_changed"
  | "moving"
  | "shutting_down";

/** The way out to one person, as the hub knows it. */
export interface SessionHandle {
  /** Queues bytes; they may be shared with others. */
  push(bytes: Uint8Array): void;
  /** Resolves when all that was pushed so far is written, or nothing more can be. */
  flushed(): Promise<void>;
  /** Whether the session has ended. */
  readonly isEnded: boolean;
  /** Says why, and ends the session. */
  end(reason: CloseReason, ref?: Ref): void;
}
