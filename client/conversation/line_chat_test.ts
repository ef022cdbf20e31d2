import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { readClientLine } from "../../protocol/commands/parse_line.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { ServerMessage } from "../../protocol/messages/messages.ts";
import { FakeClient, fromServer } from "../testing/fake_client.ts";
import { displayLine } from "./display_entry.ts";
import { LineChat } from "./line_chat.ts";

/** A chat of lines, which go to an array. */
function create() {
  const client = new FakeClient();
  const lines: string[] = [];
  const ignore = () => {};
  const chat = new LineChat({
    client,
    texts: en,
    takesPasswords: false,
    output: {
      show: (entries) => lines.push(...entries.map((entry) => displayLine(entry, en))),
      showHelp: ignore,
      askPassword: ignore,
      setBell: ignore,
      quit: ignore,
    },
  });
  const receive = (message: ServerMessage) => chat.receive(fromServer(message));
  const enter = (line: string) => chat.perform(readClientLine(line, DEFAULT_LIMITS));
  const say = (room: string, id: number, text = "oi") =>
    receive({ type: "message", id, room, from: "Bia", text, at: id });
  /** Answers the last `join`. */
  const accept = (room: string) =>
    receive({ type: "joined", room, name: "Ana", ref: client.of("join").at(-1)!.ref! });
  return { client, chat, lines, receive, enter, say, accept };
}

Deno.test("/join goes to a room at once, and leaves the other one when it worked", () => {
  const { client, chat, lines, enter, accept } = create();
  enter("/join jogos");
  enter("oi");
  assertEquals(chat.room, "#jogos");
  assertEquals(client.sent.map(({ type }) => type), ["join", "say"]);
  // In the case that the room was created with.
  accept("#Jogos");
  assertEquals(chat.room, "#Jogos");
  assertEquals(client.sent.at(-1), { type: "leave", room: "#geral", ref: 3 });
  assertEquals(lines, [`[SYS] ${en.chat.joined("#Jogos")}`]);
});

Deno.test("a refused /join goes back to the room that still counts", () => {
  const { client, chat, receive, enter } = create();
  const refuse = (ref: number) => receive({ type: "error", code: "forbidden", message: "no", ref });
  enter("/join a");
  refuse(1);
  assertEquals(chat.room, "#geral");
  enter("/join a");
  enter("/join b");
  refuse(2);
  assertEquals(chat.room, "#b");
  receive({ type: "joined", room: "#b", name: "Ana", ref: 3 });
  assertEquals(client.sent.at(-1), { type: "leave", room: "#geral", ref: 4 });
});

Deno.test("watched rooms count what is unread until they are the current one", () => {
  const { client, chat, lines, enter, say, accept } = create();
  enter("/watch jogos");
  accept("#jogos");
  chat.receive({
    type: "recent",
    history: { type: "history", room: "#jogos", messages: [], more: false },
  });
  say("#jogos", 1);
  say("#geral", 1);
  assertEquals(chat.otherRooms, [{ room: "#jogos", unread: 1 }]);
  assertEquals(lines, [
    `[SYS] ${en.client.watching("#jogos")}`,
    "[#jogos] Bia: oi",
    "[#geral] Bia: oi",
  ]);
  enter("/watch geral");
  enter("/join jogos");
  accept("#jogos");
  assertEquals(chat.otherRooms, [{ room: "#geral", unread: 0 }]);
  assertEquals(client.of("leave"), []);
  enter("/unwatch geral");
  assertEquals(client.of("leave").length, 1);
  assertEquals(chat.otherRooms, []);
});

Deno.test("a refused /watch watches nothing", () => {
  const { chat, receive, enter } = create();
  enter("/watch jogos");
  assertEquals(chat.otherRooms, [{ room: "#jogos", unread: 0 }]);
  receive({ type: "error", code: "forbidden", message: "no", ref: 1 });
  assertEquals(chat.otherRooms, []);
});

Deno.test("a user put out of the current room goes to the first one", () => {
  const { client, chat, receive, enter, accept } = create();
  enter("/join jogos");
  accept("#jogos");
  receive({ type: "left", room: "#jogos", name: "Ana", by: "Bia" });
  assertEquals(chat.room, "#geral");
  assertEquals(client.sent.at(-1), { type: "join", room: "#geral", ref: 3 });
});

Deno.test("/history asked again shows the page before, until another command", () => {
  const { client, lines, receive, enter } = create();
  const answer = (id: number) =>
    receive({
      type: "history",
      room: "#geral",
      messages: [{ id, room: "#geral", from: "Bia", text: "oi", at: id }],
      more: true,
      ref: client.sent.length,
    });
  enter("/history 1");
  answer(9);
  enter("/history 1");
  answer(8);
  enter("/who");
  enter("/history 1");
  const before = client.of("history").map((request) => "before" in request && request.before);
  assertEquals(before, [false, 9, false]);
  assertEquals(lines, [
    `[SYS] ${en.chat.history("#geral", 1)}`,
    "[#geral] Bia: oi",
    `[SYS] ${en.client.earlier("#geral", 1)}`,
    "[#geral] Bia: oi",
  ]);
});

Deno.test("/search highlights the terms in what it found", () => {
  const { lines, receive, enter } = create();
  enter("/search maca");
  const found = { id: 1, room: "#geral", from: "Bia", text: "uma maçã", at: 0 };
  receive({ type: "found", messages: [found], more: false, ref: 1 });
  assertEquals(lines.at(-1)!.endsWith("[#geral] Bia: uma *maçã*"), true);
});

Deno.test("a request without a connection is said to be queued", () => {
  const { client, lines, enter } = create();
  client.isConnected = false;
  enter("oi");
  enter("/help");
  assertEquals(lines, [`[SYS] ${en.client.queued}`]);
});
