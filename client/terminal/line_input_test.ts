import { assertEquals } from "@std/assert";
import { EMPTY } from "./line_editor.ts";
import { LineHistory } from "./line_history.ts";
import { LineInput } from "./line_input.ts";
import { loadWidths } from "./graphemes.ts";

await loadWidths();

function input(lines: readonly string[] = [], words: readonly string[] = []): LineInput {
  return new LineInput({
    lineHistory: new LineHistory(lines),
    complete: () => words,
    editOfLast: () => undefined,
  });
}

/** Types a text, or presses a key given in angle brackets. */
function type(input: LineInput, ...keys: readonly string[]): string {
  for (const key of keys) {
    const [, name] = /^<(.+)>$/.exec(key) ?? [];
    input.press(name === undefined ? { type: "text", text: key } : { type: "press", name });
  }
  const { text, cursor } = input.line;
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

Deno.test("the arrows recall lines, and move within a draft of several lines", () => {
  const chat = input(["um", "dois\nlinhas"]);
  chat.line = { ...EMPTY, text: "uma\nlonga\nde três", cursor: 18 };
  assertEquals(type(chat, "<up>"), "uma\nlonga|\nde três");
  assertEquals(type(chat, "<up>"), "uma|\nlonga\nde três");
  assertEquals(type(chat, "<up>"), "dois\nlinhas|");
  assertEquals(type(chat, "<up>"), "dois|\nlinhas");
  assertEquals(type(chat, "<up>"), "um|");
  assertEquals(type(chat, "<down>"), "dois\nlinhas|");
  assertEquals(type(chat, "<down>"), "uma\nlonga\nde três|");
  assertEquals(type(chat, "<home>", "<down>"), "uma\n|longa\nde três");
  assertEquals(type(chat, "<down>", "<down>"), "uma\nlonga\n|de três");
});

Deno.test("a column is kept in columns of the screen", () => {
  const chat = input();
  chat.line = { ...EMPTY, text: "漢字\nabcd", cursor: 5 };
  assertEquals(type(chat, "<up>"), "漢|字\nabcd");
  assertEquals(type(chat, "<right>", "<down>"), "漢字\nabcd|");
});

Deno.test("Ctrl+R searches the input history, older lines with each press", () => {
  const chat = input(["olá, Ana", "tchau", "olá, Bia"]);
  type(chat, "rascunho", "<ctrl+r>", "ol");
  assertEquals([chat.search?.text, chat.search?.found?.line], ["ol", "olá, Bia"]);
  type(chat, "<ctrl+r>");
  assertEquals(chat.search?.found?.line, "olá, Ana");
  type(chat, "<ctrl+r>");
  assertEquals(chat.search?.found?.line, "olá, Ana");
  type(chat, "x");
  assertEquals(chat.search?.found, undefined);
  type(chat, "<backspace>");
  assertEquals(chat.search?.found?.line, "olá, Bia");
  // Enter takes the line and does not send it; the arrows go on from there.
  assertEquals(type(chat, "<enter>"), "olá, Bia|");
  assertEquals(chat.search, undefined);
  assertEquals(type(chat, "<up>"), "tchau|");
  assertEquals(type(chat, "<down>", "<down>"), "rascunho|");
});

Deno.test("a search that is cancelled returns to the draft, and other keys take the line", () => {
  const chat = input(["olá"]);
  assertEquals(type(chat, "rascunho", "<ctrl+r>", "o", "<ctrl+g>"), "rascunho|");
  assertEquals(type(chat, "<ctrl+r>", "o", "<home>"), "|olá");
  assertEquals(chat.search, undefined);
});

Deno.test("Tab goes through the words until another key is pressed", () => {
  const chat = input([], ["Ana: ", "Aldo: "]);
  assertEquals(type(chat, "a", "<tab>"), "Ana: |");
  assertEquals(chat.choices?.words, ["Ana:", "Aldo:"]);
  assertEquals(type(chat, "<tab>"), "Aldo: |");
  assertEquals(type(chat, "<shift+tab>"), "Ana: |");
  assertEquals(type(chat, "oi"), "Ana: oi|");
  assertEquals(chat.choices, undefined);
});
