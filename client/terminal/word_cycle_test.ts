import { assertEquals } from "@std/assert";
import { type EditedLine, EMPTY } from "./line_editor.ts";
import { WordCycle } from "./word_cycle.ts";

const NAMES = ["Bernardo ", "Berta "];

function line(text: string): EditedLine {
  return { ...EMPTY, text: text.replace("|", ""), cursor: text.indexOf("|") };
}

/** Shows a line with `|` for its cursor. */
function shown({ text, cursor }: EditedLine): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

Deno.test("WordCycle shows one word after the other, and then what was typed", () => {
  const cycle = WordCycle.begin(line("oi, be| tudo bem?"), () => NAMES)!;
  assertEquals(cycle.words, ["Bernardo", "Berta"]);
  assertEquals(shown(cycle.turn(1)), "oi, Bernardo| tudo bem?");
  assertEquals(cycle.at, 0);
  assertEquals(shown(cycle.turn(1)), "oi, Berta| tudo bem?");
  assertEquals(shown(cycle.turn(1)), "oi, be| tudo bem?");
  assertEquals(cycle.at, undefined);
  assertEquals(shown(cycle.turn(1)), "oi, Bernardo| tudo bem?");
  assertEquals(shown(cycle.turn(-1)), "oi, be| tudo bem?");
  assertEquals(shown(cycle.turn(-1)), "oi, Berta| tudo bem?");
});

Deno.test("WordCycle adds no second space, and is nothing without words", () => {
  const cycle = WordCycle.begin(line("/join jo| já"), () => ["#Jogos "])!;
  assertEquals(shown(cycle.turn(1)), "/join #Jogos| já");
  assertEquals(WordCycle.begin(line("x|"), () => []), undefined);
});
