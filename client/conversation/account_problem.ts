import type { Secret } from "../../protocol/commands/command_entry.ts";
import type { ErrorCode } from "../../protocol/messages/error_code.ts";

/** The session of a user who types a command about an account. */
export interface AccountSession {
  readonly isConnected: boolean;
  /** Whether the session is in an account. */
  readonly isRegistered: boolean;
}

/**
 * Returns why a command needs no password yet: the session is in an account already, or in none. Without a connection,
 * `/login` returns under another name, so nothing is wrong.
 *
 * @param secret The command.
 * @param session The session that it is for.
 */
export function accountProblem(
  { type }: Secret,
  { isConnected, isRegistered }: AccountSession,
): ErrorCode | undefined {
  if (!isConnected || isRegistered === (type === "passwd")) return undefined;
  return isRegistered ? "logged_in" : "not_logged_in";
}
