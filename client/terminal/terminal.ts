import { dim, getColorEnabled, red, setColorEnabled } from "@std/fmt/colors";
import { LOBBY, nameKey, toName } from "../../protocol/names.ts";
import type { Secret } from "../../protocol/commands.ts";
import type { ErrorMessage, Welcome } from "../../protocol/messages.ts";
import { quote } from "../../protocol/quote.ts";
import { Failure } from "../../cli/failure.ts";
import { ChatClient } from "../client.ts";
import type { ClientEvent } from "../event.ts";
import type { InterfaceOptions } from "../connect.ts";
import { Conversation } from "../conversation.ts";
import { askPassword } from "./ask_password.ts";
import { Completions } from "./completions.ts";
import { Screen } from "./screen.ts";

/** Refusals of a name for want of its password. */
const PASSWORDS = new Set(["password_required", "wrong_password"]);

/** For how long the server may take to say goodbye, in milliseconds. */
const GOODBYE = 1_000;

/**
 * Talks at a terminal until whoever sits there leaves.
 *
 * @param options Where to connect, and as whom; the name is asked for if it is left out.
 * @returns The exit code.
 * @throws {Failure} If there is no connection to be had, or the server is gone for good.
 */
export async function terminal(
  options: InterfaceOptions & { readonly name: string | undefined },
): Promise<number> {
  const { texts, room } = options;
  setColorEnabled(getColorEnabled() && !Deno.env.get("NO_COLOR"));
  const closed = Promise.withResolvers<string>();
  const onEvent = (event: ClientEvent) => {
    if (event.type === "closed") return closed.resolve(event.reason);
    completions.learn(event);
    screen.print(conversation.lines(event).map(styled));
  };
  const client: ChatClient = new ChatClient({ dial: options.dial, onEvent });
  const conversation = new Conversation(client, texts, true);
  const completions = new Completions(client, conversation);
  await client.connect();

  let isLeaving = false;
  const leave = () => {
    if (isLeaving) return;
    isLeaving = true;
    screen.stopPrompting();
    client.quit();
    const timer = setTimeout(() => client.close(), GOODBYE);
    closed.promise.then(() => clearTimeout(timer));
  };
  const onLine = (line: string) => {
    if (client.name === "") return greet(line);
    const answer = conversation.enter(line);
    if (answer === "quit") return leave();
    if ("type" in answer) return askFor(answer);
    screen.print(answer.map(styled));
    screen.prompt(texts.client.prompt);
  };
  const askFor = async (secret: Secret) => {
    const message = await askPassword(secret, (prompt) => screen.ask(prompt), texts);
    if (isLeaving) return;
    if (message === "different") {
      screen.print([styled(`[${texts.chat.error}] ${texts.client.passwordsDiffer}`)]);
    } else if (message) client.request(message);
    screen.prompt(texts.client.prompt);
  };
  const greet = async (given: string, password?: string): Promise<void> => {
    const name = toName(given);
    const answer: Welcome | ErrorMessage | undefined = name === undefined
      ? { type: "error", code: "bad_name", message: texts.errors.bad_name(quote(given)) }
      : await client.greet(name, password);
    if (answer === undefined || isLeaving) return;
    if (answer.type === "error") {
      const isSecret = name !== undefined && PASSWORDS.has(answer.code);
      const isAsked = answer.code === "password_required";
      const isGiven = isAsked && options.password !== undefined;
      if (!isAsked) {
        screen.print(conversation.lines({ type: "server", message: answer }).map(styled));
      }
      if (!isSecret) return screen.prompt(texts.client.askName);
      const password = isGiven ? options.password : await screen.ask(texts.client.askPassword);
      if (isLeaving) return;
      return password ? greet(name, password) : screen.prompt(texts.client.askName);
    }
    if (nameKey(room) !== LOBBY) conversation.move(room);
    screen.prompt(texts.client.prompt);
  };

  const screen = new Screen({
    onLine,
    onLeave: leave,
    complete: (...args) => completions.of(...args),
  });
  screen.print([texts.client.connected(options.address)]);
  if (options.name === undefined) screen.prompt(texts.client.askName);
  else greet(options.name);
  const reason = await closed.promise;
  screen.close();
  if (isLeaving) return 0;
  throw new Failure(texts.client.cannotConnect(options.address, reason));
}

/** Tells the kinds of lines apart by colour, beside the words that do. */
function styled(line: string): string {
  if (line.startsWith("[SYS]")) return dim(line);
  return /^\[ERR?O/.test(line) ? red(line) : line;
}
