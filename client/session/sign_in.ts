import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { ErrorMessage, Welcome } from "../../protocol/messages/server_messages.ts";
import type { ChatClient } from "./client.ts";

/** Codes with which a server asks for the password of a name. */
const PASSWORD_CODES: ReadonlySet<ErrorCode> = new Set(["password_required", "wrong_password"]);

/** Returns whether an error asks for the password of a name, or for another one. */
export function asksPassword({ code }: ErrorMessage): boolean {
  return PASSWORD_CODES.has(code);
}

/**
 * Signs in, and sends the password only if the server asks for it: on an unprotected connection it does not.
 *
 * @param client The connected session.
 * @param name The name.
 * @param password Its password, if given.
 * @returns The server's answer, or `undefined` if the connection was lost.
 */
export async function signIn(
  client: ChatClient,
  name: string,
  password: string | undefined,
): Promise<Welcome | ErrorMessage | undefined> {
  const answer = await client.handshake(name);
  const isAsked = answer?.type === "error" && answer.code === "password_required";
  return isAsked && password !== undefined ? client.handshake(name, password) : answer;
}
