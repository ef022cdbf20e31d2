import { errorMessage } from "../../locale/render/error_message.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { ErrorMessage, Welcome } from "../../protocol/messages/messages.ts";
import { toName } from "../../protocol/text/names.ts";
import { quote } from "../../protocol/text/quote.ts";
import type { ChatClient } from "../session/client.ts";
import { asksPassword } from "../session/sign_in.ts";
import type { Ask } from "./ask_password.ts";

/** Options of {@linkcode promptLogin}. */
export interface LoginPromptOptions {
  /** Sends a name to the server; resolves with its answer. */
  readonly say: ChatClient["handshake"];
  readonly texts: Catalogue;
  /** The name to try first; without it, the user is asked. */
  readonly name: string | undefined;
  /** The password to try first, if the name needs one. */
  readonly password: string | undefined;
  readonly ask: Ask;
  /** Shows why a name was rejected. */
  readonly onRefused: (error: ErrorMessage) => void;
}

/** Sends names and passwords until the server accepts one, prompting for others; stays pending if the connection is lost. */
export async function promptLogin(options: LoginPromptOptions): Promise<void> {
  const { say, texts, ask, onRefused } = options;
  let given = options.name ?? await ask(texts.client.askName, false);
  let password: string | undefined;
  let unused = options.password;
  for (;;) {
    const name = toName(given);
    const answer: Welcome | ErrorMessage | undefined = name === undefined
      ? errorMessage({ code: "bad_name", value: quote(given) }, texts)
      : await say(name, password);
    if (answer?.type === "welcome") return;
    if (answer === undefined) return await new Promise(() => {});
    const isAsked = answer.code === "password_required";
    if (!isAsked) onRefused(answer);
    const isSecret = name !== undefined && asksPassword(answer);
    // Do not answer forever a server that keeps asking for the same.
    const first = isAsked ? unused : undefined;
    if (isAsked) unused = undefined;
    password = first !== undefined
      ? first
      : isSecret
      ? await ask(texts.client.askPassword, true)
      : undefined;
    if (!password) {
      password = undefined;
      given = await ask(texts.client.askName, false);
    }
  }
}
