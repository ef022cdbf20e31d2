import { assert, assertEquals } from "@std/assert";
import { en } from "../../../locale/en/catalogue.ts";
import { readClientLine } from "../../../protocol/commands/parse_line.ts";
import { DEFAULT_LIMITS } from "../../../protocol/limits.ts";
import type { ServerMessage } from "../../../protocol/messages/server_messages.ts";
import type { Ref } from "../../../protocol/messages/request.ts";
import { LOBBY } from "../../../protocol/text/names.ts";
import { LineChat } from "../../conversation/line_chat.ts";
import { FakeClient, fromServer } from "../../testing/fake_client.ts";
import { showOnly } from "../../testing/test_line_chat.ts";
import { render } from "../bottom_line.ts";
import { Drafts } from "../drafts.ts";
import { EMPTY, replace } from "../line_editor.ts";
import { enableStyles } from "../style.ts";
import { FullChat } from "./full_chat.ts";

const SIZE = { columns: 80, rows: 12 };

/** A full screen of a chat that is in `#geral`, without a terminal. */
function create() {
  enableStyles(false);
  const client = new FakeClient();
  const texts = en;
  const line = new LineChat({
    client,
    texts,
    room: LOBBY,
    takesPasswords: false,
    showsRecent: true,
    output: showOnly((entries) => chat.show(entries)),
  });
  const receive = (message: ServerMessage) => line.receive(fromServer(message));
  const terminal = { draft: EMPTY, update: () => {} };
  let asked = "";
  const chat: FullChat = new FullChat({
    client,
    texts,
    terminal,
    drafts: new Drafts(),
    lend: (view) => line.lend(view),
    ask: () => Promise.resolve(asked),
  });
  /** The room is entered, and nothing was said in it. */
  const enterRoom = (room: string, ref?: Ref) => {
    receive({ type: "joined", room, name: "Ana", ...(ref !== undefined && { ref }) });
    line.receive({ type: "recent", history: { type: "history", room, messages: [], more: false } });
  };
  enterRoom("#geral");
  const enter = (text: string) => chat.perform(readClientLine(text, DEFAULT_LIMITS));
  const draw = () => {
    const input = render({ prompt: "> ", text: terminal.draft.text, cursor: 0 }, SIZE);
    // deno-lint-ignore no-control-regex
    return chat.draw(input, undefined, SIZE).rows.map((row) => row.replaceAll(/\x1b\[\d+G/g, ""));
  };
  const press = (...names: string[]) => {
    for (const name of names) {
      const isText = name.length === 1;
      chat.press(isText ? { type: "text", text: name } : { type: "press", name });
    }
    return draw();
  };
  const join = (room: string) => {
    enter(`/join ${room}`);
    enterRoom(room, client.of("join").at(-1)!.ref);
    draw();
  };
  const say = (room: string, id: number, text: string) => {
    receive({ type: "message", id, room, from: "Bia", text, at: Date.now() });
    return draw();
  };
  const search = async (terms: string) => {
    asked = terms;
    press("alt+/");
    await Promise.resolve();
    await Promise.resolve();
  };
  draw();
  return { chat, client, line, terminal, receive, enter, draw, press, join, say, search };
}

Deno.test("each conversation of the full screen keeps its draft", () => {
  const { terminal, press, join } = create();
  join("#jogos");
  terminal.draft = replace(EMPTY, "para jogos");
  press("alt+1");
  assertEquals(terminal.draft.text, "");
  terminal.draft = replace(EMPTY, "para geral");
  press("ctrl+n");
  assertEquals(terminal.draft.text, "para jogos");
  press("alt+left");
  assertEquals(terminal.draft.text, "para geral");
});

Deno.test("/join keeps the other rooms, and Alt+A goes to what calls the user first", () => {
  const { client, draw, press, join, say } = create();
  join("#a");
  join("#b");
  assertEquals(client.of("leave"), []);
  say("#geral", 1, "oi");
  say("#a", 1, "Ana, veja");
  assert(draw()[1]!.includes(" 1 #geral    1"), draw()[1]);
  assert(draw()[2]!.includes(" 2 #a       »1"), draw()[2]);
  assert(press("alt+a")[0]!.startsWith(" #a"));
  assert(press("alt+a")[0]!.startsWith(" #geral"));
  // Where nothing is unread, it stays.
  assert(press("alt+a")[0]!.startsWith(" #geral"));
});

Deno.test("Alt+Up selects the newest message while only notices are seen", () => {
  const { enter, draw, press, say } = create();
  say("#geral", 1, "oi");
  for (let count = 0; count < SIZE.rows; count++) enter("/jion x");
  assert(!draw().join("\n").includes("Bia: oi"));
  const rows = press("alt+up").join("\n");
  assert(rows.includes("Bia: oi") && rows.includes("r reply"), rows);
});

Deno.test("what comes while the user has scrolled up is unread until the end is seen", () => {
  const { press, say, draw } = create();
  for (let id = 1; id <= 30; id++) say("#geral", id, `n${id}`);
  press("pageup");
  say("#geral", 31, "nova");
  assert(!draw().some((row) => row.includes("nova")));
  assert(draw().at(-2)!.startsWith("↓ 1 new message"), draw().at(-2));
  press("pagedown", "pagedown");
  assert(draw().some((row) => row.includes("nova")));
  assertEquals(draw().at(-2), "─".repeat(80));
});

Deno.test("earlier messages load at the log's start; after an error, scrolling retries", () => {
  const { client, line, receive, draw, press } = create();
  const messages = [{ id: 50, room: "#geral", from: "Bia", text: "oi", at: Date.now() }];
  const page = { type: "history", room: "#geral", messages, more: true } as const;
  line.receive({ type: "recent", history: page });
  draw();
  draw();
  const asked = client.of("history");
  assertEquals(asked.length, 1);
  const [{ ref } = {}] = asked;
  receive({ type: "error", code: "busy", message: "busy", ...(ref !== undefined && { ref }) });
  draw();
  assertEquals(client.of("history").length, 1);
  press("pageup");
  assertEquals(client.of("history").length, 2);
});

Deno.test("keys put commands about the selected message into the line, if allowed", () => {
  const { chat, client, terminal, say, press, receive } = create();
  const { name } = client;
  receive({ type: "message", id: 1, room: "#geral", from: name, text: "minha", at: Date.now() });
  say("#geral", 2, "dela");
  terminal.draft = replace(EMPTY, "rascunho");
  // The message of another user can be neither edited nor deleted.
  press("alt+up", "e", "d");
  assertEquals(terminal.draft.text, "rascunho");
  assertEquals(chat.press({ type: "text", text: "e" }), true);
  press("r");
  assertEquals([terminal.draft.text, terminal.draft.killed], ["/reply 2 ", "rascunho"]);
  press("alt+up", "up", "E");
  assertEquals(terminal.draft.text, "/edit 1 minha");
  press("alt+up", "up", "d");
  assertEquals(terminal.draft.text, "/delete 1");
  press("alt+up", "+");
  assertEquals(terminal.draft.text, "/react 2 ");
});

Deno.test("a key that selects nothing ends the selection and goes to the input", () => {
  const { chat, say, press } = create();
  say("#geral", 1, "oi");
  press("alt+up");
  assertEquals(chat.press({ type: "text", text: "x" }), false);
  assertEquals(chat.press({ type: "press", name: "up" }), false);
});

Deno.test("a private conversation is searched among its messages, a room on the server", async () => {
  const { client, press, receive, draw, search } = create();
  const direct = (id: number, text: string) =>
    receive({ type: "direct", id, from: "Bia", to: "Ana", text, at: Date.now() });
  direct(1, "um tesouro");
  direct(2, "outra coisa");
  press("alt+2");
  await search("TESOURO");
  assertEquals(client.of("search"), []);
  assert(draw().some((row) => row.includes(">") && row.includes("um tesouro")));
  press("ctrl+c", "alt+1");
  await search("tesouro");
  assertEquals(client.of("search").length, 1);
});

Deno.test("commands for rooms are refused in a private conversation, and /part closes it", () => {
  const { client, enter, press, receive, draw } = create();
  receive({ type: "direct", id: 1, from: "Bia", to: "Ana", text: "psiu", at: Date.now() });
  press("alt+2");
  enter("/topic novo");
  assert(draw().some((row) => row.includes(en.full.onlyInRooms)));
  assertEquals(client.of("topic"), []);
  enter("/part");
  assert(draw()[0]!.startsWith(" #geral"));
});

Deno.test("without a room the user is told what to do, and nothing is sent", () => {
  const { client, enter, draw } = create();
  enter("/part");
  assertEquals(client.of("leave").length, 1);
  assert(draw().some((row) => row.includes("You are not in any room.")), draw().join("\n"));
  enter("oi");
  assertEquals(client.of("say"), []);
  enter("/join jogos");
  assertEquals(client.of("join").length, 1);
});

Deno.test("back among lines without a room, the user is told so again", () => {
  const { chat, line, client, enter, receive } = create();
  enter("/part");
  receive({ type: "left", room: "#geral", name: "Ana", ref: client.of("leave")[0]!.ref! });
  chat.close();
  line.takeBack();
  assertEquals(line.isNowhere, true);
});

Deno.test("back among lines, the current room stays so and the others are watched", () => {
  const { chat, line, press, join, say } = create();
  join("#jogos");
  press("alt+1");
  say("#jogos", 1, "oi");
  const { seen } = chat;
  chat.close();
  line.takeBack();
  assertEquals(line.room, "#geral");
  assertEquals(line.otherRooms, [{ room: "#jogos", unread: 1, mentions: 0 }]);
  assertEquals(seen.every(({ type }) => type === "system"), true);
});
