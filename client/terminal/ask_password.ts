import { errorText } from "../../locale/render/error_message.ts";
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { Secret } from "../../protocol/commands/command_entry.ts";
import type { ClientMessage } from "../../protocol/messages/client_messages.ts";
import { BAD_PASSWORD, isPassword } from "../../protocol/text/password.ts";

/** Prompts for a line, without echo if it is a secret; resolves to `""` if nothing was entered. */
export type Ask = (prompt: string, isSecret: boolean) => Promise<string>;

/** How {@linkcode askPassword} talks to the user. */
export interface PasswordDialog {
  readonly ask: Ask;
  /** Shows a notice. */
  readonly tell: (text: string) => void;
  /** Shows an error. */
  readonly refuse: (text: string) => void;
  readonly texts: ChatTexts;
}

/**
 * Prompts for the passwords that a command needs. A new one is asked for twice, and again until it may be a password and both
 * are the same, because what the user types next is a password and must not be sent to a room.
 *
 * @param secret The command.
 * @param dialog See {@linkcode PasswordDialog}.
 * @returns The request; `undefined` if the user entered nothing.
 */
export async function askPassword(
  secret: Secret,
  dialog: PasswordDialog,
): Promise<ClientMessage | undefined> {
  const { ask, texts: { client } } = dialog;
  if (secret.type === "login") {
    const password = await ask(client.askPassword, true);
    return password === "" ? undefined : { ...secret, type: "login", password };
  }
  if (secret.type === "register") {
    const password = await askNew(dialog);
    return password === undefined ? undefined : { type: "register", password };
  }
  const old = await ask(client.askPassword, true);
  const fresh = old === "" ? undefined : await askNew(dialog);
  return fresh === undefined ? undefined : { type: "passwd", password: old, new: fresh };
}

async function askNew({ ask, tell, refuse, texts }: PasswordDialog): Promise<string | undefined> {
  const { client } = texts;
  tell(client.passwordRule);
  for (;;) {
    const password = await ask(client.askNewPassword, true);
    if (password === "") return undefined;
    if (!isPassword(password)) {
      refuse(errorText(BAD_PASSWORD, texts));
      continue;
    }
    const again = await ask(client.askAgain, true);
    if (again === password) return password;
    if (again === "") return undefined;
    refuse(client.passwordsDiffer);
  }
}
