import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import type { HistoryPage } from "../../protocol/messages/server_messages.ts";
import { createModel } from "../testing/test_model.ts";
import { noMessage } from "./no_message.ts";

const AT = 1_000;

Deno.test("a refused message stays pending with the reason", () => {
  const { receive, enter, room } = createModel();
  enter("oi");
  const problem = { type: "error", code: "too_fast", message: "", ref: 2 } as const;
  receive(problem);
  assertEquals(room.pending.all, [{ ref: 2, text: "oi", problem }]);
});

Deno.test("an acknowledged private message is in its conversation, once", () => {
  const { model, receive } = createModel();
  const person = model.conversations.open("person", "Bia");
  model.say(person, "oi");
  receive({ type: "ack", ref: 2, id: 7, at: AT });
  receive({ type: "direct", id: 7, from: "Ana", to: "Bia", text: "oi", at: AT });
  assertEquals(person.entries.map((entry) => entry.kind === "said" && entry.id), [7]);
});

Deno.test("members come in parts, and follow who joins, leaves and changes names", () => {
  const { receive, room } = createModel();
  receive({ type: "members", room: "#geral", names: ["Caio", "Bia"], ref: 1, more: true });
  assertEquals(room.members.names, []);
  receive({ type: "members", room: "#geral", names: ["Ana"], ops: ["Ana"], ref: 1 });
  receive({ type: "joined", room: "#geral", name: "Davi" });
  receive({ type: "left", room: "#geral", name: "Caio" });
  receive({ type: "renamed", from: "Bia", name: "Zoé" });
  assertEquals([room.members.names, [...room.members.operators]], [["Ana", "Davi", "Zoé"], [
    "Ana",
  ]]);
});

Deno.test("an operator's mark follows a rename, and does not stay with the old name", () => {
  const { client, receive, room } = createModel();
  receive({ type: "members", room: "#geral", names: ["Ana", "Bia"], ops: ["Ana", "Bia"], ref: 1 });
  receive({ type: "renamed", from: "Bia", name: "Zoé" });
  receive({ type: "joined", room: "#geral", name: "Bia" });
  assertEquals([...room.members.operators], ["Ana", "Zoé"]);
  receive({ type: "left", room: "#geral", name: "Zoé" });
  receive({ type: "renamed", from: "Bia", name: "Zoé" });
  assertEquals([...room.members.operators], ["Ana"]);
  receive({ type: "renamed", from: "Ana", name: "Aninha" });
  assertEquals([...room.members.operators], ["Aninha"]);
  // The client asks the server whether a returning user is still an operator.
  receive({ type: "left", room: "#geral", name: "Aninha" });
  assertEquals(client.of("who").length, 1);
  receive({ type: "joined", room: "#geral", name: "Aninha" });
  assertEquals(client.of("who").length, 2);
});

Deno.test("who operates is asked again when the user has another account or connection", () => {
  const { client, model, receive } = createModel();
  const before = client.of("who").length;
  receive({ type: "logged_in", name: "Ana" });
  receive({ type: "logged_out", name: "Ana" });
  model.receive({ type: "back", caught: 0 });
  assertEquals(client.of("who").length, before + 3);
});

Deno.test("a message is unread until its conversation is read; private ones are mentions", () => {
  const { model, calls, receive } = createModel();
  receive({ type: "direct", id: 4, from: "Bia", to: "Ana", text: "oi", at: AT });
  const person = model.conversations.get("person", "bia")!;
  assertEquals([person.unread, person.mentions], [1, 1]);
  person.read();
  assertEquals([person.unread, person.mentions], [0, 0]);
  assertEquals(calls, ["onMessage"]);
});

Deno.test("private messages from while the user was away are unread, and announced once", () => {
  const { model, calls, receive } = createModel();
  const messages = [3, 4].map((id) => ({ id, from: "Bia", to: "Ana", text: "oi", at: AT + id }));
  receive({ type: "history", with: "Bia", messages, more: false });
  const person = model.conversations.get("person", "Bia")!;
  assertEquals([person.unread, person.hasOlder, calls], [2, true, ["onMissed"]]);
});

