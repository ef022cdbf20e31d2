import { assertEquals } from "@std/assert";
import type { Conversation } from "../client/conversation/conversation.ts";
import { Conversations } from "../client/conversation/conversations.ts";
import { ConversationList } from "../client/web/model/conversation_list.ts";
import { EMOJI } from "../client/conversation/emoji_list.ts";
import { searchEmoji } from "../client/conversation/emoji_search.ts";
import { highlightCode } from "../client/web/model/highlight_code.ts";
import { nameStyle } from "../client/web/model/name_style.ts";
import { toRows } from "../client/web/model/rows.ts";
import { isEmoji } from "../protocol/text/emoji.ts";

Deno.test("an edit leaves the draft of a new message as it was", () => {
  const { room, list } = openRoom(3);
  room.add([said(4)], "Bob");
  const [signals] = list.rooms.value;
  signals!.draft.value = "Já v";
  assertEquals(signals!.newDraft.value, "Já v");
  const message = signals!.model.messages[0]!;
  signals!.draftTarget.value = { kind: "edit", message, draft: "Já v" };
  signals!.draft.value = "corrigida";
  assertEquals(signals!.newDraft.value, "Já v");
  signals!.draftTarget.value = { kind: "reply", message };
  assertEquals(signals!.newDraft.value, "corrigida");
});

const MINUTE = 60_000;
const NOON = new Date(2026, 0, 2, 12).getTime();

function said(
  id: number,
  from = "Bob",
  at = NOON + id,
): Parameters<Conversation["add"]>[0][number] {
  return { id, from, text: `${id}`, at };
}

/** Opens a room, and copies its changes to the signals. */
function openRoom(readId?: number): { room: Conversation; list: ConversationList } {
  const list = new ConversationList();
  const conversations: Conversations = new Conversations({
    keepsLog: true,
    onChange: (changed) => changed ? list.of(changed)?.update() : list.update(conversations),
  });
  return { room: conversations.open("room", "#geral", readId), list };
}

Deno.test("signals follow a conversation, and which is the current one", () => {
  const { room, list } = openRoom(3);
  const [signals] = list.rooms.value;
  assertEquals(list.get("room", "#GERAL"), signals);
  assertEquals(list.current.value, undefined);
  room.add([said(4), said(5)], "Ana");
  room.members.set(["Bob", "Ana"], ["Bob"]);
  assertEquals([signals!.unread.value, list.unread.value], [2, 2]);
  assertEquals(signals!.members.value, ["Ana", "Bob"]);
  assertEquals(signals!.entries.value.length, 2);
  list.update(undefined);
  assertEquals([list.all.value, list.unread.value], [[], 0]);
});

Deno.test("toRows groups by sender, day and pause, and marks what is new", () => {
  const { room } = openRoom(3);
  room.add([
    said(1, "Bob", NOON),
    said(2, "Bob", NOON + MINUTE),
    said(3, "Ana", NOON + 2 * MINUTE),
    said(4, "Bob", NOON + 3 * MINUTE),
    said(5, "Bob", NOON + 9 * MINUTE),
    said(6, "Bob", NOON + 24 * 60 * MINUTE),
  ], "Ana");
  const rows = toRows(room.entries, 3).map((row) =>
    row.kind === "group" ? row.messages.map(({ id }) => id) : row.kind
  );
  assertEquals(rows, ["day", [1, 2], [3], "new", [4], [5], "day", [6]]);
});

Deno.test("toRows gives what /me says a row of its own", () => {
  const { room } = openRoom(0);
  const [one, two, three] = [1, 2, 3].map((id) => said(id, "Bob", NOON));
  room.add([one!, { ...two!, action: true }, three!], "Ana");
  const rows = toRows(room.entries, undefined).flatMap((row) =>
    row.kind === "group" ? [[row.isAction, row.messages.map(({ id }) => id)]] : []
  );
  assertEquals(rows, [[false, [1]], [true, [2]], [false, [3]]]);
});

