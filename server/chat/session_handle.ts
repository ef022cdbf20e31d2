import type { Bye } from "../../protocol/messages/server_messages.ts";

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

/** Fields of `bye` besides its reason. */
export type ByeFields = Pick<Bye, "ref" | "after">;

/** A session as the hub sees it. */
export interface SessionHandle {
  /** Whether the session has ended. */
  readonly isEnded: boolean;
  /** Sends the reason and ends the session. */
  end(reason: CloseReason, fields?: ByeFields): void;
  /** Finds out whether the client is still there, and ends the session if not: another client asks for its name. */
  probe(): void;
}
