import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { createModel } from "../testing/test_model.ts";
import { noMessage } from "./no_message.ts";

const AT = 1_000;
const SAID = { room: "#geral", at: AT };

/** Says three messages in the room: by Bia, Ana and Bia. */
function converse({ receive }: ReturnType<typeof createModel>): void {
  const people = ["Bia", "Ana", "Bia"];
  for (const [index, from] of people.entries()) {
    receive({ type: "message", id: index + 1, from, text: from, ...SAID });
  }
}

Deno.test("a line goes to the room where it was typed, pending until acknowledged", () => {
  const { client, receive, enter, room } = createModel();
  assertEquals(enter("oi"), true);
  assertEquals(client.of("say"), [{ type: "say", room: "#geral", text: "oi", ref: 2 }]);
  assertEquals(room.pending.all, [{ ref: 2, text: "oi" }]);
  receive({ type: "ack", ref: 2, id: 1, at: AT });
  assertEquals(room.pending.all, []);
});

Deno.test("each command goes to the user interface or to the server, with the current room", () => {
  const { client, calls, enter } = createModel();
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
  const { client, calls, enter, room } = createModel();
  assertEquals(enter("/jion"), false);
  assertEquals(room.entries.length, 1);
  assertEquals(enter("/register segredo"), true);
  assertEquals(calls, ["onNotice", "warnOfPassword"]);
  assertEquals(client.sent.length, 1);
});

Deno.test("commands about a room are refused in a private conversation", () => {
  const { model, client, calls, enter } = createModel();
  assertEquals(enter("/who", model.conversations.open("person", "Bia")), false);
  assertEquals([calls, client.sent.length], [["warnOfPrivate"], 1]);
});

Deno.test("/edit -1 and /delete -1 mean the user's own latest message; /react counts all", () => {
  const chat = createModel();
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
  assertEquals(room.pending.all.at(-1)?.action, true);
  assertEquals(sent("/reply 1 sim"), { type: "say", text: "sim", reply: 1, ...where });
  assertEquals(room.pending.all.at(-1)?.reply, { id: 1, from: "Bia", text: "Bia" });
});

Deno.test("a message that is not there is named", () => {
  const chat = createModel();
  const { client, enter, room } = chat;
  converse(chat);
  const count = client.sent.length;
  for (const line of ["/edit -2 x", "/react -4 👍", "/reply -99 x"]) {
    assertEquals(enter(line), false);
  }
  assertEquals(client.sent.length, count);
  assertEquals(room.entries.slice(-3).map((entry) => entry.text), [
    noMessage(-2, { kind: "room", name: "#geral" }, en),
    noMessage(-4, { kind: "room", name: "#geral" }, en),
    noMessage(-99, { kind: "room", name: "#geral" }, en),
  ]);
});

Deno.test("a command about a message that is on its way waits for its id", () => {
  const chat = createModel();
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

Deno.test("commands with a name are about the private conversation with that user", () => {
  const { client, calls, enter, receive, room } = createModel();
  assertEquals([enter("/edit @Bia -1 x"), enter("/reply @Bia -1 x")], [false, false]);
  assertEquals(room.entries.at(-1)?.text, noMessage(-1, { kind: "person", name: "Bia" }, en));
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

Deno.test("/whois and /away are answered where typed; absences of others add no line", () => {
  const { client, enter, model, receive, room } = createModel();
  receive({ type: "members", room: "#geral", names: ["Ana", "Bia"], ref: client.sent[0]!.ref! });
  const bia = model.conversations.open("person", "Bia");
  enter("/whois bia", bia);
  const ref = client.sent.at(-1)!.ref!;
  const [since, idle] = [Date.now() - 7_200_000, 300_000];
  receive({
    ...{ type: "whois", name: "Bia", registered: true, since, idle, away: "aula", ref },
    rooms: ["#geral", "#time"],
  });
  assertEquals(bia.entries.map((entry) => entry.text), [
    "Bia (registered account): online for 2 hr, idle for 5 min; away: aula; rooms in common: #geral, #time",
  ]);
  const before = room.entries.length;
  receive({ type: "away", name: "Bia", text: "aula" });
  assertEquals(room.entries.length, before);
  assertEquals([...room.members.away], [["Bia", "aula"]]);
  enter("/away lunch");
  receive({ type: "away", name: "Ana", text: "lunch", ref: client.sent.at(-1)!.ref! });
  enter("/away");
  receive({ type: "away", name: "Ana", ref: client.sent.at(-1)!.ref! });
  assertEquals(room.entries.slice(before).map((entry) => entry.text), [
    en.chat.away("lunch"),
    en.chat.back,
  ]);
});

Deno.test("a sender learns once for each away text that the recipient is away", () => {
  const { client, enter, model, receive } = createModel();
  const bia = model.conversations.open("person", "Bia");
  let id = 0;
  const told = (text: string) => {
    const before = bia.entries.filter(({ kind }) => kind === "note").length;
    enter(text, bia);
    receive({ type: "ack", ref: client.sent.at(-1)!.ref!, id: ++id, at: AT });
    return bia.entries.filter(({ kind }) => kind === "note").slice(before).map(({ text }) => text);
  };
  assertEquals(told("oi"), []);
  receive({ type: "away", name: "Bia", text: "aula" });
  assertEquals(told("oi?"), [en.client.isAway("Bia", "aula")]);
  assertEquals(told("ah"), []);
  const room = "#geral";
  receive({ type: "members", room, names: ["Ana", "Bia"], away: { Bia: "aula" } });
  assertEquals(told("sim"), []);
  receive({ type: "members", room, names: ["Ana", "Bia"], away: { Bia: "almoço" } });
  assertEquals(told("e agora?"), [en.client.isAway("Bia", "almoço")]);
  receive({ type: "away", name: "Bia" });
  assertEquals(told("voltou?"), []);
  receive({ type: "away", name: "Caio", text: "férias" });
  receive({ type: "renamed", from: "Caio", name: "Bia" });
  assertEquals(told("Caio?"), [en.client.isAway("Bia", "férias")]);
});
