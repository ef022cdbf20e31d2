import { en } from "../../locale/en/catalogue.ts";
import { readClientLine } from "../../protocol/commands/parse_line.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import { ChatModel } from "../conversation/chat_model.ts";
import type { UserInterface } from "../conversation/user_interface.ts";
import { FakeClient, fromServer } from "./fake_client.ts";

/** Creates a model with one room, and keeps what the user interface is told: each call as a line. */
export function createModel() {
  const client = new FakeClient();
  const calls: string[] = [];
  const ui = new Proxy({}, {
    get: (_, name: string) => (...args: readonly unknown[]) => {
      if (name !== "onChange") calls.push([name, ...args.filter(isPlain)].join(" "));
    },
  }) as UserInterface;
  const model = new ChatModel({
    client,
    texts: () => en,
    explain: ({ code }) => `!${code}`,
    keepsLog: true,
    takesPasswords: false,
    ui,
  });
  const receive = (message: ServerMessage) => model.receive(fromServer(message));
  receive({ type: "joined", room: "#geral", name: "Ana" });
  const room = model.conversations.current!;
  const enter = (line: string, from = room) =>
    model.perform(readClientLine(line, DEFAULT_LIMITS), from);
  calls.length = 0;
  return { client, model, calls, receive, enter, room };
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}
