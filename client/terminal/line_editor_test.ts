import { assertEquals } from "@std/assert";
import { edit, type EditedLine, EMPTY } from "./line_editor.ts";
import type { Key } from "./keys.ts";

/** Types keys into a line in which `|` marks the cursor; returns the new line. */
function typed(line: string, ...keys: (string | Key)[]): string {
  let state: EditedLine = { ...EMPTY, text: line.replace("|", ""), cursor: line.indexOf("|") };
  for (const key of keys) {
    state = edit(state, typeof key === "string" ? { type: "press", name: key } : key);
  }
  return `${state.text.slice(0, state.cursor)}|${state.text.slice(state.cursor)}`;
}

Deno.test("edit inserts text without control characters", () => {
  assertEquals(typed("a|c", { type: "text", text: "b" }), "ab|c");
  assertEquals(typed("|", { type: "paste", text: "um\n\tdois\x1b[A\n\n" }), "um\n\tdois[A|");
  assertEquals(typed("a|b", "alt+enter"), "a\n|b");
});

Deno.test("edit moves by characters as people read them, and by words", () => {
  assertEquals(typed("a👩‍👧|", "left"), "a|👩‍👧");
  assertEquals(typed("|e\u0301x", "right"), "e\u0301|x");
  assertEquals(typed("|", "left"), "|");
  assertEquals(typed("um, dois|", "alt+b"), "um, |dois");
  assertEquals(typed("um, |dois", "ctrl+left"), "|um, dois");
  assertEquals(typed("|olá, mundo", "alt+f"), "olá|, mundo");
  assertEquals(typed("olá|, mundo ", "ctrl+right"), "olá, mundo| ");
  assertEquals(typed("a b|c", "ctrl+a"), "|a bc");
  assertEquals(typed("a| bc", "end"), "a bc|");
});

Deno.test("edit deletes characters and words and inserts them again", () => {
  assertEquals(typed("a🇧🇷|b", "backspace"), "a|b");
  assertEquals(typed("a|🇧🇷b", "delete"), "a|b");
  assertEquals(typed("um dois três|", "ctrl+w", "ctrl+w", "ctrl+a", "ctrl+y"), "dois três|um ");
  assertEquals(typed("um caminho/longo|", "alt+backspace"), "um caminho/|");
  assertEquals(typed("um | dois", "alt+d"), "um |");
  assertEquals(typed("um| dois", "ctrl+k", "ctrl+a", "ctrl+y"), " dois|um");
  assertEquals(typed("um| dois", "ctrl+u", "ctrl+e", "ctrl+y"), " doisum|");
  // After a move, the next cut starts a new text.
  assertEquals(typed("um dois|", "ctrl+w", "left", "ctrl+u", "ctrl+y"), "um| ");
  assertEquals(typed("ab|", "ctrl+t"), "ba|");
  assertEquals(typed("a|bc", "ctrl+t"), "ba|c");
  assertEquals(typed("|ab", "ctrl+t"), "|ab");
});

Deno.test("edit returns the same line if a key does nothing", () => {
  const line = { ...EMPTY, text: "a", cursor: 1 };
  for (const name of ["pageup", "ctrl+q", "constructor", "ctrl+k"]) {
    assertEquals(edit(line, { type: "press", name }) === line, true, name);
  }
});
