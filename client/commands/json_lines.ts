import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { print } from "../../cli/print.ts";
import { escapeControl } from "../../protocol/text/escape_control.ts";
import type { ClientMessage } from "../../protocol/messages/client_messages.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import type { ChatClient } from "../session/client.ts";
import type { ClientEvent } from "../session/event.ts";
import type { InterfaceOptions } from "../conversation/interface_options.ts";
import { Unattended } from "./unattended.ts";
import { errorText } from "../../locale/render/error_message.ts";

/**
 * Exchanges JSON with another program: each line of standard input is a message to the server, each line of standard
 * output one from it. `hello`, pings and reconnecting are handled here.
 *
 * @param options The connection and the user.
 * @returns The exit code: 1 if the server rejected a message.
 * @throws {CliError} If it cannot connect, or the name is rejected.
 */
export async function jsonLines(
  options: InterfaceOptions & { readonly name: string },
): Promise<number> {
  const { texts } = options;
  let code = 0;
  const show = (message: ServerMessage) => {
    // JSON leaves some characters unescaped that control a terminal.
    print(escapeControl(JSON.stringify(message)));
    return message.type === "error";
  };
  const unattended = new Unattended({
    ...options,
    onEvent: (event) => {
      const message = toMessage(event, client, texts);
      if (message && show(message)) code = 1;
    },
    onRefused: ({ error }) => void show(error),
  });
  const { client } = unattended;
  await unattended.enter();
  const refuse = (message: string) => {
    code = 1;
    show({ type: "error", code: "bad_message", message });
  };
  let number = 0;
  await unattended.read((line) => {
    number++;
    if (line === undefined) refuse(texts.client.lineNotText(number));
    else if (line.trim() !== "") {
      const message = parse(line);
      if (message?.type === "quit") return false;
      if (message) client.request(message);
      else refuse(texts.client.notJson(line));
    }
    return true;
  });
  return await unattended.leave() || code;
}

/** Checks only what the client needs; the server checks the rest and reports errors. */
function parse(line: string): ClientMessage | undefined {
  try {
    const value = JSON.parse(line);
    return typeof value?.type === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the message of an event, without a `ref` that the client added to the request. */
function toMessage(
  event: ClientEvent,
  client: ChatClient,
  texts: Catalogue,
): ServerMessage | undefined {
  if (event.type === "recent") {
    return event.history.ref === undefined ? event.history : undefined;
  }
  if (event.type !== "server") return undefined;
  const { message } = event;
  if (message.type === "error" && message.code === "outcome_unknown") {
    return { ...message, message: errorText(message, texts) };
  }
  if (!("ref" in message) || message.ref === undefined || !client.owns(message.ref)) return message;
  if (message.type === "ack") return undefined;
  const { ref: _, ...rest } = message;
  return rest as ServerMessage;
}
