import { CliError } from "../../cli/cli_error.ts";
import type { InterfaceOptions } from "../conversation/interface_options.ts";
import type { ChatClient } from "../session/client.ts";
import { closeMessage } from "../conversation/close_message.ts";
import type { Closed } from "../session/event.ts";
import { signIn } from "../session/sign_in.ts";

/** Maximum unanswered requests; input waits above it. */
export const MAX_UNANSWERED = 64;

/** Options of {@linkcode enter}. */
export interface EnterOptions extends Pick<InterfaceOptions, "password" | "address" | "texts"> {
  readonly name: string;
  /** The last event of the client. */
  readonly closed: Promise<Closed>;
}

/**
 * Connects and signs in without prompting for another name.
 *
 * @throws {CliError} If it cannot connect, or the name is rejected.
 */
export async function enter(
  client: ChatClient,
  { name, password, address, texts, closed }: EnterOptions,
): Promise<void> {
  await client.connect();
  const answer = await signIn(client, name, password);
  if (answer?.type === "welcome") return;
  client.close();
  if (answer === undefined) throw new CliError(closeMessage(await closed, address(), texts));
  // The server's text is for users who can type another name.
  const isPassword = answer.code === "password_required";
  throw new CliError(isPassword ? texts.client.passwordNeeded(name) : answer.message);
}
