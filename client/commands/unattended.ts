import { CliError } from "../../cli/cli_error.ts";
import type { InterfaceOptions } from "../conversation/interface_options.ts";
import type { ChatClient } from "../session/client.ts";
import { UNREADABLE } from "../session/close_reasons.ts";
import { signIn } from "../session/sign_in.ts";

/** Maximum unanswered requests; input waits above it. */
export const MAX_UNANSWERED = 64;

/**
 * Connects and signs in without prompting for another name.
 *
 * @throws {CliError} If it cannot connect, or the name is rejected.
 */
export async function enter(
  client: ChatClient,
  { name, password, texts }: Pick<InterfaceOptions, "password" | "texts"> & {
    readonly name: string;
  },
): Promise<void> {
  await client.connect();
  const answer = await signIn(client, name, password);
  if (answer?.type === "welcome") return;
  client.close();
  // The server's text is for users who can type another name.
  if (answer?.code === "password_required") throw new CliError(texts.client.passwordNeeded(name));
  const reason = client.reason === UNREADABLE ? texts.client.unreadable() : "EOF";
  throw new CliError(answer?.message ?? reason);
}
