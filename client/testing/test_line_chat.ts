import { en } from "../../locale/en/catalogue.ts";
import { readClientLine } from "../../protocol/commands/parse_line.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import { FakeClient, fromServer } from "./fake_client.ts";
import { displayLine } from "../conversation/display_entry.ts";
import { LineChat } from "../conversation/line_chat.ts";
import type { LineOutput } from "../conversation/line_output.ts";
import { moveText } from "../conversation/move_run.ts";
import { ReadPoints } from "../conversation/read_points.ts";

/** Returns an output that shows entries, a join or leave as one of its own, and ignores commands. */
export function showOnly(show: LineOutput["show"]): LineOutput {
  const ignore = () => {};
  return {
    show,
    showMove: (move) => show([{ type: "system", text: moveText(move, en) }]),
    showHelp: ignore,
    askPassword: ignore,
    setBell: ignore,
    clear: ignore,
    setScreen: ignore,
    quit: ignore,
  };
}

/** Creates a chat of lines, which go to an array. */
export function createLineChat(points = new ReadPoints()) {
  const client = new FakeClient();
  const lines: string[] = [];
  const chat = new LineChat({
    client,
    texts: en,
    takesPasswords: false,
    showsRecent: true,
    room: "#geral",
    points,
    output: showOnly((entries) => lines.push(...entries.map((entry) => displayLine(entry, en)))),
  });
  const receive = (message: ServerMessage) => chat.receive(fromServer(message));
  const enter = (line: string) => chat.perform(readClientLine(line, DEFAULT_LIMITS));
  const say = (room: string, id: number, text = "oi") =>
    receive({ type: "message", id, room, from: "Bia", text, at: id });
  /** Answers the last `join`. */
  const accept = (room: string) =>
    receive({ type: "joined", room, name: "Ana", ref: client.of("join").at(-1)!.ref! });
  receive({ type: "joined", room: "#geral", name: "Ana" });
  lines.length = 0;
  return { client, chat, lines, receive, enter, say, accept };
}
