import { assert, assertEquals } from "@std/assert";
import { ALL_COMMAND_WORDS, completeCommand, toCommandName } from "./command_words.ts";
import { ALL_COMMAND_NAMES, COMMANDS } from "./commands.ts";

Deno.test("each name and alias is in the table once, in lower case", () => {
  const words = ALL_COMMAND_NAMES.flatMap((name) => [name, ...COMMANDS[name].aliases ?? []]);
  assertEquals(words.toSorted(), [...new Set(words)].toSorted());
  assertEquals(words.toSorted(), ALL_COMMAND_WORDS.toSorted());
  for (const word of words) assert(/^[a-z]+$/.test(word), word);
});

Deno.test("toCommandName finds a command by its name and by each alias", () => {
  for (const name of ALL_COMMAND_NAMES) {
    for (const word of [name, ...COMMANDS[name].aliases ?? []]) {
      assertEquals(toCommandName(word.toUpperCase()), name);
    }
  }
  assertEquals(toCommandName("constructor"), undefined);
});

Deno.test("completeCommand offers names before aliases, and no alias of one letter", () => {
  assertEquals(completeCommand("/"), ALL_COMMAND_NAMES.map((name) => `/${name}`));
  assertEquals(completeCommand("/N"), ["/nick", "/names"]);
  assertEquals(completeCommand("/exi"), ["/exit"]);
  assertEquals(completeCommand("/j"), ["/join"]);
});
