import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { createLineChat } from "../testing/test_line_chat.ts";

Deno.test("/join goes to a room at once, and leaves the other one when it worked", () => {
  const { client, chat, lines, enter, accept } = createLineChat();
  enter("/join jogos");
  enter("oi");
  assertEquals(chat.room, "#jogos");
  assertEquals(client.sent.map(({ type }) => type), ["join", "say"]);
  // In the case that the room was created with.
  accept("#Jogos");
  assertEquals(chat.room, "#Jogos");
  assertEquals(client.sent.at(-1), { type: "leave", room: "#geral", ref: 3 });
  assertEquals(lines, ["[SYS] You joined #Jogos.", "[SYS] You left #geral."]);
});

Deno.test("a refused /join goes back to the room that still counts", () => {
  const { client, chat, receive, enter } = createLineChat();
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
  const { client, chat, lines, enter, say, accept } = createLineChat();
  enter("/watch jogos");
  accept("#jogos");
  chat.receive({
    type: "recent",
    history: { type: "history", room: "#jogos", messages: [], more: false },
  });
  say("#jogos", 1);
  say("#geral", 1);
  assertEquals(chat.otherRooms, [{ room: "#jogos", unread: 1, mentions: 0 }]);
  assertEquals(lines, [
    `[SYS] ${en.client.watching("#jogos")}`,
    "[#jogos] Bia: oi",
    "[#geral] Bia: oi",
  ]);
  enter("/watch geral");
  enter("/join jogos");
  accept("#jogos");
  assertEquals(chat.otherRooms, [{ room: "#geral", unread: 0, mentions: 0 }]);
  assertEquals(client.of("leave"), []);
  enter("/unwatch geral");
  assertEquals(client.of("leave").length, 1);
  assertEquals(chat.otherRooms, []);
});

Deno.test("a refused /watch watches nothing", () => {
  const { chat, receive, enter } = createLineChat();
  enter("/watch jogos");
  assertEquals(chat.otherRooms, [{ room: "#jogos", unread: 0, mentions: 0 }]);
  receive({ type: "error", code: "forbidden", message: "no", ref: 1 });
  assertEquals(chat.otherRooms, []);
});

Deno.test("a user kicked from the current room goes to the first one", () => {
  const { client, chat, receive, enter, accept } = createLineChat();
  enter("/join jogos");
  accept("#jogos");
  receive({ type: "left", room: "#jogos", name: "Ana", by: "Bia" });
  assertEquals(chat.room, "#geral");
  assertEquals(client.sent.at(-1), { type: "join", room: "#geral", ref: 3 });
});

Deno.test("a delayed notice of a kick is shown before the end of the session", () => {
  const { chat, lines, enter, receive, accept } = createLineChat();
  enter("/join jogos");
  accept("#jogos");
  receive({ type: "left", room: "#jogos", name: "Ana", by: "Bia" });
  lines.length = 0;
  receive({ type: "bye", reason: "shutting_down" });
  assertEquals(lines[0], "[SYS] Bia kicked you from #jogos.");
  assertEquals(chat.isNowhere, false);
});

Deno.test("a user in no room is told so, and what is said is refused", () => {
  const { client, chat, lines, enter, receive, accept } = createLineChat();
  receive({ type: "left", room: "#geral", name: "Ana", by: "Bia" });
  assertEquals([chat.isNowhere, lines.length], [true, 2]);
  enter("hello?");
  assertEquals(client.of("say"), []);
  assertEquals(lines.at(-1), lines[1]!.replace("[SYS]", "[ERROR]"));
  enter("/join jogos");
  assertEquals(chat.isNowhere, false);
  const { ref } = client.of("join")[0]!;
  receive({ type: "error", code: "banned", message: "Não.", room: "#jogos", ref: ref! });
  assertEquals([chat.isNowhere, lines.at(-1)], [true, "[ERROR] You are banned from #jogos."]);
  enter("/join time");
  accept("#time");
  assertEquals(chat.isNowhere, false);
});
