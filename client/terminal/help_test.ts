import { assert, assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { ALL_COMMAND_NAMES, COMMANDS } from "../../protocol/commands/commands.ts";
import { help } from "./help.ts";
import { wrap } from "./wrap.ts";

function shown(columns: number): string[] {
  return help(en, columns).flatMap((line) => wrap(line, { columns, indent: 8 }));
}

Deno.test("help names every command once in its group", () => {
  const lines = shown(1_000);
  for (const name of ALL_COMMAND_NAMES) {
    const at = lines.findIndex((line) => new RegExp(`^  /${name}\\b`).test(line));
    const title = lines.findLast((line, index) => index < at && !line.startsWith(" "));
    assertEquals(title, `${en.groups[COMMANDS[name].group]}:`, name);
  }
  const keys = lines.slice(lines.indexOf(`${en.manual.keys}:`) + 1);
  assertEquals(keys.length, en.manual.lineKeys.length);
  const commands = ALL_COMMAND_NAMES.length + Object.keys(en.groups).length;
  assertEquals(lines.length, commands + 1 + keys.length);
});

Deno.test("help has the keys of the full screen there, and breaks no word at 80 columns", () => {
  const lines = help(en, 80, { isFull: true });
  const rows = lines.flatMap((line) => wrap(line, { columns: 80, indent: 8 }));
  for (const [keys] of [...en.manual.lineKeys, ...en.manual.fullKeys]) {
    assert(rows.some((row) => row.startsWith(`  ${keys} `)), keys);
  }
  const words = (texts: readonly string[]) => texts.join(" ").split(/\s+/);
  assertEquals(words(rows), words(lines.map((line) => line.map(({ text }) => text).join(""))));
});

Deno.test("help keeps its second column where a line of it needs more rows", () => {
  const rows = shown(80);
  const at = rows.findIndex((row) => row.startsWith("  Tab, Shift+Tab "));
  const column = rows[at]!.indexOf("complete a command");
  assertEquals(rows[at + 1]!.search(/\S/), column);
});

Deno.test("help fits into a narrow screen", () => {
  const lines = shown(40);
  assert(lines.every((line) => line.length <= 40));
  assert(lines.some((line) => line.startsWith("  /join, /j <room> [code]: ")));
});
