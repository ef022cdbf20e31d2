import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import type { HistoryPage } from "../../protocol/messages/server_messages.ts";
import { type ReadPoint, ReadPoints } from "./read_points.ts";
import { createLineChat } from "../testing/test_line_chat.ts";

Deno.test("/history asked again shows the page before, until another command", () => {
  const { client, lines, receive, enter } = createLineChat();
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

Deno.test("/search shows what it found as it was typed", () => {
  const { lines, receive, enter } = createLineChat();
  enter("/search maca");
  const found = { id: 1, room: "#geral", from: "Bia", text: "uma maçã", at: 0 };
  receive({ type: "found", messages: [found], more: false, ref: 1 });
  assertEquals(lines.at(-1)!.endsWith("[#geral] Bia: uma maçã"), true);
});

Deno.test("a request without a connection is said to be queued", () => {
  const { client, lines, enter } = createLineChat();
  client.isConnected = false;
  enter("oi");
  enter("/help");
  assertEquals(lines, [`[SYS] ${en.client.queued}`]);
});

/** What a change by Bia of the message 1 has. */
const CHANGE = { room: "#geral", about: 1, from: "Bia", at: 0 };

Deno.test("of the reactions of others, only the first with each emoji is shown", () => {
  const { lines, receive, say } = createLineChat();
  say("#geral", 1, "oi\ne tchau");
  lines.length = 0;
  let id = 1;
  const react = (from: string, emoji: string, fields = {}) =>
    receive({ ...CHANGE, type: "reacted", id: ++id, from, emoji, ...fields });
  react("Bia", "👍");
  react("Caio", "👍");
  react("Caio", "🎉");
  react("Bia", "👍", { removed: true });
  react("Caio", "👍", { removed: true });
  react("Bia", "👍");
  react("Bia", "👍", { about: 99 });
  react("Ana", "👍");
  react("Ana", "👍", { removed: true });
  react("Ana", "🐱", { about: 99 });
  const to = { author: "Bia", removed: false };
  const line = (reaction: Parameters<typeof en.client.reacted>[0], text = ": oi e tchau") =>
    `[#geral] ${en.client.reacted(reaction)}${text}`;
  assertEquals(lines, [
    line({ ...to, from: "Bia", emoji: "👍" }),
    line({ ...to, from: "Caio", emoji: "🎉" }),
    line({ ...to, from: "Ana", emoji: "👍" }),
    line({ ...to, from: "Ana", emoji: "👍", removed: true }),
    line({ from: "Ana", emoji: "🐱", removed: false, id: 99 }, ""),
  ]);
});

Deno.test("edits and deletions are shown once, with the time of the message if it is known", () => {
  const { lines, receive, say } = createLineChat();
  say("#geral", 1);
  lines.length = 0;
  const edited = { ...CHANGE, type: "edited", id: 2, text: "a\n\u001bb" } as const;
  receive(edited);
  receive(edited);
  receive({ ...edited, id: 3, about: 99 });
  const { text: _, ...gone } = edited;
  receive({ ...gone, id: 4, about: 98 });
  receive({ ...CHANGE, type: "deleted", id: 5, reason: "spam" });
  receive({ ...edited, id: 6 });
  assertEquals(lines.map((line) => line.replace(/\(.*\)/, "(TIME)")), [
    "[#geral] Bia edited (TIME): a\n  \\u001bb",
    "[#geral] Bia edited: a\n  \\u001bb",
    "[SYS] Bia deleted a message (TIME): spam",
  ]);
});

Deno.test("the latest message to edit is of the room or private, and not deleted", () => {
  const { chat, client, enter, receive } = createLineChat();
  const own = (id: number, text: string, at: number) =>
    receive({ type: "message", id, room: "#geral", from: "Ana", text, at });
  assertEquals(chat.editOfLast, undefined);
  own(1, "um", 1);
  own(2, "dois", 3);
  receive({ type: "direct", id: 1, from: "Ana", to: "Bia", text: "oi", at: 2 });
  assertEquals(chat.editOfLast, "/edit 2 dois");
  receive({ ...CHANGE, type: "edited", id: 3, about: 2, text: "2", from: "Ana" });
  assertEquals(chat.editOfLast, "/edit 2 2");
  receive({ ...CHANGE, type: "deleted", id: 4, about: 2 });
  assertEquals(chat.editOfLast, "/edit @Bia 1 oi");
  enter("três");
  assertEquals(chat.editOfLast, "/edit -1 três");
  receive({ type: "ack", ref: client.sent.at(-1)!.ref!, id: 5, at: 9 });
  own(5, "três", 9);
  assertEquals(chat.editOfLast, "/edit 5 três");
});

Deno.test("/history goes on before a page that has only changes", () => {
  const { client, lines, receive, enter } = createLineChat();
  enter("/history");
  const page = { type: "history", room: "#geral", more: true } as const;
  const changes = [{ ...CHANGE, type: "deleted" as const, id: 40 }];
  receive({ ...page, messages: [], changes, first: 40, last: 40, ref: client.sent.length });
  assertEquals(client.sent.at(-1), { type: "history", room: "#geral", before: 40, ref: 2 });
  const said = { id: 39, room: "#geral", from: "Bia", text: "oi", at: 1 };
  receive({ ...page, messages: [said], first: 38, last: 39, ref: 2 });
  assertEquals(lines, [`[SYS] ${en.chat.history("#geral", 1)}`, "[#geral] Bia: oi"]);
  enter("/history");
  assertEquals(client.sent.at(-1), { type: "history", room: "#geral", before: 38, ref: 3 });
});

Deno.test("messages of ignored users are neither lines nor counted as missed", () => {
  const { client, chat, lines, receive, enter, say } = createLineChat();
  enter("/ignore bia");
  chat.receive({ type: "lost", wait: 0, reason: "lost" });
  lines.length = 0;
  say("#geral", 1);
  receive({ type: "message", id: 2, room: "#geral", from: "Caio", text: "olá", at: 2 });
  receive({ type: "reacted", id: 3, room: "#geral", from: "Bia", about: 2, emoji: "👍", at: 3 });
  chat.receive({ type: "back", caught: 2 });
  assertEquals(lines, ["[#geral] Caio: olá", `[SYS] ${en.client.back(1)}`]);
  lines.length = 0;
  const page = { type: "history", room: "#geral", more: false } as const;
  const messages = ["Bia", "Caio"].map((from, index) => ({
    ...{ type: "message", id: index + 1, room: "#geral", from, text: "x", at: 1 } as const,
  }));
  enter("/history");
  receive({ ...page, messages, ref: client.of("history").at(-1)!.ref! });
  enter("/search x");
  receive({ type: "found", more: false, messages, ref: client.of("search").at(-1)!.ref! });
  assertEquals(lines, [
    `[SYS] ${en.chat.history("#geral", 1)}`,
    "[#geral] Caio: x",
    `[SYS] ${en.chat.found(1)}`,
    lines[3],
  ]);
});

/** The latest messages of a room: those with ids up to `last`, at most so many. */
function recent(room: string, last: number, count = last): HistoryPage {
  const messages = Array.from({ length: count }, (_, index) => {
    const id = last - count + 1 + index;
    return { type: "message" as const, id, room, from: "Bia", text: `m${id}`, at: id };
  });
  return { type: "history", room, messages, more: count < last, last };
}

const shownAs = (room: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `[${room}] Bia: m${from + index}`);

Deno.test("a room new to the user shows a few messages, one they return to what is new", () => {
  const { chat, lines, enter, accept, say } = createLineChat();
  chat.receive({ type: "recent", history: recent("#geral", 20) });
  const end = "[SYS] End of the earlier messages in #geral.";
  const title = "[SYS] Last 5 messages of #geral:";
  assertEquals(lines.splice(0), [title, ...shownAs("#geral", 16, 20), end]);
  say("#geral", 21, "m21");
  enter("/join jogos");
  accept("#jogos");
  chat.receive({ type: "recent", history: recent("#jogos", 0) });
  enter("/join geral");
  lines.length = 0;
  accept("#geral");
  chat.receive({ type: "recent", history: recent("#geral", 23) });
  assertEquals(lines.splice(0), [
    ...["[SYS] You joined #geral.", "[SYS] You left #jogos.", title],
    ...shownAs("#geral", 17, 21),
    "── new ──",
    ...shownAs("#geral", 22, 23),
  ]);
});

Deno.test("more new messages than a page has are said to be there", () => {
  const points = new ReadPoints();
  points.set("#geral", { id: 2, at: 2 });
  const { chat, lines } = createLineChat(points);
  chat.receive({ type: "recent", history: recent("#geral", 9, 3) });
  assertEquals(lines, [
    "[SYS] There are more new messages before these: /history shows them.",
    "── new ──",
    ...shownAs("#geral", 7, 9),
  ]);
});

Deno.test("messages of the user are not new, others after them are", () => {
  const points = new ReadPoints();
  points.set("#geral", { id: 1, at: 1 });
  const { chat, lines } = createLineChat(points);
  const history = recent("#geral", 3);
  const [one, two, three] = history.messages;
  chat.receive({
    type: "recent",
    history: { ...history, messages: [one!, { ...two!, from: "Ana" }, three!] },
  });
  assertEquals(lines.slice(-3), ["[#geral] Ana: m2", "── new ──", "[#geral] Bia: m3"]);
});

Deno.test("messages of a server that numbers a room anew are new", () => {
  const points = new ReadPoints();
  points.set("#geral", { id: 50, at: 1 });
  const { chat, lines } = createLineChat(points);
  chat.receive({ type: "recent", history: recent("#geral", 3) });
  assertEquals(lines.slice(-3), ["── new ──", ...shownAs("#geral", 2, 3)]);
});

Deno.test("what was missed while the connection was lost comes after a line", () => {
  const { client, chat, lines, say } = createLineChat();
  client.isConnected = false;
  chat.receive({ type: "lost", reason: "lost", wait: 1_000 });
  lines.length = 0;
  say("#geral", 1, "one");
  say("#geral", 2, "two");
  client.isConnected = true;
  chat.receive({ type: "back", caught: 2 });
  say("#geral", 3, "three");
  assertEquals(lines, [
    "── new ──",
    ...["[#geral] Bia: one", "[#geral] Bia: two"],
    "[SYS] Reconnected. You missed 2 messages, shown above.",
    "[#geral] Bia: three",
  ]);
});

Deno.test("the reason of a kick is the last line, after the room that the user goes to", () => {
  const { chat, lines, enter, receive, accept } = createLineChat();
  enter("/join jogos");
  accept("#jogos");
  lines.length = 0;
  receive({ type: "left", room: "#jogos", name: "Ana", by: "Bia", reason: "spam" });
  assertEquals(lines, []);
  accept("#geral");
  chat.receive({ type: "recent", history: recent("#geral", 1) });
  assertEquals(lines.splice(0).slice(-2), [
    "[SYS] End of the earlier messages in #geral.",
    "[SYS] Bia kicked you from #jogos (spam).",
  ]);
  // If the room refuses the user, too.
  receive({ type: "left", room: "#geral", name: "Ana", by: "Bia" });
  const nowhere =
    "[SYS] You are not in any room. Join one with /join <room>; /list shows the rooms.";
  assertEquals(lines.splice(0), ["[SYS] Bia kicked you from #geral.", nowhere]);
});

Deno.test("a ban hides the kick that it causes, and is the last line for the banned user", () => {
  const { chat, lines, enter, receive, accept } = createLineChat();
  enter("/join jogos");
  accept("#jogos");
  lines.length = 0;
  const ban = { type: "banned", room: "#jogos", by: "Bia", reason: "spam" } as const;
  receive({ ...ban, name: "Rui" });
  receive({ type: "left", room: "#jogos", name: "Rui", by: "Bia", reason: "spam" });
  assertEquals(lines.splice(0), ["[SYS] Bia banned Rui from #jogos (spam)."]);
  receive({ type: "left", room: "#jogos", name: "Rui", by: "Bia", reason: "spam" });
  assertEquals(lines.splice(0), ["[SYS] Bia kicked Rui from #jogos (spam)."]);
  receive({ ...ban, name: "Ana" });
  receive({ type: "left", room: "#jogos", name: "Ana", by: "Bia", reason: "spam" });
  accept("#geral");
  chat.receive({ type: "recent", history: recent("#geral", 0) });
  assertEquals(lines.splice(0).slice(-1), ["[SYS] Bia banned you from #jogos (spam)."]);
  // In a room where the user is not, nothing else follows.
  receive({ ...ban, name: "Ana" });
  assertEquals(lines.splice(0), ["[SYS] Bia banned you from #jogos (spam)."]);
});

Deno.test("a view of the log has a mark before what is new since the last session", () => {
  const enterAfter = (read: ReadPoint | undefined, history = recent("#geral", 9)) => {
    const points = new ReadPoints();
    if (read) points.set("#geral", read);
    const { chat } = createLineChat(points);
    chat.receive({ type: "recent", history });
    return chat.lend({}).conversations.current!.marker;
  };
  assertEquals(enterAfter({ id: 6, at: 6 }), 6);
  assertEquals(enterAfter({ id: 9, at: 9 }), undefined);
  assertEquals(enterAfter(undefined), undefined);
  // All are of another numbering, in which only the last ones are here.
  assertEquals(enterAfter({ id: 700, at: 1 }, recent("#geral", 9, 3)), 6);
});

Deno.test("the mark is gone once the user has spoken below it", () => {
  const points = new ReadPoints();
  points.set("#geral", { id: 1, at: 1 });
  const { chat, enter } = createLineChat(points);
  chat.receive({ type: "recent", history: recent("#geral", 2) });
  enter("visto");
  assertEquals(chat.lend({}).conversations.current!.marker, undefined);
});
