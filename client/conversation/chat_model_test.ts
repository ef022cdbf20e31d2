import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { readClientLine } from "../../protocol/commands/parse_line.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { ServerMessage } from "../../protocol/messages/messages.ts";
import { FakeClient, fromServer } from "../testing/fake_client.ts";
import { ChatModel } from "./chat_model.ts";
import type { UserInterface } from "./user_interface.ts";

const AT = 1_000;

/** A model of which the tests see what the user interface is told: each call as a line. */
function create() {
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

Deno.test("a line goes to the room where it was typed, pending until acknowledged", () => {
  const { client, receive, enter, room } = create();
  assertEquals(enter("oi"), true);
  assertEquals(client.of("say"), [{ type: "say", room: "#geral", text: "oi", ref: 2 }]);
  assertEquals(room.pending, [{ ref: 2, text: "oi" }]);
  receive({ type: "ack", ref: 2, id: 1, at: AT });
  assertEquals(room.pending, []);
});

Deno.test("a refused message stays pending with the reason", () => {
  const { receive, enter, room } = create();
  enter("oi");
  receive({ type: "error", code: "too_fast", message: "", ref: 2 });
  assertEquals(room.pending, [{ ref: 2, text: "oi", problem: "!too_fast" }]);
});

Deno.test("an acknowledged private message is in its conversation, once", () => {
  const { model, receive } = create();
  const person = model.conversations.open("person", "Bia");
  model.say(person, "oi");
  receive({ type: "ack", ref: 2, id: 7, at: AT });
  receive({ type: "direct", id: 7, from: "Ana", to: "Bia", text: "oi", at: AT });
  assertEquals(person.entries.map((entry) => entry.kind === "said" && entry.id), [7]);
});

Deno.test("each command goes to the user interface or to the server, with the current room", () => {
  const { client, calls, enter } = create();
  const lines = ["/join jogos", "/msg Bia oi", "/watch a", "/unwatch a", "/list", "/search x"];
  const others = ["/history 5", "/login Ana", "/bell off", "/help", "/quit", "/reconnect"];
  for (const line of [...lines, ...others]) assertEquals(enter(line), true, line);
  assertEquals(calls, [
    "goToRoom #jogos",
    "sendPrivately Bia oi",
    "watch #a",
    "unwatch #a",
    "listRooms",
    "search x",
    "showHistory 5",
    "askPassword",
    "setBell off",
    "showHelp",
    "quit",
  ]);
  assertEquals(client.reconnects, 1);
  enter("/who");
  assertEquals(client.sent.at(-1), { type: "who", room: "#geral", ref: 2 });
});

Deno.test("a line that is not understood is a note, and a visible password is not sent", () => {
  const { client, calls, enter, room } = create();
  assertEquals(enter("/jion"), false);
  assertEquals(room.entries.length, 1);
  assertEquals(enter("/register segredo"), true);
  assertEquals(calls, ["onNotice", "warnOfPassword"]);
  assertEquals(client.sent.length, 1);
});

Deno.test("commands about a room are refused in a private conversation", () => {
  const { model, client, calls, enter } = create();
  assertEquals(enter("/who", model.conversations.open("person", "Bia")), false);
  assertEquals([calls, client.sent.length], [["warnOfPrivate"], 1]);
});

Deno.test("members come in parts, and follow who joins, leaves and changes names", () => {
  const { receive, room } = create();
  receive({ type: "members", room: "#geral", names: ["Caio", "Bia"], ref: 1, more: true });
  assertEquals(room.members, []);
  receive({ type: "members", room: "#geral", names: ["Ana"], ops: ["Ana"], ref: 1 });
  receive({ type: "joined", room: "#geral", name: "Davi" });
  receive({ type: "left", room: "#geral", name: "Caio" });
  receive({ type: "renamed", from: "Bia", name: "Zoé" });
  assertEquals([room.members, [...room.operators]], [["Ana", "Davi", "Zoé"], ["Ana"]]);
});

Deno.test("a message is unread until its conversation is read; private ones are mentions", () => {
  const { model, calls, receive } = create();
  receive({ type: "direct", id: 4, from: "Bia", to: "Ana", text: "oi", at: AT });
  const person = model.conversations.get("person", "bia")!;
  assertEquals([person.unread, person.mentions], [1, 1]);
  person.read();
  assertEquals([person.unread, person.mentions], [0, 0]);
  assertEquals(calls, ["onMessage"]);
});

Deno.test("private messages from while the user was away are unread, and announced once", () => {
  const { model, calls, receive } = create();
  const messages = [3, 4].map((id) => ({ id, from: "Bia", to: "Ana", text: "oi", at: AT + id }));
  receive({ type: "history", with: "Bia", messages, more: false });
  const person = model.conversations.get("person", "Bia")!;
  assertEquals([person.unread, person.hasOlder, calls], [2, true, ["onMissed"]]);
});

Deno.test("an error without a request is a note; an awaited one goes to the caller only", () => {
  const { model, calls, receive, room } = create();
  receive({ type: "error", code: "busy", message: "" });
  assertEquals(room.entries.length, 1);
  const answers: string[] = [];
  const ref = model.ask({ type: "list" }, ({ type }) => answers.push(type));
  receive({ type: "rooms", rooms: [], ref, more: true });
  receive({ type: "error", code: "busy", message: "", ref });
  receive({ type: "error", code: "busy", message: "", ref });
  assertEquals(answers, ["rooms", "error"]);
  // The last one found no caller any more.
  assertEquals([room.entries.length, calls.length], [2, 2]);
});

Deno.test("older messages are loaded before those in the log", () => {
  const { model, client, receive, room } = create();
  const said = (id: number) => ({ id, room: "#geral", from: "Bia", text: "oi", at: AT + id });
  receive({ type: "message", ...said(9) });
  let loaded = 0;
  model.loadOlder(room, 50, () => loaded++);
  assertEquals(client.sent.at(-1), {
    type: "history",
    room: "#geral",
    before: 9,
    limit: 50,
    ref: 2,
  });
  receive({ type: "history", room: "#geral", messages: [said(7), said(8)], more: true, ref: 2 });
  assertEquals([loaded, room.firstId, room.hasOlder, room.entries.length], [1, 7, true, 3]);
});

Deno.test("a request that is not sent again is forgotten when the connection is lost", () => {
  const { model, receive } = create();
  let answers = 0;
  const once = model.ask({ type: "list" }, () => answers++, { isOnce: true });
  const again = model.ask({ type: "list" }, () => answers++);
  model.receive({ type: "lost", wait: 500, reason: "lost" });
  for (const ref of [once, again]) receive({ type: "rooms", rooms: [], ref });
  assertEquals(answers, 1);
});
