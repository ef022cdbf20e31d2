import type { Catalogue } from "../../locale/catalogue.ts";
import type { Secret } from "../../protocol/commands.ts";
import type { ClientMessage } from "../../protocol/messages.ts";

/** Asks for a line that is not shown; resolves to `""` where nothing was given. */
export type Ask = (prompt: string) => Promise<string>;

/**
 * Asks for the passwords that a command needs, a new one twice.
 *
 * @param secret What they are needed for.
 * @param ask Asks for each.
 * @param texts The language.
 * @returns The request; `undefined` if nothing was given, or `"different"` if a new one was not the same twice.
 */
export async function askPassword(
  secret: Secret,
  ask: Ask,
  { client }: Catalogue,
): Promise<ClientMessage | "different" | undefined> {
  if (secret.type === "login") {
    const password = await ask(client.askPassword);
    return password === "" ? undefined : { ...secret, type: "login", password };
  }
  const old = secret.type === "passwd" ? await ask(client.askPassword) : "-";
  const fresh = old === "" ? "" : await ask(client.askNewPassword);
  if (fresh === "") return undefined;
  if (await ask(client.askAgain) !== fresh) return "different";
  return secret.type === "passwd"
    ? { type: "passwd", password: old, new: fresh }
    : { type: "register", password: fresh };
}
