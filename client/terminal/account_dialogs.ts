import { errorText } from "../../locale/render/error_message.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Secret } from "../../protocol/commands/command_entry.ts";
import { accountProblem } from "../conversation/account_problem.ts";
import { explainError } from "../conversation/explain_error.ts";
import type { LineChat } from "../conversation/line_chat.ts";
import type { ChatClient } from "../session/client.ts";
import type { ClientEvent } from "../session/event.ts";
import { askPassword } from "./ask_password.ts";
import type { Display } from "./display.ts";
import { promptLogin } from "./login_prompt.ts";
import type { StatusLine } from "./status_line.ts";

/** Options of {@linkcode AccountDialogs}. */
export interface AccountDialogsOptions {
  readonly client: ChatClient;
  readonly chat: LineChat;
  readonly texts: Catalogue;
  readonly display: Display;
  readonly status: StatusLine;
  /** Shows a notice. */
  readonly tell: (text: string) => void;
  /** Shows an error. */
  readonly refuse: (text: string) => void;
  /** Asks the user, and accepts no lines meanwhile. */
  readonly whileAsking: <T>(ask: () => Promise<T>) => Promise<T>;
  /** Called when the user was asked. */
  readonly onDone: () => void;
}

/** Asks the user for names and passwords while the chat runs. */
export class AccountDialogs {
  readonly #options: AccountDialogsOptions;
  #isSigningIn = false;

  constructor(options: AccountDialogsOptions) {
    this.#options = options;
  }

  /** Whether the user is asked for another name or password, as the server refuses to have the session back. */
  get isSigningIn(): boolean {
    return this.#isSigningIn;
  }

  /** Asks for another name or password until the server has the session back. */
  async signInAgain({ name, error }: ClientEvent & { readonly type: "refused" }): Promise<void> {
    const { client, texts, display, status, refuse, whileAsking, onDone } = this.#options;
    this.#isSigningIn = true;
    display.status(undefined);
    await whileAsking(() =>
      promptLogin({
        texts,
        name,
        password: undefined,
        refusal: error,
        say: (...args) => status.waitFor(texts.client.waiting, client.handshake(...args)),
        ask: (...args) => display.ask(...args),
        onRefused: (error) => refuse(explainError(error, texts)),
      })
    );
    this.#isSigningIn = false;
    onDone();
  }

  /** Asks for the password of a command, and again if the server says that it is wrong. */
  async askPassword(secret: Secret): Promise<void> {
    const { client, chat, texts, display, tell, refuse, whileAsking, onDone } = this.#options;
    const { isConnected, name } = client;
    const code = accountProblem(secret, { isConnected, isRegistered: chat.isRegistered });
    if (code) return refuse(errorText({ code, value: name }, texts));
    const message = await whileAsking(() =>
      askPassword(secret, { texts, refuse, tell, ask: (...args) => display.ask(...args) })
    );
    if (message) {
      chat.ask(message, (answer) => {
        if (answer.type !== "error") return;
        chat.refuse(answer);
        if (answer.code === "wrong_password") void this.askPassword(secret);
      });
    } else tell(texts.client.passwordCancelled);
    onDone();
  }
}
