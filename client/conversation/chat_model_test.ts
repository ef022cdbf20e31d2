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

const SAID = { room: "#geral", at: AT };

/** Says three messages in the room: by Bia, Ana and Bia. */
function converse({ receive }: ReturnType<typeof create>): void {
  const people = ["Bia", "Ana", "Bia"];
  for (const [index, from] of people.entries()) {
    receive({ type: "message", id: index + 1, from, text: from, ...SAID });
  }
}

Deno.test("commands count messages from the end: one's own to change, all to answer or react to", () => {
  const chat = create();
  const { client, enter, room } = chat;
  converse(chat);
  const sent = (line: string) => {
    assertEquals(enter(line), true, line);
    const { ref: _, ...request } = client.sent.at(-1)!;
    return request;
  };
  const where = { room: "#geral" };
  assertEquals(sent("/edit -1 novo"), { type: "edit", about: 2, text: "novo", ...where });
  assertEquals(sent("/delete -1 engano"), { type: "delete", about: 2, reason: "engano", ...where });
  assertEquals(sent("/react -2 👍"), { type: "react", about: 2, emoji: "👍", ...where });
  assertEquals(sent("/react 7 -👍"), {
    ...{ type: "react", about: 7, emoji: "👍", remove: true, ...where },
  });
  assertEquals(sent("/me acena"), { type: "say", text: "acena", action: true, ...where });
  assertEquals(room.pending.at(-1)?.action, true);
  assertEquals(sent("/reply 1 sim"), { type: "say", text: "sim", reply: 1, ...where });
  assertEquals(room.pending.at(-1)?.reply, { id: 1, from: "Bia", text: "Bia" });
});

Deno.test("a message that is not there is named", () => {
  const chat = create();
  const { client, enter, room } = chat;
  converse(chat);
  const count = client.sent.length;
  for (const line of ["/edit -2 x", "/react -4 👍", "/reply -99 x"]) {
    assertEquals(enter(line), false);
  }
  assertEquals(client.sent.length, count);
  assertEquals(room.entries.slice(-3).map((entry) => entry.text), [
    en.chat.noMessage(-2, "#geral"),
    en.chat.noMessage(-4, "#geral"),
    en.chat.noMessage(-99, "#geral"),
  ]);
});

Deno.test("a command about a message that is on its way waits for its id", () => {
  const chat = create();
  const { client, enter, receive } = chat;
  converse(chat);
  enter("oi");
  const { ref } = client.sent.at(-1)!;
  enter("/edit -1 olá");
  enter("/edit -2 antes");
  assertEquals(client.of("edit").map((edit) => "about" in edit && edit.about), [2]);
  receive({ type: "ack", ref: ref!, id: 9, at: AT });
  assertEquals(client.of("edit").map((edit) => "about" in edit && edit.about), [2, 9]);
  enter("não");
  const { ref: refused } = client.sent.at(-1)!;
  enter("/delete -1");
  receive({ type: "error", code: "muted", message: "", ref: refused! });
  assertEquals(client.of("delete"), []);
});

Deno.test("changes in a private conversation are made when they are acknowledged", () => {
  const { client, calls, enter, model, receive } = create();
  const person = model.conversations.open("person", "Bia");
  const acknowledge = (id: number) =>
    receive({ type: "ack", ref: client.sent.at(-1)!.ref!, id, at: AT + id });
  receive({ type: "direct", id: 1, from: "Bia", to: "Ana", text: "oi", at: AT });
  enter("/reply -1 olá", person);
  acknowledge(2);
  assertEquals(person.get(2)?.reply, { id: 1, from: "Bia", text: "oi" });
  enter("/edit -1 olá!", person);
  assertEquals(client.of("edit").map(({ ref: _, ...edit }) => edit), [
    { type: "edit", with: "Bia", about: 2, text: "olá!" },
  ]);
  acknowledge(3);
  enter("/react -2 👍", person);
  acknowledge(4);
  receive({ type: "reacted", id: 5, with: "Bia", about: 2, from: "Bia", at: AT, emoji: "🎉" });
  enter("/delete 2", person);
  assertEquals(person.get(2)?.text, "olá!");
  acknowledge(6);
  assertEquals(person.get(2)?.deleted, { by: "Ana", at: AT + 6 });
  assertEquals(person.get(1)?.mine, ["👍"]);
  assertEquals(calls.filter((call) => call === "onChanged").length, 4);
});

Deno.test("changes missed while away are made, as are those of a room", () => {
  const { calls, model, receive } = create();
  const person = model.conversations.open("person", "Bia");
  receive({ type: "direct", id: 1, from: "Bia", to: "Ana", text: "oi", at: AT });
  const change = { about: 1, from: "Bia", at: AT };
  receive({
    ...{ type: "history", with: "Bia", messages: [], more: false, first: 2, last: 3 },
    changes: [
      { ...change, type: "edited", id: 2, text: "olá" },
      { ...change, type: "reacted", id: 3, emoji: "👍" },
    ],
  });
  assertEquals([person.get(1)?.text, person.get(1)?.reactions?.length], ["olá", 1]);
  receive({ type: "message", id: 1, from: "Bia", text: "oi", ...SAID });
  receive({ ...change, type: "deleted", id: 2, room: "#geral" });
  receive({ ...change, type: "deleted", id: 2, room: "#geral" });
  assertEquals(model.conversations.get("room", "#geral")?.get(1)?.text, "");
  // A change in a conversation that is not open reaches the interface only.
  receive({ ...change, type: "edited", id: 9, with: "Caio", text: "x" });
  assertEquals(model.conversations.get("person", "Caio"), undefined);
  assertEquals(calls.filter((call) => call === "onChanged").length, 4);
});

Deno.test("commands with a name are about the private conversation with that user", () => {
  const { client, calls, enter, receive, room } = create();
  assertEquals([enter("/edit @Bia -1 x"), enter("/reply @Bia -1 x")], [false, false]);
  assertEquals(room.entries.at(-1)?.text, en.chat.noMessage(-1, "Bia"));
  receive({ type: "direct", id: 1, from: "Ana", to: "Bia", text: "oi", at: AT });
  receive({ type: "direct", id: 2, from: "Bia", to: "Ana", text: "olá", at: AT });
  receive({ type: "message", id: 1, from: "Ana", text: "oi", ...SAID });
  const lines = ["/edit @bia -1 oi!", "/delete @Bia -1", "/react @Bia -1 👍", "/react @Caio 7 👍"];
  for (const line of lines) assertEquals(enter(line), true, line);
  assertEquals(
    client.sent.slice(-4).map((sent) => "about" in sent && [sent.type, sent.with, sent.about]),
    [["edit", "bia", 1], ["delete", "Bia", 1], ["react", "Bia", 2], ["react", "Caio", 7]],
  );
  enter("/reply @Bia -1 tudo bem?");
  assertEquals(calls.at(-1), "sendPrivately Bia tudo bem?");
});
