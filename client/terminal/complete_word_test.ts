import { assertEquals } from "@std/assert";
import { completeWord } from "./complete_word.ts";
import { EMPTY } from "./line_editor.ts";

/** Completes a line in which `|` marks the cursor, with the given candidates. */
function complete(line: string, ...choices: string[]): readonly [string, readonly string[]] {
  const cursor = line.indexOf("|");
  const result = completeWord({ ...EMPTY, text: line.replace("|", ""), cursor }, () => choices);
  const { text, cursor: at } = result.line;
  return [`${text.slice(0, at)}|${text.slice(at)}`, result.choices];
}

Deno.test("completeWord inserts the only word that fits, as it is spelled", () => {
  assertEquals(complete("/msg ber|", "Bernardo "), ["/msg Bernardo |", []]);
  assertEquals(complete("/join jo| já", "#Jogos "), ["/join #Jogos| já", []]);
  assertEquals(complete("x|"), ["x|", []]);
});

Deno.test("completeWord inserts what all words have in common and then lists them", () => {
  assertEquals(complete("b|", "Bernardo: ", "Berta: "), ["Ber|", []]);
  assertEquals(complete("Ber|", "Bernardo: ", "Berta: "), ["Ber|", ["Bernardo:", "Berta:"]]);
  assertEquals(complete("/|", "/join ", "/list "), ["/|", ["/join", "/list"]]);
});
