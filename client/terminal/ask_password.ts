import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Secret } from "../../protocol/commands/command_entry.ts";
import type { ClientMessage } from "../../protocol/messages/client_messages.ts";

/** Prompts for a line, without echo if it is a secret; resolves to `""` if nothing was entered. */
export type Ask = (prompt: string, isSecret: boolean) => Promise<string>;

/**
 * Prompts for the passwords that a command needs; for a new one twice.
 *
 * @param secret The command.
 * @param ask Prompts for one line.
 * @param texts The language.
 * @returns The request; `undefined` if nothing was entered, or `"different"` if the new passwords differ.
 */
export async function askPassword(
  secret: Secret,
  ask: Ask,
  { client }: Catalogue,
): Promise<ClientMessage | "different" | undefined> {
  if (secret.type === "login") {
    const password = await ask(client.askPassword, true);
    return password === "" ? undefined : { ...secret, type: "login", password };
  }
  const old = secret.type === "passwd" ? await ask(client.askPassword, true) : "-";
  const fresh = old === "" ? "" : await ask(client.askNewPassword, true);
  if (fresh === "") return undefined;
  if (await ask(client.askAgain, true) !== fresh) return "different";
  return secret.type === "passwd"
    ? { type: "passwd", password: old, new: fresh }
    : { type: "register", password: fresh };
}
