import { errorMessage } from "../../locale/render/error_message.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { ErrorMessage } from "../../protocol/messages/server_messages.ts";
import { toName } from "../../protocol/text/names.ts";
import { badName } from "../../protocol/messages/name_problem.ts";
import type { ChatClient } from "../session/client.ts";
import type { HandshakeReply } from "../session/handshake.ts";
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
  /** What the server answered to the name already, and the user knows. */
  readonly refusal?: ErrorMessage;
  /** Shows why a name was rejected. */
  readonly onRefused: (error: ErrorMessage) => void;
}

/**
 * Sends names and passwords until the server accepts one, prompting for others; stays pending if the connection is lost.
 *
 * @param options See {@linkcode LoginPromptOptions}.
 */
export async function promptLogin(options: LoginPromptOptions): Promise<void> {
  const { say, texts, ask, onRefused, refusal } = options;
  let given = options.name ?? await ask(texts.client.askName, false);
  let password: string | undefined;
  let unused = options.password;
  const attempt = (): Promise<HandshakeReply> => {
    const name = toName(given);
    if (name !== undefined) return say(name, password);
    return Promise.resolve(errorMessage(badName(given), texts));
  };
  for (let answer = refusal ?? await attempt();; answer = await attempt()) {
    if (answer?.type === "welcome") return;
    if (answer === undefined) return await new Promise(() => {});
    const isAsked = answer.code === "password_required";
    if (!isAsked && answer !== refusal) onRefused(answer);
    const name = asksPassword(answer) ? toName(given) : undefined;
    // Do not answer forever a server that keeps asking for the same.
    const first = isAsked ? unused : undefined;
    if (isAsked) unused = undefined;
    password = first ??
      (name === undefined ? "" : await ask(texts.client.askAccountPassword(name), true));
    if (password !== "") continue;
    password = undefined;
    given = await ask(texts.client.askName, false);
  }
}