Deno.test("an error without a request is a note; an awaited one goes to the caller only", () => {
  const { model, calls, receive, room } = createModel();
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
  const { model, client, receive, room } = createModel();
  const said = (id: number) => ({ id, room: "#geral", from: "Bia", text: "oi", at: AT + id });
  receive({ type: "message", ...said(9) });
  let loaded = 0;
  model.loadOlder(room, () => loaded++);
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

Deno.test("a message that is not here is loaded in one request, with those around it", () => {
  const { model, client, receive, room } = createModel();
  const said = (id: number) => ({ id, room: "#geral", from: "Bia", text: "oi", at: AT + id });
  const shown: (boolean | number)[] = [];
  const jumpTo = (id: number) => {
    model.jumpTo(room, id, (isThere) => shown.push(isThere, room.entries.length));
    return client.sent.at(-1)!;
  };
  receive({ type: "message", ...said(9_000) });
  const { ref, ...request } = jumpTo(40);
  assertEquals(request, { type: "history", room: "#geral", around: 40, limit: 100 });
  const page = { type: "history", room: "#geral", more: true, moreAfter: true } as const;
  receive({ ...page, messages: [39, 40, 41].map(said), first: 39, last: 41, ref: ref! });
  // Both are here.
  for (const id of [41, 9_000]) assertEquals(jumpTo(id).ref, ref);
  assertEquals([shown, room.lastId], [[true, 3, true, 3, true, 1], undefined]);
  // One that is gone.
  receive({ ...page, messages: [said(51)], first: 51, last: 51, ref: jumpTo(50).ref! });
  receive({ type: "error", code: "busy", message: "", ref: jumpTo(60).ref! });
  assertEquals(room.entries.flatMap((entry) => entry.kind === "note" ? [entry.text] : []), [
    noMessage(50, { kind: "room", name: "#geral" }, en),
    "!busy",
  ]);
  assertEquals(shown.slice(6), [false, 2, false, 3]);
});

Deno.test("loading later messages after a jump continues past pages without messages", () => {
  const { model, client, receive, room } = createModel();
  const said = (id: number) => ({ id, room: "#geral", from: "Bia", text: "oi", at: AT + id });
  const page = { type: "history", room: "#geral", more: true, moreAfter: true } as const;
  receive({ type: "message", ...said(9_000) });
  let loaded = 0;
  model.loadNewer(room, () => loaded++);
  model.jumpTo(room, 1, () => {});
  const answer = (fields: Pick<HistoryPage, "messages"> & Partial<HistoryPage>) =>
    receive({ ...page, ...fields, ref: client.sent.at(-1)!.ref! });
  answer({ messages: [said(1)], first: 1, last: 1 });
  model.loadNewer(room, () => loaded++);
  answer({ messages: [], first: 2, last: 600 });
  assertEquals([loaded, client.of("history").slice(1).map(({ ref: _, ...request }) => request)], [
    1,
    [1, 600].map((after) => ({ type: "history", room: "#geral", after, limit: 50 })),
  ]);
  answer({ messages: [said(601)], first: 601, last: 601, moreAfter: false });
  assertEquals([loaded, room.entries.length, room.lastId], [2, 3, undefined]);
});

Deno.test("a request that is not sent again is forgotten when the connection is lost", () => {
  const { model, receive } = createModel();
  let answers = 0;
  const once = model.ask({ type: "list" }, () => answers++, { isOnce: true });
  const again = model.ask({ type: "list" }, () => answers++);
  model.receive({ type: "lost", wait: 500, reason: "lost" });
  for (const ref of [once, again]) receive({ type: "rooms", rooms: [], ref });
  assertEquals(answers, 1);
});

Deno.test("a change that waits for a connection is noted where it was asked for", () => {
  const { client, model, receive, room } = createModel();
  receive({ type: "message", id: 1, from: "Ana", text: "oi", room: "#geral", at: AT });
  model.change(room, { type: "edit", about: 1, text: "olá" });
  assertEquals(room.entries.length, 1);
  client.isConnected = false;
  model.change(room, { type: "react", about: 1, emoji: "👍" });
  const note = room.entries.at(-1);
  assertEquals([room.entries.length, note?.text], [2, en.client.queued]);
});

Deno.test("changes in a private conversation are made when they are acknowledged", () => {
  const { client, calls, enter, model, receive } = createModel();
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

Deno.test("changes are applied from pages of the history and as they arrive", () => {
  const { calls, model, receive } = createModel();
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
  receive({ type: "message", id: 1, from: "Bia", text: "oi", room: "#geral", at: AT });
  receive({ ...change, type: "deleted", id: 2, room: "#geral" });
  receive({ ...change, type: "deleted", id: 2, room: "#geral" });
  assertEquals(model.conversations.get("room", "#geral")?.get(1)?.text, "");
  // A change in a conversation that is not open reaches the interface only.
  receive({ ...change, type: "edited", id: 9, with: "Caio", text: "x" });
  assertEquals(model.conversations.get("person", "Caio"), undefined);
  assertEquals(calls.filter((call) => call === "onChanged").length, 4);
});
