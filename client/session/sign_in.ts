import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { ErrorMessage, Welcome } from "../../protocol/messages/messages.ts";
import type { ChatClient } from "./client.ts";

/** Codes with which a server asks for the password of a name. */
const PASSWORD_CODES: ReadonlySet<ErrorCode> = new Set(["password_required", "wrong_password"]);

/** Whether a server refuses a name because it needs the name's password, or another one. */
export function asksPassword({ code }: ErrorMessage): boolean {
  return PASSWORD_CODES.has(code);
}

/**
 * Says a name, and its password only where that is asked for: a server that would let it be read on the way does not ask.
 *
 * @param client The session, connected.
 * @param name The name to go by.
 * @param password Its password, where one was given.
 * @returns What the server answered, or `undefined` if the connection was lost.
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