Deno.test("searchEmoji finds words of one language by their beginnings, and unlisted emoji", () => {
  const find = (typed: string, language: "en" | "pt-BR") =>
    searchEmoji(EMOJI, typed, language).map(({ emoji, name }) => `${emoji} ${name}`);
  assertEquals(find("coracao VERM", "pt-BR"), ["❤️ coração vermelho"]);
  assertEquals(find("red hea", "en"), ["❤️ red heart"]);
  assertEquals(find("vermelho", "en"), []);
  assertEquals(find(" 🦥 ", "en"), ["🦥 🦥"]);
  assertEquals(find("", "en").length, EMOJI.length);
});

Deno.test("the page offers each emoji once, and only those that servers take", () => {
  const emoji = EMOJI.map(([emoji]) => emoji);
  assertEquals(emoji.filter((one, index) => !isEmoji(one) || emoji.indexOf(one) < index), []);
});

Deno.test("toRows uses rows again that are the same, and draws long groups in parts", () => {
  const { room } = openRoom(0);
  room.add(Array.from({ length: 60 }, (_, index) => said(index + 1, "Bob", NOON)), "Ana");
  const before = toRows(room.entries, undefined);
  const sizes = before.map((row) => row.kind === "group" ? row.messages.length : row.kind);
  assertEquals(sizes, ["day", 50, 10]);
  room.add([said(61, "Bob", NOON)], "Ana");
  room.change(
    { type: "edited", id: 62, about: 51, from: "Bob", at: NOON, text: "outro" },
    { self: "Ana", source: "event" },
  );
  const after = toRows(room.entries, undefined, before);
  assertEquals(after.map((row, index) => row === before[index]), [true, true, false]);
});

Deno.test("nameStyle tells the names of a class apart", () => {
  const first =
    "Ana Alice Amanda André Antônio Beatriz Bianca Bruno Caio Camila Carla Carlos Daniel Davi " +
    "Diego Eduardo Elisa Fábio Felipe Gabriel Gabriela Gustavo Helena Hugo Isabela João José Júlia Larissa Lucas";
  const classes = [
    first.split(" "),
    Array.from({ length: 30 }, (_, index) => `aluno${index + 1}`),
    Array.from({ length: 30 }, (_, index) => `Convidado-${String(index + 1).padStart(2, "0")}`),
    "silva souza lima costa alves rocha".split(" ").flatMap((last) =>
      ["ana", "bia", "carla", "davi", "edu"].map((name) => `${name}_${last}`)
    ),
  ];
  for (const names of classes) {
    const styles = names.map((name) => JSON.stringify(nameStyle(name)));
    assertEquals([names.length, new Set(styles).size], [30, 30]);
  }
  assertEquals(
    ["Érica", "aluno7", "aluno12", "ana_souza", "x", "李雷"].map((name) =>
      nameStyle(name).characters
    ),
    ["Ér", "A7", "12", "AS", "X", "李雷"],
  );
});

/** Writes the kind of each part that has one around it. */
function coloured(code: string, language: string): string {
  return highlightCode(code, language)
    .map(({ kind, text }) => kind === "plain" ? text : `<${kind}>${text}</${kind}>`).join("");
}

Deno.test("highlightCode finds keywords, strings and comments by any name of a language", () => {
  for (const name of ["js", "ts", "TypeScript"]) {
    assertEquals(
      coloured("const a = `b`; // c", name),
      "<keyword>const</keyword> a = <string>`b`</string>; <comment>// c</comment>",
    );
  }
  assertEquals(
    coloured("def f():\n\treturn 'é' # ã", "py"),
    "<keyword>def</keyword> f():\n\t<keyword>return</keyword> <string>'é'</string> <comment># ã</comment>",
  );
  assertEquals(coloured("SELECT a", "sql"), "<keyword>SELECT</keyword> a");
});

Deno.test("highlightCode leaves code of an unknown language plain, and never changes it", () => {
  assertEquals(highlightCode("if a", "klingon"), [{ kind: "plain", text: "if a" }]);
  for (const language of ["js", "html", "css", "py", "rs", "sh"]) {
    const code = "<b>\t'\"`\r\n\\é🎉 /* # // a'";
    assertEquals(highlightCode(code, language).map(({ text }) => text).join(""), code);
  }
});
